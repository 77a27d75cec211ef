/// How a reply says it went: the errcode and the words beside it, found without decoding the rest.
///
/// A reply is decoded once, into its own type. This only walks over its outermost members, so that a page of a
/// thousand files costs little more than one pass over its bytes.
package struct ReplyEnvelope: Sendable, Equatable {
  /// The errcode; nil where the reply has none.
  package var code: Int?
  package var message: String?

  /// Why a reply is not a JSON object.
  package struct Malformed: Error {
    package let reason: String
  }

  /// - Throws: ``Malformed`` if the bytes are not one JSON object, well formed as far as brackets and strings go.
  package init(_ bytes: [UInt8], codeField: String, messageField: String) throws(Malformed) {
    var scanner = JSONScanner(bytes)
    try scanner.expect("{", or: "is not a JSON object")
    if scanner.take("}") {
      try scanner.end()
      return
    }
    repeat {
      let name = try scanner.string()
      try scanner.expect(":", or: "has a member without a value")
      let value = try scanner.value()
      if name.elementsEqual(codeField.utf8) {
        code = try Self.integer(bytes[value])
      } else if name.elementsEqual(messageField.utf8) {
        message = Self.text(bytes[value])
      }
    } while scanner.take(",")
    try scanner.expect("}", or: "breaks off")
    try scanner.end()
  }

  /// A number, also one in a string.
  private static func integer(_ bytes: ArraySlice<UInt8>) throws(Malformed) -> Int? {
    let text = String(decoding: bytes, as: UTF8.self).trimming("\"")
    if text == "null" { return nil }
    guard let code = Int(text) else { throw Malformed(reason: "has an errcode that is not a number") }
    return code
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String? {
    guard bytes.first == UInt8(ascii: "\"") else { return nil }
    // Escapes other than quotes do not matter in words that only people read.
    return String(decoding: bytes.dropFirst().dropLast(), as: UTF8.self).replacing("\\\"", with: "\"")
  }
}

/// Walks over JSON without building anything.
private struct JSONScanner {
  private let bytes: [UInt8]
  private var index = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    // A byte order mark is not JSON, but harmless.
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
  }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard index < bytes.count, bytes[index] == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }

  mutating func expect(_ character: Unicode.Scalar, or reason: String) throws(ReplyEnvelope.Malformed) {
    guard take(character) else { throw ReplyEnvelope.Malformed(reason: bytes.isEmpty ? "is empty" : reason) }
  }

  mutating func end() throws(ReplyEnvelope.Malformed) {
    skipSpace()
    guard index == bytes.count else { throw ReplyEnvelope.Malformed(reason: "goes on after its end") }
  }

  /// The bytes of a string between its quotes.
  mutating func string() throws(ReplyEnvelope.Malformed) -> ArraySlice<UInt8> {
    try expect("\"", or: "has a member without a name")
    let start = index
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\""):
        index += 1
        return bytes[start..<(index - 1)]
      case UInt8(ascii: "\\"): index += 2
      default: index += 1
      }
    }
    throw ReplyEnvelope.Malformed(reason: "breaks off")
  }

  /// Where the value that follows stands.
  mutating func value() throws(ReplyEnvelope.Malformed) -> Range<Int> {
    skipSpace()
    let start = index
    var depth = 0
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\""):
        _ = try string()
        if depth == 0 { return start..<index }
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        index += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if depth == 0 { return try literal(from: start) }
        depth -= 1
        index += 1
        if depth == 0 { return start..<index }
      case UInt8(ascii: ","), 0x20, 0x09, 0x0A, 0x0D:
        if depth == 0 { return try literal(from: start) }
        index += 1
      default: index += 1
      }
    }
    throw ReplyEnvelope.Malformed(reason: "breaks off")
  }

  private func literal(from start: Int) throws(ReplyEnvelope.Malformed) -> Range<Int> {
    guard start < index else { throw ReplyEnvelope.Malformed(reason: "has a member without a value") }
    return start..<index
  }

  private mutating func skipSpace() {
    while index < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) { index += 1 }
  }
}

extension String {
  fileprivate func trimming(_ character: Character) -> String {
    guard count >= 2, first == character, last == character else { return self }
    return String(dropFirst().dropLast())
  }
}
