/// Raw bytes that travel as base64 in a JSON string.
///
/// Encoding is done where the request's body is built (see ``WireJSON``), straight from these bytes into the body,
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

  /// Writes base64; while ``WireJSON`` encodes a document, only a mark that the content replaces afterwards.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let context = EncodingContext.current {
      try container.encode(context.mark(for: bytes))
    } else {
      try container.encode(Base64.encode(bytes))
    }
  }
}
