import WeDrive
import WeDriveTrees

/// An entry that was found by its path, for `--json`.
struct PathLine: Encodable {
  let path: String
  let fileid: String?
  let type: String
  let size: UInt64?
  let sha1: String?
  let mtime: UInt64?

  init(_ located: LocatedEntry) {
    path = located.path.description
    fileid = located.entry?.id.rawValue
    let kind = located.entry?.kind ?? .folder
    type = kind.word
    size = kind == .folder ? nil : located.entry?.size
    sha1 = located.entry?.sha1.map { Hexadecimal.text($0) }
    mtime = located.entry.flatMap { $0.modified > 0 ? $0.modified : nil }
  }
}

extension RemoteEntry.Kind {
  /// `folder`, `file` or `document`.
  var word: String {
    switch self {
    case .folder: "folder"
    case .file: "file"
    case .document: "document"
    }
  }
}

extension LocatedEntry {
  /// The entry as listings of the wire show it; the root of a space has its id and no name.
  var wireInfo: FileInfo {
    guard let entry else {
      var info = FileInfo(fileID: FileID(space.rawValue), fileName: "")
      info.fileType = .folder
      return info
    }
    var info = FileInfo(fileID: entry.id, fileName: entry.name.text)
    info.fileType = entry.kind == .folder ? .folder : entry.kind == .file ? .file : .document
    info.fileSize = entry.size
    info.modificationTime = entry.modified
    return info
  }
}
