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
    if let text = try? decode(String.self, forKey: key) {
      if text.isEmpty { return nil }
      guard let value = Value(text) else {
        throw DecodingError.dataCorruptedError(
          forKey: key, in: self, debugDescription: "neither a number nor one in a string")
      }
      return value
    }
    return try decode(Value.self, forKey: key)
  }

  private func flag(_ key: Key) throws -> Bool? {
    guard contains(key), try !decodeNil(forKey: key) else { return nil }
    if let number = try? decode(Int64.self, forKey: key) { return number != 0 }
    return try decode(Bool.self, forKey: key)
  }

  private func present<Value>(_ value: Value?, _ key: Key) throws -> Value {
    guard let value else {
      throw DecodingError.keyNotFound(key, .init(codingPath: codingPath, debugDescription: "is missing or empty"))
    }
    return value
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
