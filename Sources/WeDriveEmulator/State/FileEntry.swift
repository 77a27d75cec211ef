import WeDriveGenerated

/// A file, a folder or an online document.
struct FileEntry: Codable, Sendable {
  let id: FileID
  var spaceID: SpaceID
  /// The folder it is in; at the root the space's own id.
  var parentID: FolderID
  var name: String
  let kind: FileType
  let size: UInt64
  let created: Int64
  var modified: Int64
  var isDeleted = false
  /// SHA-1 and MD5 of the whole content, hex; empty where there is none. A file uploaded in blocks has no MD5.
  let sha: String
  let md5: String
  /// The address of an online document.
  let url: String?
  var sharing = FileSharing()

  var isFolder: Bool { kind == .folder }
  var isOrdinaryFile: Bool { kind == .file }
  var isDocument: Bool { !isFolder && !isOrdinaryFile }
}

/// Who may see a file.
struct FileSharing: Codable, Sendable {
  var scope = ShareScope.members
  var auth = Permission.download
  var members = Members()
  var watermark = Watermark()
}

/// The watermark of an online document.
struct Watermark: Codable, Sendable {
  var text = ""
  var density = WatermarkDensity.low
  var showsVisitor = false
  var showsText = false
}

extension FolderID {
  /// The folder's own id; at the root, that of no file.
  var fileID: FileID { FileID(rawValue) }
}

// MARK: - Names

/// A name as its bytes.
///
/// Swift's strings are equal where Unicode calls them canonically equivalent. `é` as one scalar and `é` as two are names of two
/// files all the same, as they are to the file systems that files come from.
struct ExactName: Hashable, Comparable, Sendable {
  private let bytes: [UInt8]

  init(_ name: String) { bytes = Array(name.utf8) }

  static func < (a: Self, b: Self) -> Bool { a.bytes.lexicographicallyPrecedes(b.bytes) }
}

/// The rules for names of files, folders and documents.
enum FileName {
  static func check(_ name: String, _ behaviour: ServiceBehaviour) throws(ServiceError) {
    guard !name.isEmpty else { throw .weCom(.invalidFileName) }
    guard fits(name) else {
      throw .weCom(.invalidFileName, "file name weighs more than \(Limits.fileNameWeight)")
    }
    guard behaviour.nameLength == .weight || name.utf8.count <= Limits.fileNameWeight else {
      throw .weCom(.invalidFileName, "file name has more than \(Limits.fileNameWeight) bytes")
    }
    guard behaviour.nameCharacters.allow(name) else {
      throw .weCom(.invalidFileName, "file name has a character that cannot be in one")
    }
  }

  /// The name with a number: `xxx(1).txt`. A name that would become too long loses characters before the number.
  static func numbered(_ name: String, _ number: Int) -> String {
    var stem = Substring(name)
    var ending = Substring()
    if let dot = name.lastIndex(of: "."), dot > name.startIndex {
      stem = name[..<dot]
      ending = name[dot...]
    }
    while !fits("\(stem)(\(number))\(ending)"), !stem.isEmpty { stem.removeLast() }
    return "\(stem)(\(number))\(ending)"
  }

  private static func fits(_ name: String) -> Bool { name.weight <= Limits.fileNameWeight }
}

extension ServiceBehaviour.NameCharacters {
  func allow(_ name: String) -> Bool {
    switch self {
    case .any: true
    case .portable:
      name.unicodeScalars.allSatisfy {
        $0.value >= 0x20 && $0.value != 0x7F && !#"\/:*?"<>|"#.unicodeScalars.contains($0)
      }
        && !name.hasSuffix(".") && !name.hasSuffix(" ")
    case .basic: name.unicodeScalars.allSatisfy { $0.value < 0x10000 }
    }
  }
}

extension FileOrder {
  /// The entries in this order. Equals come by name and then by id, so that paging is steady; or anyhow, if it is not to be.
  func sorted(_ entries: [FileEntry], names: ServiceBehaviour.ListingOrder) -> [FileEntry] {
    let entries = names == .unstable ? entries.shuffled() : entries
    let keys = entries.enumerated().map { index, entry in
      (index: index, name: ExactName(names == .bytes ? entry.name : entry.name.lowercased()))
    }
    return keys.sorted { first, second in
      let (a, b) = (entries[first.index], entries[second.index])
      switch self {
      case .nameDescending: if first.name != second.name { return second.name < first.name }
      case .sizeAscending: if a.size != b.size { return a.size < b.size }
      case .sizeDescending: if a.size != b.size { return b.size < a.size }
      case .modifiedAscending: if a.modified != b.modified { return a.modified < b.modified }
      case .modifiedDescending: if a.modified != b.modified { return b.modified < a.modified }
      default: if first.name != second.name { return first.name < second.name }
      }
      if names == .unstable { return first.index < second.index }
      return (first.name, a.id.rawValue) < (second.name, b.id.rawValue)
    }.map { entries[$0.index] }
  }
}
