/// A string or number with a type of its own, so that two kinds cannot be mixed up.
///
/// It is read and written as its bare value: a field of a reply is read without asking the type's own `init(from:)`.
public protocol Identifier: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible
where RawValue: Codable & Hashable & Sendable {
  /// Makes the identifier with that value. Any will do: the service decides what exists.
  init(rawValue: RawValue)
}

extension Identifier {
  /// Makes the identifier with that value.
  public init(_ rawValue: RawValue) { self.init(rawValue: rawValue) }

  /// The value.
  public var description: String { "\(rawValue)" }

  /// Reads the bare value.
  public init(from decoder: any Decoder) throws {
    self.init(rawValue: try decoder.singleValueContainer().decode(RawValue.self))
  }

  /// Writes the bare value.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(rawValue)
  }
}

/// An identifier over a string; a literal makes one.
public protocol StringIdentifier: Identifier, ExpressibleByStringLiteral where RawValue == String {}

extension StringIdentifier {
  /// Makes the identifier with that value.
  public init(stringLiteral value: String) { self.init(rawValue: value) }
}

/// An identifier over a number; a literal makes one.
public protocol IntegerIdentifier: Identifier, ExpressibleByIntegerLiteral where RawValue == UInt64 {
}

extension IntegerIdentifier {
  /// Makes the identifier with that value.
  public init(integerLiteral value: UInt64) { self.init(rawValue: value) }
}

/// A string identifier that grants something to its holder: its value is never printed.
public protocol SecretIdentifier: StringIdentifier, Redacted {}

extension SecretIdentifier {
  /// The type's name, and that the value is not shown.
  public var description: String { "\(Self.self)(redacted)" }

  /// Writes the bare value, and notes for the call under way that it is secret.
  public func encode(to encoder: any Encoder) throws {
    EncodingContext.current?.note(secret: rawValue, at: encoder.codingPath)
    var container = encoder.singleValueContainer()
    try container.encode(rawValue)
  }
}

/// A string that is never printed.
public struct Secret: SecretIdentifier {
  /// The string itself. Never print it.
  public let rawValue: String

  /// Wraps a string.
  public init(rawValue: String) { self.rawValue = rawValue }
}

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

/// A value that holds something secret, or something too long to print. Printing it, `debugPrint`, `dump` and a debugger
/// show its `description` and nothing else.
public protocol Redacted: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {}

extension Redacted {
  /// The same as `description`.
  public var debugDescription: String { description }
  /// Without children, so that `dump` finds none of the stored properties.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
