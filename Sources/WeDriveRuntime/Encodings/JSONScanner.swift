#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Walks over JSON without building anything, and refuses what is not JSON.
///
/// Valid only as long as the buffer it was made with. UTF-8 is not looked at.
package struct JSONScanner {
  /// Why bytes are not JSON.
  package struct Malformed: Error, Equatable {
    package let reason: String
    /// Where, in bytes from the start; nil where it is not about one place.
    package var offset: Int?
  }

  /// How deep objects and arrays may lie in each other: about as deep as Foundation's decoder goes.
  static let deepest = 500

  private let bytes: UnsafeBufferPointer<UInt8>
  private var index = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  private func malformed(_ reason: String) -> Malformed { Malformed(reason: reason, offset: index) }

  /// Goes over white space and `character`, if that comes next.
  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard next() == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }

  /// Goes over white space and `character`.
  mutating func expect(_ character: Unicode.Scalar, or reason: String) throws(Malformed) {
    guard take(character) else { throw malformed(next() == nil ? "breaks off" : reason) }
  }

  /// What stands somewhere, escapes and all.
  func text(_ range: Range<Int>) -> String {
    String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
  }

  /// The name that stands somewhere, without its escapes: names are compared unescaped, as every decoder does.
  func name(_ range: Range<Int>) -> String {
    guard bytes[range].contains(UInt8(ascii: "\\")) else { return text(range) }
    let quoted = Data("\"\(text(range))\"".utf8)
    return (try? JSONDecoder().decode(String.self, from: quoted)) ?? text(range)
  }

  /// Whether a text is nothing but a number.
  static func isNumber(_ text: String) -> Bool {
    Array(text.utf8).withUnsafeBufferPointer { bytes in
      var scanner = JSONScanner(bytes)
      return scanner.number() && scanner.index == bytes.count
    }
  }

  /// Goes over a value and finds the values at a path below it; as deep as the path is long.
  mutating func places(_ path: ArraySlice<JSONStep>, _ found: (Range<Int>) -> Void) throws(Malformed) {
    guard let step = path.first else {
      found(try value())
      return
    }
    switch (step, next()) {
    case (.member(let wanted), UInt8(ascii: "{")):
      index += 1
      if take("}") { return }
      repeat {
        let name = name(try string())
        try expect(":", or: "has a member without a value")
        if name == wanted { try places(path.dropFirst(), found) } else { _ = try value() }
      } while take(",")
      try expect("}", or: "has brackets that do not match")
    case (.element, UInt8(ascii: "[")):
      index += 1
      if take("]") { return }
      repeat { try places(path.dropFirst(), found) } while take(",")
      try expect("]", or: "has brackets that do not match")
    default:
      _ = try value()
    }
  }

  /// Whether a value that starts with the byte is a number.
  static func startsNumber(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "-") || byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  /// Goes over white space to the end.
  mutating func end() throws(Malformed) {
    guard next() == nil else { throw malformed("goes on after its end") }
  }

  /// Goes over a string, and says where it stands between its quotes.
  mutating func string() throws(Malformed) -> Range<Int> {
    try expect("\"", or: "has a member without a name")
    let start = index
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\""):
        index += 1
        return start..<(index - 1)
      case UInt8(ascii: "\\"):
        try escape()
      case 0..<0x20:
        throw malformed("has a control character in a string")
      default:
        index += 1
      }
    }
    throw malformed("breaks off")
  }

  /// Goes over a value of any kind, and says where it stands.
  mutating func value() throws(Malformed) -> Range<Int> {
    let first = next()
    let start = index
    switch first {
    case UInt8(ascii: "{"), UInt8(ascii: "["): try container()
    case UInt8(ascii: "\""): _ = try string()
    case nil: throw malformed("breaks off")
    default: try literal()
    }
    return start..<index
  }

  /// Goes over an object or array and all that is in it, without recursion: the sender chooses the depth.
  private mutating func container() throws(Malformed) {
    var closings: [Unicode.Scalar] = []
    repeat {
      // A value is due, or the end of a container that was only just opened.
      if take("{") {
        closings.append("}")
        guard closings.count <= Self.deepest else { throw malformed("is nested too deeply") }
        if next() != UInt8(ascii: "}") {
          try name()
          continue
        }
      } else if take("[") {
        closings.append("]")
        guard closings.count <= Self.deepest else { throw malformed("is nested too deeply") }
        if next() != UInt8(ascii: "]") { continue }
      } else if next() == UInt8(ascii: "\"") {
        _ = try string()
      } else {
        try literal()
      }
      while let closing = closings.last {
        if take(",") {
          if closing == "}" { try name() }
          break
        }
        try expect(closing, or: "has brackets that do not match")
        closings.removeLast()
      }
    } while !closings.isEmpty
  }

  private mutating func name() throws(Malformed) {
    _ = try string()
    try expect(":", or: "has a member without a value")
  }

  private mutating func escape() throws(Malformed) {
    let kind = index + 1 < bytes.count ? bytes[index + 1] : 0
    switch kind {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"), UInt8(ascii: "u"):
      index += 2
    default:
      throw malformed(index + 1 < bytes.count ? "has an escape that JSON does not know" : "breaks off")
    }
  }

  /// `true`, `false`, `null` or a number.
  private mutating func literal() throws(Malformed) {
    let first = next()
    let start = index
    let isKnown =
      switch first {
      case UInt8(ascii: "t"): word("true")
      case UInt8(ascii: "f"): word("false")
      case UInt8(ascii: "n"): word("null")
      default: number()
      }
    guard isKnown else { throw Malformed(reason: "has a value that is not JSON", offset: start) }
  }

  private mutating func word(_ word: StaticString) -> Bool {
    let end = index + word.utf8CodeUnitCount
    guard end <= bytes.count else { return false }
    for offset in 0..<word.utf8CodeUnitCount where bytes[index + offset] != word.utf8Start[offset] { return false }
    index = end
    return true
  }

  private mutating func number() -> Bool {
    _ = skip(UInt8(ascii: "-"))
    let leadsWithZero = index < bytes.count && bytes[index] == UInt8(ascii: "0")
    let whole = digits()
    guard whole > 0, whole == 1 || !leadsWithZero else { return false }
    if skip(UInt8(ascii: ".")) {
      guard digits() > 0 else { return false }
    }
    if skip(UInt8(ascii: "e")) || skip(UInt8(ascii: "E")) {
      if !skip(UInt8(ascii: "-")) { _ = skip(UInt8(ascii: "+")) }
      guard digits() > 0 else { return false }
    }
    return true
  }

  private mutating func digits() -> Int {
    let start = index
    while index < bytes.count, bytes[index] >= UInt8(ascii: "0"), bytes[index] <= UInt8(ascii: "9") { index += 1 }
    return index - start
  }

  private mutating func skip(_ byte: UInt8) -> Bool {
    guard index < bytes.count, bytes[index] == byte else { return false }
    index += 1
    return true
  }

  /// The next byte that is not white space, which stays where it is.
  private mutating func next() -> UInt8? {
    while index < bytes.count {
      switch bytes[index] {
      case 0x20, 0x09, 0x0A, 0x0D: index += 1
      case let byte: return byte
      }
    }
    return nil
  }
}
