import Synchronization

/// What is noted while a document is encoded: the secrets that an error must not repeat, the tickets that are used, and values
/// of enums that the catalog does not list.
final class EncodingContext: Sendable {
  /// The one of the document that this task is encoding.
  @TaskLocal static var current: EncodingContext?

  private struct State {
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
}

/// Raw bytes that travel as base64 in a JSON string.
///
/// It is written straight from these bytes into the body of the request that is built: as a text on the way it would take
/// several times as long as the network does.
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

  /// Writes base64, without a text on the way where a request is written.
  public func encode(to encoder: any Encoder) throws {
    if let writer = encoder as? JSONWriter {
      writer.place.content = .base64(bytes)
    } else {
      var container = encoder.singleValueContainer()
      try container.encode(Base64.encode(bytes))
    }
  }
}
