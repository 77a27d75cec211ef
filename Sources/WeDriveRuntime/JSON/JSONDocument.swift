/// JSON that was read once: its bytes, and where in them each name and value stands.
///
/// Everything that is asked of a reply is read from here: the members of its envelope, the values at a path, what is
/// decoded. Nothing but the bytes and the places is kept, so that a long listing costs little before it is decoded.
package final class JSONDocument: Sendable {
  /// Why bytes are not JSON.
  package struct Malformed: Error, Equatable {
    package let reason: String
    /// Where, in bytes from the start; nil where it is not about one place.
    package var offset: Int?
  }

  /// How deep objects and arrays may lie in each other: about as deep as Foundation's decoder goes.
  static let deepest = 500

  let bytes: [UInt8]
  /// Names and values in the order in which they stand, each container before what is in it. A value is known by its
  /// index among them; the outermost one's is 0.
  let tokens: [JSONToken]

  /// Reads any value.
  package init(_ bytes: [UInt8]) throws(Malformed) {
    tokens = try JSONTokenizer.tokens(of: bytes)
    self.bytes = bytes
  }

  /// Reads an object none of whose own members stands twice.
  package convenience init(object bytes: [UInt8]) throws(Malformed) {
    guard !bytes.isEmpty else { throw Malformed(reason: "is empty") }
    if let first = bytes.firstIndex(where: { !JSONTokenizer.isSpace($0) }), bytes[first] != UInt8(ascii: "{") {
      throw Malformed(reason: "is not a JSON object", offset: first)
    }
    try self.init(bytes)
    var names: Set<String> = []
    for member in members(of: 0) where !names.insert(text(of: member.name)).inserted {
      throw Malformed(reason: "has a member twice", offset: tokens[member.name].start)
    }
  }

  /// Where a value stands; a text with its quotes.
  func range(of value: Int) -> Range<Int> {
    let token = tokens[value]
    let quote = token.kind == .text ? 1 : 0
    return token.start - quote..<token.end + quote
  }

  /// What a value is.
  package func kind(of value: Int) -> JSONToken.Kind { tokens[value].kind }

  /// The value of an object's member, by default of the outermost object's.
  func member(_ name: String, of object: Int = 0) -> Int? {
    members(of: object).first { text(of: $0.name) == name }?.value
  }
}

/// A name or value of a document.
package struct JSONToken: Sendable {
  package enum Kind: UInt8, Sendable {
    case object, list, text, number, `true`, `false`, null
    /// Of a member, whose value follows.
    case name
  }

  var kind: Kind
  /// Whether a text or name has to be read character by character.
  var hasEscapes = false
  private let first: UInt32
  private var last: UInt32 = 0
  private var following: UInt32 = 0

  init(_ kind: Kind, start: Int) {
    self.kind = kind
    first = UInt32(truncatingIfNeeded: start)
  }

  /// Where it starts; a text or name behind its quote.
  var start: Int { Int(first) }
  /// Where it has ended; a text or name before its quote.
  var end: Int { Int(last) }
  /// The index of the token behind it and all that is in it.
  var next: Int { Int(following) }

  /// Whether it is null or a text without characters.
  var isEmpty: Bool { kind == .null || kind == .text && first == last }

  mutating func close(end: Int, next: Int) {
    last = UInt32(truncatingIfNeeded: end)
    following = UInt32(truncatingIfNeeded: next)
  }
}

// MARK: - Ways through a document

extension JSONDocument {
  /// The names and values of an object's members, in order; none of another value.
  package func members(of object: Int) -> some Sequence<(name: Int, value: Int)> {
    let token = tokens[object]
    let first = token.kind == .object ? object + 1 : token.next
    return sequence(state: first) { [tokens] next in
      guard next < token.next else { return nil }
      defer { next = tokens[next + 1].next }
      return (next, next + 1)
    }
  }

  /// The elements of a list, in order; none of another value.
  package func elements(of list: Int) -> some Sequence<Int> {
    let token = tokens[list]
    let first = token.kind == .list ? list + 1 : token.next
    return sequence(state: first) { [tokens] next in
      guard next < token.next else { return nil }
      defer { next = tokens[next].next }
      return next
    }
  }

  /// The names and indices that lead to a value. Found by going there from the start, so that decoding keeps no account
  /// of where it is.
  func path(to value: Int) -> [any CodingKey] {
    var path: [any CodingKey] = []
    var container = 0
    while container != value {
      if let member = members(of: container).first(where: { value < tokens[$0.value].next }) {
        path.append(AnyCodingKey(text(of: member.name)))
        container = member.value
      } else if let element = elements(of: container).enumerated().first(where: { value < tokens[$0.element].next }) {
        path.append(AnyCodingKey(element.offset))
        container = element.element
      } else {
        return path
      }
    }
    return path
  }

  /// The value to which names and indices lead; nil where there is none.
  func value(at path: some Sequence<any CodingKey>) -> Int? {
    path.reduce(Int?(0)) { value, key in
      guard let value else { return nil }
      guard let index = key.intValue else { return member(key.stringValue, of: value) }
      return elements(of: value).dropFirst(index).first { _ in true }
    }
  }

  /// The values at a path, in all elements of the lists on it, in order.
  func values(along path: [any CodingKey]) -> [Int] {
    path.reduce([0]) { values, key in
      values.flatMap { value in
        key.intValue == nil
          ? members(of: value).filter { text(of: $0.name) == key.stringValue }.map(\.value)
          : Array(elements(of: value))
      }
    }
  }
}

/// The name of any member of a JSON object, or the index of an element.
package struct AnyCodingKey: CodingKey {
  package let stringValue: String
  package let intValue: Int?

  init(_ index: Int) { (stringValue, intValue) = ("Index \(index)", index) }
  init(_ name: String) { (stringValue, intValue) = (name, nil) }
  package init?(stringValue: String) { self.init(stringValue) }
  package init?(intValue: Int) { nil }
}
