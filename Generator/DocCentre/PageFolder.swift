import Catalog
import Foundation

/// A folder of fetched pages. A page whose content is the same is not written again.
public struct PageFolder: Sendable {
  /// What became of a page's file.
  public enum Outcome: String, Sendable { case new, changed, unchanged }

  private let folder: URL
  private static let largest = 16 * 1024 * 1024

  /// - Parameter path: The folder; it is made when the first page is written.
  public init(_ path: String) { folder = URL(filePath: path, directoryHint: .isDirectory) }

  /// Writes a page beside its place and renames it. Blocks for file work.
  ///
  /// - Throws: What the system says.
  public func write(_ fetched: DocumentationCentre.Fetched) throws -> Outcome {
    let file = folder.appending(path: fetched.page.fileName)
    let known = FileBytes.read(file.path(percentEncoded: false), maximumBytes: PageFolder.largest)
    if case .success(let bytes) = known, hash(in: String(decoding: bytes, as: UTF8.self)) == hash(in: fetched.text) {
      return .unchanged
    }
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(fetched.text.utf8).write(to: file, options: .atomic)
    if case .success = known { return .changed }
    return .new
  }

  /// The hash of the content that stands in a page's head.
  private func hash(in text: String) -> Substring? {
    text.split(separator: "\n", maxSplits: 12).first { $0.hasPrefix("hash: ") }
  }
}

/// A hash by which one content is told from another: FNV-1a, 64 bits wide. It protects nothing.
enum ContentHash {
  static func of(_ text: String) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
