import Foundation

/// A folder of one test's own, removed with the last reference to it.
public final class TemporaryFolder: Sendable {
  /// Where it is.
  public let path: String

  /// Makes it.
  public init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: "wedrive-test-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Where it is.
  public var url: URL { URL(filePath: path, directoryHint: .isDirectory) }

  /// The names in it in order, hidden ones included.
  public var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
  }

  /// Where something in it is.
  public func path(_ name: String) -> String { path + "/" + name }

  /// Writes a file.
  public func write(_ content: [UInt8], to name: String) throws {
    try Data(content).write(to: URL(filePath: path(name)))
  }

  /// Writes a file of text.
  public func write(_ text: String, to name: String) throws { try write(Array(text.utf8), to: name) }

  /// Reads a file.
  public func read(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path(name)))) }

  /// Reads a file of text.
  public func text(_ name: String) throws -> String { try String(contentsOfFile: path(name), encoding: .utf8) }

  /// Who may do what with a file.
  public func permissions(of name: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path(name))[.posixPermissions] as? Int
  }
}

/// Gives a folder to `body` and removes it afterwards.
public func withTemporaryFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
  let folder = try TemporaryFolder()
  return try withExtendedLifetime(folder) { try body(folder.url) }
}

/// Bytes 0…250 over and over, cut to `count`.
public func pattern(_ count: Int) -> [UInt8] {
  let bytes = Array(UInt8(0)...250)
  var content: [UInt8] = []
  content.reserveCapacity(count + bytes.count)
  while content.count < count { content.append(contentsOf: bytes) }
  content.removeLast(content.count - count)
  return content
}
