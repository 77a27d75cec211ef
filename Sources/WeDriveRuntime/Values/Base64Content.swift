/// Raw bytes that travel as base64 in a JSON string.
///
/// Encoding is done where the request's body is built (see ``WireJSON``), straight from these bytes into the body,
/// because a JSON encoder would spend several times as long on it as the network does.
public struct Base64Content: Sendable, Hashable, Codable, CustomStringConvertible {
  public var bytes: [UInt8]

  public init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

  public var description: String { "\(bytes.count) bytes" }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let bytes = Base64.decode(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not base64")
    }
    self.bytes = bytes
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let aside = EncodingAside.current {
      try container.encode(aside.mark(for: bytes))
    } else {
      try container.encode(Base64.encode(bytes))
    }
  }
}
