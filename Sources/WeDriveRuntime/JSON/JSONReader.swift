#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension JSONDocument {
  /// A value of the document, by default the outermost one, read into a type.
  ///
  /// - Throws: `DecodingError` with the path from the outermost value on.
  package func decode<Value: Decodable>(_ type: Value.Type, at value: Int = 0) throws -> Value {
    try JSONReader(document: self, value: value).decode(type)
  }
}

/// Reads one value of a document. Small enough to be passed on without being allocated.
struct JSONReader: Decoder, SingleValueDecodingContainer {
  let document: JSONDocument
  let value: Int

  var kind: JSONToken.Kind { document.tokens[value].kind }
  var codingPath: [any CodingKey] { document.path(to: value) }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard kind == .object else { throw document.mismatch([String: Any].self, value) }
    return KeyedDecodingContainer(JSONObjectReader(document, value))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard kind == .list else { throw document.mismatch([Any].self, value) }
    return JSONListReader(document, value)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { self }

  func decodeNil() -> Bool { kind == .null }

  @inline(__always) func decode<T: JSONScalar>(_ type: T.Type) throws -> T { try T(document, value) }

  func decode<T: Decodable>(_ type: T.Type) throws -> T {
    if type == URL.self || type == Data.self || type == Decimal.self { return try foundation(type) }
    return try T(from: self)
  }

  /// A value of a type that Foundation's coders write in a form of JSON's own.
  private func foundation<T>(_ type: T.Type) throws -> T {
    let read: Any?
    if type == Decimal.self {
      guard kind == .number else { throw document.mismatch(type, value) }
      read = Decimal(string: document.text(of: value))
    } else {
      let text = try decode(String.self)
      read = type == URL.self ? URL(string: text) : Base64.decode(text).map { Data($0) }
    }
    guard let read = read as? T else {
      throw DecodingError.dataCorruptedError(in: self, debugDescription: "has a value that does not fit")
    }
    return read
  }
}

/// Reads the elements of a list, one after another.
private struct JSONListReader: UnkeyedDecodingContainer {
  private let document: JSONDocument
  private let list: Int
  private var next: Int
  private(set) var currentIndex = 0

  init(_ document: JSONDocument, _ list: Int) {
    self.document = document
    self.list = list
    next = list + 1
  }

  var codingPath: [any CodingKey] { document.path(to: list) }
  var count: Int? { document.elements(of: list).reduce(0) { count, _ in count + 1 } }
  var isAtEnd: Bool { next >= document.tokens[list].next }

  /// Reads the next element, and goes on behind it unless that fails.
  @inline(__always) private mutating func take<T>(_ read: (JSONReader) throws -> T) throws -> T {
    guard !isAtEnd else {
      let path = codingPath + [AnyCodingKey(currentIndex)]
      throw DecodingError.valueNotFound(T.self, .init(codingPath: path, debugDescription: "is not in the list"))
    }
    let result = try read(JSONReader(document: document, value: next))
    next = document.tokens[next].next
    currentIndex += 1
    return result
  }

  mutating func decodeNil() throws -> Bool {
    guard !isAtEnd, document.tokens[next].kind == .null else { return false }
    return try take { $0.decodeNil() }
  }

  mutating func decode<T: JSONScalar>(_ type: T.Type) throws -> T { try take { try $0.decode(type) } }
  mutating func decode<T: Decodable>(_ type: T.Type) throws -> T { try take { try $0.decode(type) } }

  mutating func nestedContainer<Key>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    try take { try $0.container(keyedBy: type) }
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try take { try $0.unkeyedContainer() }
  }
  mutating func superDecoder() throws -> any Decoder { try take { $0 } }
}
