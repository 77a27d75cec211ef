/// How generated models read replies: tolerant where the catalog says so, exact everywhere else.
extension KeyedDecodingContainer {
  /// A list; an absent one and `null` are empty.
  public func list<Element: Decodable>(_ type: Element.Type = Element.self, _ key: Key) throws -> [Element] {
    try decodeIfPresent([Element].self, forKey: key) ?? []
  }

  /// A number that may arrive as a string.
  public func number<Value: FixedWidthInteger & Decodable>(
    _ type: Value.Type = Value.self, orString key: Key
  ) throws -> Value? {
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

  /// An identifier over a number that may arrive as a string.
  public func number<Value: IntegerIdentifier>(_ type: Value.Type = Value.self, orString key: Key) throws -> Value? {
    try number(UInt64.self, orString: key).map(Value.init(rawValue:))
  }

  /// A number that must be there and may arrive as a string.
  public func requiredNumber<Value: FixedWidthInteger & Decodable>(
    _ type: Value.Type = Value.self, orString key: Key
  ) throws -> Value {
    try present(number(type, orString: key), key)
  }

  /// An identifier over a number that must be there and may arrive as a string.
  public func requiredNumber<Value: IntegerIdentifier>(
    _ type: Value.Type = Value.self, orString key: Key
  ) throws -> Value {
    try present(number(type, orString: key), key)
  }

  /// A bool that may arrive as a number, of which only 0 is false.
  public func flag(orNumber key: Key) throws -> Bool? {
    guard contains(key), try !decodeNil(forKey: key) else { return nil }
    if let number = try? decode(Int64.self, forKey: key) { return number != 0 }
    return try decode(Bool.self, forKey: key)
  }

  /// A bool that must be there and may arrive as a number.
  public func requiredFlag(orNumber key: Key) throws -> Bool {
    try present(flag(orNumber: key), key)
  }

  private func present<Value>(_ value: Value?, _ key: Key) throws -> Value {
    guard let value else {
      throw DecodingError.keyNotFound(key, .init(codingPath: codingPath, debugDescription: "is missing or empty"))
    }
    return value
  }
}
