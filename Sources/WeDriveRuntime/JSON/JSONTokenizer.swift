/// Finds the names and values of JSON in one pass, without recursion, and refuses what is not JSON in UTF-8.
struct JSONTokenizer {
  typealias Malformed = JSONDocument.Malformed

  private let bytes: UnsafeBufferPointer<UInt8>
  private var index = 0
  private var tokens: [JSONToken] = []
  /// The containers that are open.
  private var open: [Int] = []

  static func tokens(of bytes: [UInt8]) throws(Malformed) -> [JSONToken] {
    guard bytes.count < Int(UInt32.max) else { throw Malformed(reason: "is longer than 4 GiB") }
    return try bytes.withUnsafeBufferPointer { (bytes) throws(Malformed) in
      var tokenizer = JSONTokenizer(bytes)
      try tokenizer.read()
      return tokenizer.tokens
    }
  }

  /// Whether a text is nothing but a number.
  static func isNumber(_ text: String) -> Bool {
    Array(text.utf8).withUnsafeBufferPointer { bytes in
      var tokenizer = JSONTokenizer(bytes)
      return tokenizer.number() && tokenizer.index == bytes.count
    }
  }

  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

  private init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  private func malformed(_ reason: String) -> Malformed { Malformed(reason: reason, offset: index) }

  private mutating func read() throws(Malformed) {
    repeat {
      // A value is due, or the end of a container that was only just opened.
      switch next() {
      case UInt8(ascii: "\""): try text(.text)
      case UInt8(ascii: "{"):
        try begin(.object)
        if next() != UInt8(ascii: "}") {
          try name()
          continue
        }
      case UInt8(ascii: "["):
        try begin(.list)
        if next() != UInt8(ascii: "]") { continue }
      case nil: throw malformed("breaks off")
      case let first?: try literal(first)
      }
      try closeContainers()
    } while !open.isEmpty
    guard next() == nil else { throw malformed("goes on after its end") }
  }

  /// Goes over what stands behind a value, up to where the next one is due.
  private mutating func closeContainers() throws(Malformed) {
    while let container = open.last {
      let isObject = tokens[container].kind == .object
      switch next() {
      case UInt8(ascii: ","):
        index += 1
        if isObject { try name() }
        return
      case UInt8(ascii: "}") where isObject, UInt8(ascii: "]") where !isObject:
        index += 1
        tokens[container].close(end: index, next: tokens.count)
        open.removeLast()
      case let byte:
        throw malformed(byte == nil ? "breaks off" : "has brackets that do not match")
      }
    }
  }

  private mutating func begin(_ kind: JSONToken.Kind) throws(Malformed) {
    guard open.count <= JSONDocument.deepest else { throw malformed("is nested too deeply") }
    open.append(tokens.count)
    tokens.append(JSONToken(kind, start: index))
    index += 1
  }

  private mutating func name() throws(Malformed) {
    guard next() == UInt8(ascii: "\"") else {
      throw malformed(next() == nil ? "breaks off" : "has a member without a name")
    }
    try text(.name)
    guard next() == UInt8(ascii: ":") else {
      throw malformed(next() == nil ? "breaks off" : "has a member without a value")
    }
    index += 1
  }

  private mutating func add(_ token: JSONToken) {
    var token = token
    token.close(end: index, next: tokens.count + 1)
    tokens.append(token)
  }

  /// `true`, `false`, `null` or a number.
  private mutating func literal(_ first: UInt8) throws(Malformed) {
    let start = index
    let kind: JSONToken.Kind
    let isKnown: Bool
    switch first {
    case UInt8(ascii: "t"): (kind, isKnown) = (.true, word("true"))
    case UInt8(ascii: "f"): (kind, isKnown) = (.false, word("false"))
    case UInt8(ascii: "n"): (kind, isKnown) = (.null, word("null"))
    default: (kind, isKnown) = (.number, number())
    }
    guard isKnown else { throw Malformed(reason: "has a value that is not JSON", offset: start) }
    add(JSONToken(kind, start: start))
  }

  private mutating func word(_ word: StaticString) -> Bool {
    let end = index + word.utf8CodeUnitCount
    guard end <= bytes.count else { return false }
    for offset in 0..<word.utf8CodeUnitCount where bytes[index + offset] != word.utf8Start[offset] { return false }
    index = end
    return true
  }

  private mutating func number() -> Bool {
    _ = skip("-")
    let leadsWithZero = index < bytes.count && bytes[index] == UInt8(ascii: "0")
    let whole = digits()
    guard whole > 0, whole == 1 || !leadsWithZero else { return false }
    if skip(".") {
      guard digits() > 0 else { return false }
    }
    if skip("e") || skip("E") {
      if !skip("-") { _ = skip("+") }
      guard digits() > 0 else { return false }
    }
    return true
  }

  private mutating func digits() -> Int {
    let start = index
    while index < bytes.count, bytes[index] &- UInt8(ascii: "0") < 10 { index += 1 }
    return index - start
  }

  private mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard index < bytes.count, bytes[index] == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }

  /// The next byte that is not white space, which stays where it is.
  private mutating func next() -> UInt8? {
    while index < bytes.count {
      let byte = bytes[index]
      guard Self.isSpace(byte) else { return byte }
      index += 1
    }
    return nil
  }
}

// MARK: - Texts

extension JSONTokenizer {
  /// Goes over a text or name from quote to quote.
  private mutating func text(_ kind: JSONToken.Kind) throws(Malformed) {
    index += 1
    var token = JSONToken(kind, start: index)
    while true {
      skipPlain()
      guard index < bytes.count else { throw malformed("breaks off") }
      switch bytes[index] {
      case UInt8(ascii: "\""):
        add(token)
        index += 1
        return
      case UInt8(ascii: "\\"):
        token.hasEscapes = true
        try escape()
      case 0..<0x20: throw malformed("has a control character in a string")
      case 0x80...: try multibyte()
      default: index += 1
      }
    }
  }

  /// Goes over eight bytes at a time as long as all of them are ASCII and mean themselves, and up to the first that does
  /// not.
  @inline(__always) private mutating func skipPlain() {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let high = ones << 7
    while index + 8 <= bytes.count {
      let word = UInt64(
        littleEndian: UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: index, as: UInt64.self))
      let quotes = word ^ (ones &* 0x22)
      let slashes = word ^ (ones &* 0x5C)
      // The high bit of each byte that ends the run, exact up to the first of them.
      let ends =
        ((quotes &- ones) & ~quotes | (slashes &- ones) & ~slashes | (word &- ones &* 0x20) & ~word | word) & high
      guard ends == 0 else {
        index += ends.trailingZeroBitCount / 8
        return
      }
      index += 8
    }
  }

  private mutating func escape() throws(Malformed) {
    guard index + 1 < bytes.count else { throw malformed("breaks off") }
    switch bytes[index + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      index += 2
    case UInt8(ascii: "u"):
      guard let unit = JSONNotation.unit(bytes[index...]) else {
        throw malformed(bytes[index...].count < 6 ? "breaks off" : "has an escape that JSON does not know")
      }
      if UTF16.isLeadSurrogate(unit) {
        let trail = JSONNotation.unit(bytes[(index + 6)...])
        guard let trail, UTF16.isTrailSurrogate(trail) else { throw malformed("has half a surrogate pair") }
        index += 6
      } else if UTF16.isTrailSurrogate(unit) {
        throw malformed("has half a surrogate pair")
      }
      index += 6
    default: throw malformed("has an escape that JSON does not know")
    }
  }

  /// Goes over one character that is not ASCII.
  private mutating func multibyte() throws(Malformed) {
    let lead = bytes[index]
    let (count, second): (Int, ClosedRange<UInt8>)
    switch lead {
    case 0xC2...0xDF: (count, second) = (2, 0x80...0xBF)
    case 0xE0: (count, second) = (3, 0xA0...0xBF)
    case 0xED: (count, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: (count, second) = (3, 0x80...0xBF)
    case 0xF0: (count, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: (count, second) = (4, 0x80...0xBF)
    case 0xF4: (count, second) = (4, 0x80...0x8F)
    default: throw malformed("is not UTF-8")
    }
    guard index + count <= bytes.count, second.contains(bytes[index + 1]),
      bytes[(index + 2)..<(index + count)].allSatisfy({ 0x80...0xBF ~= $0 })
    else { throw malformed("is not UTF-8") }
    index += count
  }
}
