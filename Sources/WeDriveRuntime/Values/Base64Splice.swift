#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
import Synchronization

/// Keeps content out of the JSON encoder: the encoder writes a mark, and the content takes the mark's place afterwards.
final class Base64Splice: Sendable {
  /// The splice of the document that is being encoded by this task.
  @TaskLocal static var current: Base64Splice?

  private let contents = Mutex<[(mark: [UInt8], bytes: [UInt8])]>([])

  /// A string that occurs nowhere else in the document.
  func mark(for bytes: [UInt8]) -> String {
    let mark = "base64:" + UUID().uuidString
    contents.withLock { $0.append((Array(mark.utf8), bytes)) }
    return mark
  }

  /// The document with every mark replaced by its content in base64.
  func fill(_ document: Data) -> [UInt8] {
    let contents = contents.withLock { $0 }
    var rest = Array(document)[...]
    var result: [UInt8] = []
    result.reserveCapacity(
      rest.count + contents.reduce(0) { $0 + Base64.encodedCount($1.bytes.count) })
    // Marks stand in the order in which the encoder's sorted keys put them, not in that of their making.
    let found = contents.compactMap { content in
      rest.firstRange(of: content.mark).map { (range: $0, bytes: content.bytes) }
    }.sorted { $0.range.lowerBound < $1.range.lowerBound }
    for (range, bytes) in found {
      result += rest[..<range.lowerBound]
      result += Base64.encoded(bytes)
      rest = rest[range.upperBound...]
    }
    return result + rest
  }
}
