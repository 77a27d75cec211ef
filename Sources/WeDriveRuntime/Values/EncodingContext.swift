import Synchronization

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What is noted while a document is encoded: content that does not go through the JSON encoder, the secrets that an error
/// must not repeat, the tickets that are used, and values of enums that the catalog does not list.
final class EncodingContext: Sendable {
  /// The one of the document that this task is encoding.
  @TaskLocal static var current: EncodingContext?

  /// A mark was not found in the document.
  struct MarkLost: Error {}

  private struct State {
    var contents: [(mark: [UInt8], bytes: [UInt8])] = []
    var secrets: [String] = []
    var secretFields: Set<String> = []
    var tickets: [any Ticket] = []
    var undocumented: Set<FieldPath> = []
  }
  private let state = Mutex(State())

  /// The secrets that were encoded.
  var secrets: [String] { state.withLock { $0.secrets } }

  /// The outermost fields in which the secrets were found.
  var secretFields: Set<String> { state.withLock { $0.secretFields } }

  /// The tickets that were encoded.
  var tickets: [any Ticket] { state.withLock { $0.tickets } }

  /// Where values of enums lie that the catalog does not list.
  var undocumented: Set<FieldPath> { state.withLock { $0.undocumented } }

  /// Notes a value of an enum that the catalog does not list.
  func note(undocumentedAt path: [any CodingKey]) { _ = state.withLock { $0.undocumented.insert(FieldPath(path)) } }

  /// Notes a ticket.
  func note(ticket: any Ticket) { state.withLock { $0.tickets.append(ticket) } }

  /// Notes a secret and where in the document it is.
  func note(secret: String, at path: [any CodingKey]) {
    state.withLock {
      $0.secrets.append(secret)
      if let field = path.first { $0.secretFields.insert(field.stringValue) }
    }
  }

  /// A string that occurs nowhere else in the document and stands for `bytes`.
  func mark(for bytes: [UInt8]) -> String {
    let mark = "base64:" + UUID().uuidString
    state.withLock { $0.contents.append((Array(mark.utf8), bytes)) }
    return mark
  }

  /// The document with every mark replaced by its content in base64, written in one pass into one buffer.
  func fill(_ document: [UInt8]) throws(MarkLost) -> [UInt8] {
    let contents = state.withLock { $0.contents }
    guard !contents.isEmpty else { return document }
    // Keys are sorted by the encoder, so marks do not stand in the order in which they were made.
    var found: [(range: Range<Int>, bytes: [UInt8])] = []
    for content in contents {
      guard let range = document.firstRange(of: content.mark) else { throw MarkLost() }
      found.append((range, content.bytes))
    }
    found.sort { $0.range.lowerBound < $1.range.lowerBound }
    let size = found.reduce(document.count) { $0 - $1.range.count + Base64.encodedCount($1.bytes.count) }
    // libcrypto ends its output with a zero, one byte past it.
    return [UInt8](unsafeUninitializedCapacity: size + 1) { buffer, count in
      var rest = document[...]
      for (range, bytes) in found {
        count = buffer[count...].initialize(fromContentsOf: rest[..<range.lowerBound])
        count += Base64.encode(bytes, into: UnsafeMutableBufferPointer(rebasing: buffer[count...]))
        rest = rest[range.upperBound...]
      }
      count = buffer[count...].initialize(fromContentsOf: rest)
    }
  }
}

/// Raw bytes that travel as base64 in a JSON string.
///
/// Encoding is done where the request's body is built (see `WireJSON`), straight from these bytes into the body,
/// because a JSON encoder would spend several times as long on it as the network does.
public struct Base64Content: Sendable, Hashable, Codable, Redacted {
  /// The content itself, not encoded.
  public var bytes: [UInt8]

  /// Takes content, not encoded.
  public init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

  /// How long the content is.
  public var description: String { "\(bytes.count) bytes" }

  /// Reads base64, with padding and without line breaks.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let bytes = Base64.decode(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not base64")
    }
    self.bytes = bytes
  }

  /// Writes base64; while `WireJSON` encodes a document, only a mark that the content replaces afterwards.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let context = EncodingContext.current {
      try container.encode(context.mark(for: bytes))
    } else {
      try container.encode(Base64.encode(bytes))
    }
  }
}
