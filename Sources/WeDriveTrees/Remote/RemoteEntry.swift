import WeDriveGenerated
import WeDriveRuntime

/// A folder of the service, or the root of a space.
public struct FolderPlace: Sendable, Hashable {
  /// The space.
  public let space: SpaceID
  /// The folder in it.
  public let folder: FolderID

  /// A folder of a space.
  public init(space: SpaceID, folder: FolderID) {
    self.space = space
    self.folder = folder
  }

  /// The root of a space.
  public static func root(of space: SpaceID) -> Self { Self(space: space, folder: .root(of: space)) }
}

/// An entry of a folder, as a listing tells about it.
public struct RemoteEntry: Sendable, Hashable {
  /// What an entry is.
  public enum Kind: UInt8, Sendable, Hashable {
    /// A folder.
    case folder
    /// An ordinary file.
    case file
    /// An online document, or something that this version does not know: it has no content that can be transferred.
    case document
  }

  /// Its id.
  public var id: FileID
  /// Its name at the service.
  public var name: EntryName
  /// What it is.
  public var kind: Kind
  /// Its size in bytes; 0 for folders.
  public var size: UInt64
  /// Its SHA-1, 20 bytes; nil where the service does not tell.
  public var sha1: [UInt8]?
  /// When it was changed last, in seconds since 1970; 0 where the service does not tell.
  public var modified: UInt64

  /// Reads an entry of the wire.
  public init(_ info: FileInfo) {
    id = info.fileID
    name = EntryName(info.fileName)
    kind = info.fileType == .folder ? .folder : info.fileType == .file ? .file : .document
    size = info.fileSize ?? 0
    sha1 = info.sha.flatMap { Hexadecimal.bytes($0.lowercased()) }.flatMap { $0.count == 20 ? $0 : nil }
    modified = info.modificationTime ?? 0
  }

  /// A folder.
  public init(folder id: FileID, named name: EntryName) {
    self.init(id: id, name: name, kind: .folder, size: 0, sha1: nil, modified: 0)
  }

  init(id: FileID, name: EntryName, kind: Kind, size: UInt64, sha1: [UInt8]?, modified: UInt64) {
    (self.id, self.name, self.kind, self.size, self.sha1, self.modified) = (id, name, kind, size, sha1, modified)
  }

  /// What the entry is called on a local disk.
  public var localName: EntryName { NameMapping.local(name, id: id.rawValue) }

  /// What a download needs to know, so that it does not ask.
  public var info: FileInfo {
    var info = FileInfo(fileID: id, fileName: name.text)
    info.fileType = kind == .folder ? .folder : .file
    info.fileSize = size
    info.sha = sha1.map { Hexadecimal.text($0) }
    return info
  }

  /// The folder that this entry is.
  public func place(in space: SpaceID) -> FolderPlace {
    FolderPlace(space: space, folder: .folder(id))
  }
}
