import Foundation

/// A folder of one test's own, removed when the test lets go of it.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("wedrive-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The names in it, hidden ones included.
  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
  }

  func path(_ name: String) -> String { path + "/" + name }

  func write(_ content: [UInt8], to name: String) throws { try Data(content).write(to: URL(filePath: path(name))) }

  func read(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path(name)))) }

  func permissions(of name: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path(name))[.posixPermissions] as? Int
  }
}

/// Bytes 0…250 over and over, cut to `count`.
func pattern(_ count: Int) -> [UInt8] {
  let bytes = Array(UInt8(0)...250)
  var content: [UInt8] = []
  content.reserveCapacity(count + bytes.count)
  while content.count < count { content.append(contentsOf: bytes) }
  content.removeLast(content.count - count)
  return content
}
