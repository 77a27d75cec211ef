import WeDriveGenerated

/// A path at the service: where it starts, and the names from there.
///
/// `s.1:/2026/report.pdf` starts at the space `s.1`. Where a path starts may be the id of a space or of a folder.
public struct DrivePath: Sendable, Hashable, LosslessStringConvertible {
  /// The id of a space or of a folder.
  public var start: String
  /// The names from there; none for the start itself.
  public var names: [EntryName]

  /// A path from its parts.
  public init(start: String, names: [EntryName] = []) {
    self.start = start
    self.names = names
  }

  /// Reads `START:/a/b`. The slash behind the colon may be left out, and one at the end says nothing.
  public init?(_ text: String) {
    guard let path = try? DrivePath(parsing: text) else { return nil }
    self = path
  }

  /// Reads `START:/a/b`.
  ///
  /// - Throws: ``TreeError/invalid(text:reason:)`` with what is wrong.
  public init(parsing text: String) throws(TreeError) {
    guard let colon = text.firstIndex(of: ":") else {
      throw .invalid(text: text, reason: "has no colon: a path at the service is SPACE:/folder/name")
    }
    let start = String(text[..<colon])
    guard !start.isEmpty else { throw .invalid(text: text, reason: "begins with the colon: name the space before it") }
    let parts = text[text.index(after: colon)...].split(separator: "/")
    if let part = parts.first(where: { $0 == "." || $0 == ".." }) {
      let code = part == "." ? "%2E" : "%2E%2E"
      throw .invalid(
        text: text,
        reason: "has the step \(part), which does not exist at the service; an entry of that name is \(code)")
    }
    self.init(start: start, names: parts.map { EntryName(String($0)) })
  }

  /// `START:/a/b`
  public var description: String { start + ":/" + names.map(\.text).joined(separator: "/") }

  /// The path of the folder that this is in; nil for the start itself.
  public var folder: DrivePath? {
    names.isEmpty ? nil : DrivePath(start: start, names: Array(names.dropLast()))
  }

  /// The path of an entry below this one.
  public func appending(_ name: EntryName) -> DrivePath { DrivePath(start: start, names: names + [name]) }

  /// The path of an entry below this one.
  public func appending(_ path: TreePath) -> DrivePath { DrivePath(start: start, names: names + path.names) }
}

/// What a path leads to.
public struct LocatedEntry: Sendable, Hashable {
  /// The path that leads to it.
  public var path: DrivePath
  /// The space that it is in.
  public var space: SpaceID
  /// The entry; nil for the root of a space.
  public var entry: RemoteEntry?
  /// The folder that it is in; nil for the root of a space, and where it was named by its id.
  public var parent: FolderPlace?

  /// Describes what was found.
  public init(path: DrivePath, space: SpaceID, entry: RemoteEntry?, parent: FolderPlace? = nil) {
    (self.path, self.space, self.entry, self.parent) = (path, space, entry, parent)
  }

  /// Whether it is a folder or the root of a space.
  public var isFolder: Bool { entry.map { $0.kind == .folder } ?? true }

  /// The folder that it is; nil for anything else.
  public var place: FolderPlace? {
    guard let entry else { return .root(of: space) }
    return entry.kind == .folder ? entry.place(in: space) : nil
  }
}
