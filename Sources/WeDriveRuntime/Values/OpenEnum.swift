/// A set of named values that may grow: a value that is not listed decodes, keeps its raw value, and encodes again.
///
/// It is read and written as its raw value: a field of a reply is read without asking the type's own `init(from:)`.
public protocol OpenEnum: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible
where RawValue: Codable & Hashable & Sendable {
  /// Makes the value, documented or not.
  init(rawValue: RawValue)
  /// The names of the documented values.
  static var names: [RawValue: String] { get }
}

extension OpenEnum {
  /// Whether the value is one of the documented ones.
  public var isKnown: Bool { Self.names[rawValue] != nil }

  /// The value's name; for an undocumented one, its raw value.
  public var description: String { Self.names[rawValue] ?? "\(rawValue)" }

  /// Reads the bare value, documented or not.
  public init(from decoder: any Decoder) throws {
    self.init(rawValue: try decoder.singleValueContainer().decode(RawValue.self))
  }

  /// Writes the bare value.
  public func encode(to encoder: any Encoder) throws {
    if let context = EncodingContext.current, !isKnown { context.note(undocumentedAt: encoder.codingPath) }
    var container = encoder.singleValueContainer()
    try container.encode(rawValue)
  }
}
