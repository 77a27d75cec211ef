import WeDriveGenerated
import WeDriveRuntime

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Names for spaces, which paths may begin with instead of ids: a file of lines `name = id`, written for a person to edit.
public struct SpaceAliases: Sendable {
  /// The aliases in the order of the file.
  public private(set) var entries: [(name: String, space: SpaceID)] = []
  private let path: String
  private var lines: [String] = []

  /// Reads a file; one that does not exist has no aliases. Blocks.
  ///
  /// - Throws: ``TreeError/invalid(text:reason:)`` with the line that is not one.
  public init(file path: String) throws(TreeError) {
    self.path = path
    let content: String
    do throws(FileFailure) {
      let file = try Descriptor(path, O_RDONLY | O_NONBLOCK)
      content = String(decoding: try file.read(1 << 20, at: 0), as: UTF8.self)
    } catch {
      guard error.errno == ENOENT || error.errno == ENOTDIR else { throw .file(error) }
      return
    }
    lines = content.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
    if lines.last == "" { lines.removeLast() }
    for (number, line) in lines.enumerated() {
      guard let entry = Self.entry(line) else {
        if Self.isComment(line) { continue }
        throw .invalid(text: "\(path):\(number + 1)", reason: "is not `name = id`")
      }
      entries.append(entry)
    }
  }

  /// The space of an alias; nil if there is no such alias.
  public subscript(name: String) -> SpaceID? {
    entries.first { Array($0.name.utf8) == Array(name.utf8) }?.space
  }

  /// Adds an alias, or gives one another space. Blocks.
  ///
  /// - Throws: ``TreeError/invalid(text:reason:)`` for a name that is none, or that differs from another only in its case.
  public mutating func set(_ name: String, to space: SpaceID) throws(TreeError) {
    if let reason = Self.refusal(of: name) { throw .invalid(text: name, reason: reason) }
    if let twin = entries.first(where: { $0.name != name && $0.name.lowercased() == name.lowercased() }) {
      throw .invalid(text: name, reason: "differs only in its case from \(twin.name)")
    }
    try remove(lineOf: name)
    entries.removeAll { $0.name == name }
    entries.append((name, space))
    lines.append("\(name) = \(space.rawValue)")
    try write()
  }

  /// Takes an alias away. Blocks.
  ///
  /// - Throws: ``TreeError/invalid(text:reason:)`` if there is none.
  public mutating func forget(_ name: String) throws(TreeError) {
    guard self[name] != nil else { throw .invalid(text: name, reason: "is no alias") }
    try remove(lineOf: name)
    entries.removeAll { $0.name == name }
    try write()
  }

  /// Does something for a name that can be an alias.
  ///
  /// - Throws: ``TreeError/invalid(text:reason:)`` for another, before anything is done.
  public static func checked<Value>(_ name: String, _ work: () async throws -> Value) async throws -> Value {
    if let reason = refusal(of: name) { throw TreeError.invalid(text: name, reason: reason) }
    return try await work()
  }

  /// Why a name cannot be an alias; nil if it can.
  static func refusal(of name: String) -> String? {
    if name.unicodeScalars.count < 2 { return "is too short for an alias: two characters at least" }
    if name.hasPrefix("s.") { return "looks like the id of a space" }
    let isPlain = name.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || $0.properties.numericType != nil || "_-.".unicodeScalars.contains($0)
    }
    return isPlain ? nil : "has something else than letters, digits, _ - and ."
  }

  private mutating func remove(lineOf name: String) throws(TreeError) {
    lines.removeAll { Self.entry($0)?.name == name }
  }

  private static func entry(_ line: String) -> (name: String, space: SpaceID)? {
    guard !isComment(line), let sign = line.firstIndex(of: "=") else { return nil }
    func trimmed(_ part: Substring) -> String {
      var part = part.drop { $0 == " " || $0 == "\t" }
      while let last = part.last, last == " " || last == "\t" || last == "\r" { part.removeLast() }
      return String(part)
    }
    let (name, id) = (trimmed(line[..<sign]), trimmed(line[line.index(after: sign)...]))
    guard refusal(of: name) == nil, !id.isEmpty else { return nil }
    return (name, SpaceID(id))
  }

  private static func isComment(_ line: String) -> Bool {
    guard let first = line.first(where: { $0 != " " && $0 != "\t" && $0 != "\r" }) else { return true }
    return first == "#"
  }

  /// Writes beside the file and renames.
  private func write() throws(TreeError) {
    do throws(FileFailure) {
      try FileFolder.make(LocalPath(path).folder.text)
      let temporary = "\(path).\(getpid()).new"
      unlink(temporary)
      do throws(FileFailure) {
        let file = try Descriptor(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW)
        try file.write(Array((lines.joined(separator: "\n") + "\n").utf8), at: 0)
        try file.makeDurable()
        guard rename(temporary, path) == 0 else { throw FileFailure("rename", path, errno: errno) }
      } catch {
        unlink(temporary)
        throw error
      }
    } catch {
      throw .file(error)
    }
  }
}

/// Folders of this program's own.
enum FileFolder {
  /// Makes a folder that only this user can look into, with those above it. Blocks.
  static func make(_ path: String) throws(FileFailure) {
    var reason: Int32?
    for end in path.indices where path[end] == "/" && end != path.startIndex {
      if mkdir(String(path[..<end]), 0o755) != 0, errno != EEXIST { reason = reason ?? errno }
    }
    guard mkdir(path, 0o700) != 0, errno != EEXIST else { return }
    // That a folder above is missing says less than why it could not be made.
    throw FileFailure("make the folder", path, errno: errno == ENOENT ? reason ?? errno : errno)
  }
}
