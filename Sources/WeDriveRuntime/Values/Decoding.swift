// How generated models read replies: tolerant where the catalog says so, exact everywhere else. What a property tolerates
// stands before it as an attribute. Synthesized decoding asks its container for the attribute's type, and so finds the
// functions below in place of the standard library's.

/// A list, or an object of nothing but lists, that is empty where a reply leaves it out or says `null`.
@propertyWrapper
public struct EmptyIfMissing<Value: Codable & Sendable>: Codable, Sendable {
  /// The list or object.
  public var wrappedValue: Value

  /// Wraps a list or object.
  public init(wrappedValue: Value) { self.wrappedValue = wrappedValue }

  /// Reads it where it is known to be there.
  public init(from decoder: any Decoder) throws { wrappedValue = try Value(from: decoder) }

  /// Writes it, empty or not.
  public func encode(to encoder: any Encoder) throws { try wrappedValue.encode(to: encoder) }
}

/// An object of nothing but lists, which can be empty.
public protocol ListsOnly: Codable, Sendable {
  /// Starts with nothing in it.
  init()
}

/// A number, or an identifier over one, that may arrive as a string. An empty string is no number.
@propertyWrapper
public struct AcceptsString<Value: Codable & Sendable>: Codable, Sendable {
  /// The number.
  public var wrappedValue: Value

  /// Wraps a number.
  public init(wrappedValue: Value) { self.wrappedValue = wrappedValue }

  /// Reads it where it can only be a number.
  public init(from decoder: any Decoder) throws { wrappedValue = try Value(from: decoder) }

  /// Writes a number.
  public func encode(to encoder: any Encoder) throws { try wrappedValue.encode(to: encoder) }
}

/// A bool that may arrive as a number, of which only 0 is false.
@propertyWrapper
public struct AcceptsNumber<Value: Codable & Sendable>: Codable, Sendable {
  /// The bool.
  public var wrappedValue: Value

  /// Wraps a bool.
  public init(wrappedValue: Value) { self.wrappedValue = wrappedValue }

  /// Reads it where it can only be a bool.
  public init(from decoder: any Decoder) throws { wrappedValue = try Value(from: decoder) }

  /// Writes a bool.
  public func encode(to encoder: any Encoder) throws { try wrappedValue.encode(to: encoder) }
}

// MARK: - What synthesized decoding finds

extension KeyedDecodingContainer {
  /// A list; an absent one and `null` are empty.
  public func decode<Element>(
    _ type: EmptyIfMissing<[Element]>.Type, forKey key: Key
  ) throws -> EmptyIfMissing<[Element]> {
    EmptyIfMissing(wrappedValue: try decodeIfPresent([Element].self, forKey: key) ?? [])
  }

  /// An object of lists; an absent one and `null` are empty.
  public func decode<Value: ListsOnly>(
    _ type: EmptyIfMissing<Value>.Type, forKey key: Key
  ) throws -> EmptyIfMissing<Value> {
    EmptyIfMissing(wrappedValue: try decodeIfPresent(Value.self, forKey: key) ?? Value())
  }

  /// A number that may arrive as a string.
  public func decode<Value: FixedWidthInteger>(
    _ type: AcceptsString<Value?>.Type, forKey key: Key
  ) throws -> AcceptsString<Value?> {
    AcceptsString(wrappedValue: try number(key))
  }

  /// An identifier over a number that may arrive as a string.
  public func decode<Value: IntegerIdentifier>(
    _ type: AcceptsString<Value?>.Type, forKey key: Key
  ) throws -> AcceptsString<Value?> {
    AcceptsString(wrappedValue: try number(key).map(Value.init(rawValue:)))
  }

  /// A number that must be there and may arrive as a string.
  public func decode<Value: FixedWidthInteger>(
    _ type: AcceptsString<Value>.Type, forKey key: Key
  ) throws -> AcceptsString<Value> {
    AcceptsString(wrappedValue: try present(number(key), key))
  }

  /// An identifier over a number that must be there and may arrive as a string.
  public func decode<Value: IntegerIdentifier>(
    _ type: AcceptsString<Value>.Type, forKey key: Key
  ) throws -> AcceptsString<Value> {
    AcceptsString(wrappedValue: Value(rawValue: try present(number(key), key)))
  }

  /// A bool that may arrive as a number.
  public func decode(_ type: AcceptsNumber<Bool?>.Type, forKey key: Key) throws -> AcceptsNumber<Bool?> {
    AcceptsNumber(wrappedValue: try flag(key))
  }

  /// A bool that must be there and may arrive as a number.
  public func decode(_ type: AcceptsNumber<Bool>.Type, forKey key: Key) throws -> AcceptsNumber<Bool> {
    AcceptsNumber(wrappedValue: try present(flag(key), key))
  }

  private func number<Value: FixedWidthInteger & Decodable>(_ key: Key) throws -> Value? {
    guard contains(key), try !decodeNil(forKey: key) else { return nil }
    guard let text = try scalar(String.self, .text, key) else { return try decode(Value.self, forKey: key) }
    if text.isEmpty { return nil }
    guard let value = Value(text) else {
      throw DecodingError.dataCorruptedError(
        forKey: key, in: self, debugDescription: "neither a number nor one in a string")
    }
    return value
  }

  private func flag(_ key: Key) throws -> Bool? {
    guard contains(key), try !decodeNil(forKey: key) else { return nil }
    return try scalar(Int64.self, .number, key).map { $0 != 0 } ?? decode(Bool.self, forKey: key)
  }

  /// A value if it has that type. A reply's reader is asked first: to try and fail costs an error and the path to it.
  private func scalar<Value: Decodable>(_ type: Value.Type, _ kind: JSONToken.Kind, _ key: Key) throws -> Value? {
    if let reader = try superDecoder(forKey: key) as? JSONReader, reader.kind != kind { return nil }
    return try? decode(type, forKey: key)
  }

  private func present<Value>(_ value: Value?, _ key: Key) throws -> Value {
    guard let value else {
      throw DecodingError.keyNotFound(key, .init(codingPath: codingPath, debugDescription: "is missing or empty"))
    }
    return value
  }
}

// Identifiers and values of open enums are read as what they are made of, without a decoder of their own for each.
extension KeyedDecodingContainer {
  /// An identifier over a string.
  @inlinable public func decode<Value: StringIdentifier>(_ type: Value.Type, forKey key: Key) throws -> Value {
    Value(rawValue: try decode(String.self, forKey: key))
  }

  /// An identifier over a string; nil for an absent one and `null`.
  @inlinable public func decodeIfPresent<Value: StringIdentifier>(_ type: Value.Type, forKey key: Key) throws -> Value?
  {
    guard let value = try decodeIfPresent(String.self, forKey: key) else { return nil }
    return Value(rawValue: value)
  }

  /// A ticket, with the time at which it was issued.
  public func decode<Value: Ticket>(_ type: Value.Type, forKey key: Key) throws -> Value {
    Value(rawValue: try decode(String.self, forKey: key), history: TicketHistory(issued: TicketHistory.issueTime))
  }

  /// A ticket, with the time at which it was issued; nil for an absent one and `null`.
  public func decodeIfPresent<Value: Ticket>(_ type: Value.Type, forKey key: Key) throws -> Value? {
    try decodeIfPresent(String.self, forKey: key).map {
      Value(rawValue: $0, history: TicketHistory(issued: TicketHistory.issueTime))
    }
  }

  /// An identifier over a number.
  @inlinable public func decode<Value: IntegerIdentifier>(_ type: Value.Type, forKey key: Key) throws -> Value {
    Value(rawValue: try decode(UInt64.self, forKey: key))
  }

  /// An identifier over a number; nil for an absent one and `null`.
  @inlinable public func decodeIfPresent<Value: IntegerIdentifier>(_ type: Value.Type, forKey key: Key) throws -> Value?
  {
    guard let value = try decodeIfPresent(UInt64.self, forKey: key) else { return nil }
    return Value(rawValue: value)
  }

  /// An enum over a string.
  @inlinable public func decode<Value: OpenEnum>(
    _ type: Value.Type, forKey key: Key
  ) throws -> Value where Value.RawValue == String {
    Value(rawValue: try decode(String.self, forKey: key))
  }

  /// An enum over a string; nil for an absent one and `null`.
  @inlinable public func decodeIfPresent<Value: OpenEnum>(
    _ type: Value.Type, forKey key: Key
  ) throws -> Value? where Value.RawValue == String {
    guard let value = try decodeIfPresent(String.self, forKey: key) else { return nil }
    return Value(rawValue: value)
  }

  /// An enum over a number.
  @inlinable public func decode<Value: OpenEnum>(
    _ type: Value.Type, forKey key: Key
  ) throws -> Value where Value.RawValue == UInt32 {
    Value(rawValue: try decode(UInt32.self, forKey: key))
  }

  /// An enum over a number; nil for an absent one and `null`.
  @inlinable public func decodeIfPresent<Value: OpenEnum>(
    _ type: Value.Type, forKey key: Key
  ) throws -> Value? where Value.RawValue == UInt32 {
    guard let value = try decodeIfPresent(UInt32.self, forKey: key) else { return nil }
    return Value(rawValue: value)
  }
}

// MARK: - What synthesized encoding finds

extension KeyedEncodingContainer {
  /// A number, unless there is none.
  public mutating func encode<Value>(_ value: AcceptsString<Value?>, forKey key: Key) throws {
    try encodeIfPresent(value.wrappedValue, forKey: key)
  }

  /// A bool, unless there is none.
  public mutating func encode(_ value: AcceptsNumber<Bool?>, forKey key: Key) throws {
    try encodeIfPresent(value.wrappedValue, forKey: key)
  }
}
