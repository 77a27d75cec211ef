/// A file, a folder or an online document.
struct FileEntry: Codable, Sendable {
  /// What an entry is; raw values as on the wire, and open, because more kinds exist than are documented.
  struct Kind: RawRepresentable, Codable, Hashable, Sendable {
    let rawValue: UInt32
    static let folder = Self(rawValue: 1)
    static let file = Self(rawValue: 2)
  }

  let id: String
  var spaceID: String
  /// The folder it is in; at the root the space's own id.
  var parentID: String
  var name: String
  let kind: Kind
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
  /// 1 named people, 2 the corp, 3 outside the corp, 4 and 5 the same with an administrator's approval.
  var scope: UInt32 = 1
  var auth: UInt32 = 1
  var members = Members()
  var watermark = Watermark()
}

/// The watermark of an online document.
struct Watermark: Codable, Sendable {
  var text = ""
  /// 1 low, 2 high density.
  var density: UInt32 = 1
  var showsVisitor = false
  var showsText = false
}
