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
  static func check(_ name: String) throws(ServiceError) {
    guard !name.isEmpty else { throw .weCom(.invalidFileName) }
    guard fits(name) else {
      throw .weCom(.invalidFileName, "file name weighs more than \(Limits.fileNameWeight)")
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

extension FileOrder {
  /// The entries in this order; equals come by name and then by id, so that paging is steady.
  func sorted(_ entries: [FileEntry]) -> [FileEntry] {
    entries.sorted { a, b in
      switch self {
      case .nameDescending:
        let (first, second) = (ExactName(a.name), ExactName(b.name))
        if first != second { return second < first }
      case .sizeAscending: if a.size != b.size { return a.size < b.size }
      case .sizeDescending: if a.size != b.size { return b.size < a.size }
      case .modifiedAscending: if a.modified != b.modified { return a.modified < b.modified }
      case .modifiedDescending: if a.modified != b.modified { return b.modified < a.modified }
      default: break
      }
      return (ExactName(a.name), a.id.rawValue) < (ExactName(b.name), b.id.rawValue)
    }
  }
}
