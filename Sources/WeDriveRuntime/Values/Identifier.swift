/// A string or number with a type of its own, so that two kinds cannot be mixed up.
public protocol Identifier: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible
where RawValue: Codable & Hashable & Sendable {
  init(rawValue: RawValue)
}

extension Identifier {
  public init(_ rawValue: RawValue) { self.init(rawValue: rawValue) }

  public var description: String { "\(rawValue)" }

  public init(from decoder: any Decoder) throws {
    self.init(rawValue: try decoder.singleValueContainer().decode(RawValue.self))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(rawValue)
  }
}

/// An identifier over a string; a literal makes one.
public protocol StringIdentifier: Identifier, ExpressibleByStringLiteral where RawValue == String {}

extension StringIdentifier {
  public init(stringLiteral value: String) { self.init(rawValue: value) }
}

/// An identifier over a number; a literal makes one.
public protocol IntegerIdentifier: Identifier, ExpressibleByIntegerLiteral where RawValue == UInt64 {
}

extension IntegerIdentifier {
  public init(integerLiteral value: UInt64) { self.init(rawValue: value) }
}

/// A string identifier that grants something to whoever holds it: its value is never printed.
public protocol SecretIdentifier: StringIdentifier, CustomDebugStringConvertible, CustomReflectable {}

extension SecretIdentifier {
  public var description: String { "\(Self.self)(redacted)" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: []) }

  public func encode(to encoder: any Encoder) throws {
    EncodingAside.current?.note(secret: rawValue)
    var container = encoder.singleValueContainer()
    try container.encode(rawValue)
  }
}

/// A string that is never printed.
public struct Secret: SecretIdentifier {
  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }
}
