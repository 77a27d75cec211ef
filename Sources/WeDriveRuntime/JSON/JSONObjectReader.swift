/// Reads the members of an object.
///
/// Fields are asked for in the order in which a type declares them, and mostly stand in that order, too: each is looked for
/// from behind the last one that was found so. Of members with one name the first is read.
final class JSONObjectReader<Key: CodingKey>: KeyedDecodingContainerProtocol {
  private let document: JSONDocument
  private let object: Int
  /// The name of the first member that was not found in order.
  private var start: Int
  /// The value that was found last.
  private var found: Int
  /// All values by their names, for an object with so much in it that looking for each would take too long.
  private lazy var values = Dictionary(
    document.members(of: object).map { (document.text(of: $0.name), $0.value) }, uniquingKeysWith: { first, _ in first }
  )

  init(_ document: JSONDocument, _ object: Int) {
    self.document = document
    self.object = object
    start = object + 1
    found = object
  }

  var codingPath: [any CodingKey] { document.path(to: object) }

  /// Each name once.
  var allKeys: [Key] {
    var names: Set<String> = []
    return document.members(of: object).map { document.text(of: $0.name) }.filter { names.insert($0).inserted }
      .compactMap(Key.init(stringValue:))
  }

  /// The value of a member; nil where there is none.
  private func find(_ key: Key) -> Int? {
    var name = key.stringValue
    let end = document.tokens[object].next
    if end - object > 512 { return values[name] }
    return name.withUTF8 { name in
      if found != object, matches(found - 1, name) { return found }
      guard let member = first(name, from: start, to: end) ?? first(name, from: object + 1, to: start) else {
        return nil
      }
      found = member + 1
      if member == start { start = document.tokens[found].next }
      return found
    }
  }

  @inline(__always) private func first(_ name: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) -> Int? {
    var member = start
    while member < end {
      if matches(member, name) { return member }
      member = document.tokens[member + 1].next
    }
    return nil
  }

  @inline(__always) private func matches(_ member: Int, _ name: UnsafeBufferPointer<UInt8>) -> Bool {
    let token = document.tokens[member]
    if token.hasEscapes { return document.text(of: member).utf8.elementsEqual(name) }
    guard token.end - token.start == name.count else { return false }
    return document.bytes.withUnsafeBufferPointer { bytes in
      for index in name.indices where bytes[token.start + index] != name[index] { return false }
      return true
    }
  }

  private func value(_ key: Key) throws -> Int {
    guard let value = find(key) else {
      throw DecodingError.keyNotFound(key, .init(codingPath: codingPath, debugDescription: "is missing"))
    }
    return value
  }

  private func reader(_ key: Key) throws -> JSONReader { JSONReader(document: document, value: try value(key)) }

  private func valueIfPresent(_ key: Key) -> Int? {
    guard let value = find(key), document.tokens[value].kind != .null else { return nil }
    return value
  }

  func contains(_ key: Key) -> Bool { find(key) != nil }
  func decodeNil(forKey key: Key) throws -> Bool { try reader(key).decodeNil() }

  @inline(__always) func decode<T: JSONScalar>(_ type: T.Type, forKey key: Key) throws -> T {
    try T(document, value(key))
  }

  func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T { try reader(key).decode(type) }

  func decodeIfPresent<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T? {
    guard let value = valueIfPresent(key) else { return nil }
    return try document.decode(type, at: value)
  }

  func nestedContainer<Nested>(keyedBy type: Nested.Type, forKey key: Key) throws -> KeyedDecodingContainer<Nested> {
    try reader(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try reader(key).unkeyedContainer()
  }

  func superDecoder() throws -> any Decoder {
    guard let value = document.member("super", of: object) else {
      throw DecodingError.valueNotFound(
        (any Decoder).self, .init(codingPath: codingPath, debugDescription: "has no super"))
    }
    return JSONReader(document: document, value: value)
  }

  func superDecoder(forKey key: Key) throws -> any Decoder { try reader(key) }
}

// The standard library has its own for each of these types, which looks a member up three times; a generic one does not take
// their place.
extension JSONObjectReader {
  @inline(__always) private func scalar<T: JSONScalar>(_ key: Key) throws -> T? {
    guard let value = valueIfPresent(key) else { return nil }
    return try T(document, value)
  }

  func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? { try scalar(key) }
  func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? { try scalar(key) }
  func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? { try scalar(key) }
  func decodeIfPresent(_ type: Float.Type, forKey key: Key) throws -> Float? { try scalar(key) }
  func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? { try scalar(key) }
  func decodeIfPresent(_ type: Int8.Type, forKey key: Key) throws -> Int8? { try scalar(key) }
  func decodeIfPresent(_ type: Int16.Type, forKey key: Key) throws -> Int16? { try scalar(key) }
  func decodeIfPresent(_ type: Int32.Type, forKey key: Key) throws -> Int32? { try scalar(key) }
  func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? { try scalar(key) }
  func decodeIfPresent(_ type: UInt.Type, forKey key: Key) throws -> UInt? { try scalar(key) }
  func decodeIfPresent(_ type: UInt8.Type, forKey key: Key) throws -> UInt8? { try scalar(key) }
  func decodeIfPresent(_ type: UInt16.Type, forKey key: Key) throws -> UInt16? { try scalar(key) }
  func decodeIfPresent(_ type: UInt32.Type, forKey key: Key) throws -> UInt32? { try scalar(key) }
  func decodeIfPresent(_ type: UInt64.Type, forKey key: Key) throws -> UInt64? { try scalar(key) }
}
