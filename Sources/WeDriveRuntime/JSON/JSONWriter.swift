#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Writes one value of a document: the counterpart of ``JSONReader``. Small enough to be passed on without being allocated.
///
/// Members of objects are sorted by name, so that a value always becomes the same bytes. What comes out is what Foundation's
/// encoder writes with sorted keys and slashes as they are, in a tenth of the time.
struct JSONWriter: Encoder, SingleValueEncodingContainer {
  /// The keys that lead to a value, innermost first.
  private final class Path {
    let key: any CodingKey
    let outer: Path?

    init(_ key: any CodingKey, in outer: Path?) { (self.key, self.outer) = (key, outer) }
  }

  let place: JSONPlace
  private let path: Path?

  /// The document of a value.
  ///
  /// - Throws: `EncodingError` for a number that JSON cannot express.
  static func document<Value: Encodable>(of value: Value) throws -> [UInt8] {
    let writer = JSONWriter(place: JSONPlace(), path: nil)
    try writer.encode(value)
    return writer.place.document
  }

  var codingPath: [any CodingKey] {
    var keys: [any CodingKey] = []
    var next = path
    while let path = next {
      keys.append(path.key)
      next = path.outer
    }
    return keys.reversed()
  }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  /// A writer of a member of an object, or of the next element of a list, which has no name.
  fileprivate func inner(_ key: any CodingKey, named name: String) -> JSONWriter {
    let inner = JSONWriter(place: JSONPlace(), path: Path(key, in: path))
    place.values.append((name, inner.place))
    return inner
  }

  func container<Key>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    place.content = .object
    return KeyedEncodingContainer(JSONObjectWriter(writer: self))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    place.content = .list
    return JSONListWriter(writer: self)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { self }

  func encodeNil() { place.content = .notation("null") }

  func encode<T: JSONScalar>(_ value: T) throws {
    guard let content = value.content else {
      throw EncodingError.invalidValue(
        value, .init(codingPath: codingPath, debugDescription: "is a number that JSON has no form for"))
    }
    place.content = content
  }

  func encode<T: Encodable>(_ value: T) throws {
    if T.self == URL.self || T.self == Data.self || T.self == Decimal.self {
      place.content = foundation(value)
    } else {
      try value.encode(to: self)
    }
  }

  /// A value of a type that Foundation's coders write in a form of JSON's own.
  private func foundation(_ value: Any) -> JSONPlace.Content {
    switch value {
    case let url as URL: .text(url.absoluteString)
    case let data as Data: .base64(Array(data))
    default: .notation("\(value)")
    }
  }
}

/// Writes the members of an object.
private struct JSONObjectWriter<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let writer: JSONWriter

  var codingPath: [any CodingKey] { writer.codingPath }

  private func member(_ key: any CodingKey) -> JSONWriter { writer.inner(key, named: key.stringValue) }

  func encodeNil(forKey key: Key) { member(key).encodeNil() }
  func encode<T: JSONScalar>(_ value: T, forKey key: Key) throws { try member(key).encode(value) }
  func encode<T: Encodable>(_ value: T, forKey key: Key) throws { try member(key).encode(value) }

  func nestedContainer<Nested>(keyedBy type: Nested.Type, forKey key: Key) -> KeyedEncodingContainer<Nested> {
    member(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { member(key).unkeyedContainer() }
  func superEncoder() -> any Encoder { member(AnyCodingKey("super")) }
  func superEncoder(forKey key: Key) -> any Encoder { member(key) }
}

/// Writes the elements of a list, one after another.
private struct JSONListWriter: UnkeyedEncodingContainer {
  let writer: JSONWriter

  var codingPath: [any CodingKey] { writer.codingPath }
  var count: Int { writer.place.values.count }

  private func next() -> JSONWriter { writer.inner(AnyCodingKey(count), named: "") }

  func encodeNil() { next().encodeNil() }
  func encode<T: JSONScalar>(_ value: T) throws { try next().encode(value) }
  func encode<T: Encodable>(_ value: T) throws { try next().encode(value) }

  func nestedContainer<Nested>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
    next().container(keyedBy: type)
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { next().unkeyedContainer() }
  func superEncoder() -> any Encoder { next() }
}
