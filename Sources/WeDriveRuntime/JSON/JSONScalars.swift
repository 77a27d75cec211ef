/// A value that JSON has a form of its own for.
protocol JSONScalar: Codable {
  /// Reads a value.
  ///
  /// - Throws: `DecodingError` with the path to the value.
  init(_ document: JSONDocument, _ value: Int) throws

  /// How it is written; nil for a number that JSON has no form for.
  var content: JSONPlace.Content? { get }
}

extension String: JSONScalar {
  init(_ document: JSONDocument, _ value: Int) throws {
    guard document.tokens[value].kind == .text else { throw document.mismatch(Self.self, value) }
    self = document.text(of: value)
  }

  var content: JSONPlace.Content? { .text(self) }
}

extension Bool: JSONScalar {
  init(_ document: JSONDocument, _ value: Int) throws {
    switch document.tokens[value].kind {
    case .true: self = true
    case .false: self = false
    default: throw document.mismatch(Self.self, value)
    }
  }

  var content: JSONPlace.Content? { .notation(self ? "true" : "false") }
}

extension JSONScalar where Self: FixedWidthInteger {
  /// Reads a whole number, however it is written: `12`, `12.0`, `1.2e1`.
  init(_ document: JSONDocument, _ value: Int) throws {
    let token = document.tokens[value]
    guard token.kind == .number else { throw document.mismatch(Self.self, value) }
    let number = document.bytes.withUnsafeBufferPointer { bytes in
      let digits = UnsafeBufferPointer(rebasing: bytes[token.start..<token.end])
      return Self(decimal: digits)
        ?? JSONNotation.plainDigits(of: digits).flatMap { $0.withUnsafeBufferPointer(Self.init) }
    }
    guard let number else { throw document.misfit(value) }
    self = number
  }

  var content: JSONPlace.Content? { .notation(String(self)) }

  /// Reads digits, perhaps with a minus; nil for anything else and for what does not fit.
  private init?(decimal digits: UnsafeBufferPointer<UInt8>) {
    let isNegative = digits.first == UInt8(ascii: "-")
    self = 0
    for byte in isNegative ? digits.dropFirst() : digits[...] {
      guard let digit = Self(exactly: byte &- UInt8(ascii: "0")), digit < 10 else { return nil }
      let (product, overflows) = multipliedReportingOverflow(by: 10)
      let sum = isNegative ? product.subtractingReportingOverflow(digit) : product.addingReportingOverflow(digit)
      guard !overflows, !sum.overflow else { return nil }
      self = sum.partialValue
    }
  }
}

extension Int: JSONScalar {}
extension Int8: JSONScalar {}
extension Int16: JSONScalar {}
extension Int32: JSONScalar {}
extension Int64: JSONScalar {}
extension UInt: JSONScalar {}
extension UInt8: JSONScalar {}
extension UInt16: JSONScalar {}
extension UInt32: JSONScalar {}
extension UInt64: JSONScalar {}

extension JSONScalar where Self: BinaryFloatingPoint & LosslessStringConvertible {
  /// Reads a number that is neither too large for the type nor, unless it is 0, too small.
  init(_ document: JSONDocument, _ value: Int) throws {
    guard document.tokens[value].kind == .number else { throw document.mismatch(Self.self, value) }
    let text = document.text(of: value)
    guard let number = Self(text), number.isFinite, number != 0 || JSONNotation.plainDigits(of: text.utf8) != nil else {
      throw document.misfit(value)
    }
    self = number
  }

  /// The shortest that is read back as the same; without a fraction of zero.
  var content: JSONPlace.Content? {
    guard isFinite else { return nil }
    let text = description
    return .notation(text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
  }
}

extension Double: JSONScalar {}
extension Float: JSONScalar {}

/// A number in JSON that its field cannot hold.
struct JSONNumberMisfit: Error {}

extension JSONDocument {
  /// What a text or name says, or how another value is written.
  package func text(of value: Int) -> String {
    let token = tokens[value]
    return bytes.withUnsafeBufferPointer { bytes in
      let written = UnsafeBufferPointer(rebasing: bytes[token.start..<token.end])
      return token.hasEscapes ? JSONNotation.unescaped(written) : String(decoding: written, as: UTF8.self)
    }
  }

  /// That a value is null or of another type.
  func mismatch(_ type: Any.Type, _ value: Int) -> DecodingError {
    let path = path(to: value)
    return tokens[value].kind == .null
      ? .valueNotFound(type, DecodingError.Context(codingPath: path, debugDescription: "is null"))
      : .typeMismatch(type, DecodingError.Context(codingPath: path, debugDescription: "is of another type"))
  }

  /// That a number is too large, too small or no whole one.
  func misfit(_ value: Int) -> DecodingError {
    .dataCorrupted(
      DecodingError.Context(
        codingPath: path(to: value), debugDescription: "is a number that does not fit",
        underlyingError: JSONNumberMisfit()))
  }
}

/// How JSON writes characters and numbers.
enum JSONNotation {
  /// Whether a byte of UTF-8 has to be escaped.
  static func isEscaped(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  /// The escape of a byte, as short as there is one.
  static func escape(_ byte: UInt8) -> [UInt8] {
    let letter: Unicode.Scalar
    switch byte {
    case 0x08: letter = "b"
    case 0x0C: letter = "f"
    case 0x0A: letter = "n"
    case 0x0D: letter = "r"
    case 0x09: letter = "t"
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): letter = Unicode.Scalar(byte)
    default: return Array((byte < 0x10 ? "\\u000" : "\\u00").utf8) + Array(String(byte, radix: 16).utf8)
    }
    return [UInt8(ascii: "\\"), UInt8(ascii: letter)]
  }

  /// The UTF-16 code unit of an escape, `\u007b`, with which the bytes begin.
  static func unit(_ bytes: some Collection<UInt8>) -> UInt16? {
    guard bytes.starts(with: "\\u".utf8) else { return nil }
    let digits = bytes.dropFirst(2).prefix(4)
    guard digits.count == 4 else { return nil }
    return digits.reduce(UInt16?(0)) { unit, byte in
      unit.flatMap { unit in Hexadecimal.digit(byte).map { unit << 4 | UInt16($0) } }
    }
  }

  /// A text without its escapes, all of which are sound.
  static func unescaped(_ text: UnsafeBufferPointer<UInt8>) -> String {
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var rest = text[...]
    while let slash = rest.firstIndex(of: UInt8(ascii: "\\")) {
      result += rest[..<slash]
      rest = rest[slash...].dropFirst(2)
      switch text[slash + 1] {
      case UInt8(ascii: "b"): result.append(0x08)
      case UInt8(ascii: "f"): result.append(0x0C)
      case UInt8(ascii: "n"): result.append(0x0A)
      case UInt8(ascii: "r"): result.append(0x0D)
      case UInt8(ascii: "t"): result.append(0x09)
      case UInt8(ascii: "u"):
        let lead = unit(text[slash...]) ?? 0xFFFD
        rest = rest.dropFirst(4)
        var units = [lead]
        if UTF16.isLeadSurrogate(lead), let trail = unit(rest) {
          units.append(trail)
          rest = rest.dropFirst(6)
        }
        result += String(decoding: units, as: UTF16.self).utf8
      case let byte: result.append(byte)
      }
    }
    return String(decoding: result + rest, as: UTF8.self)
  }

  /// The digits of a whole number without point and exponent, with its minus; nil for one that is no whole number, or has
  /// more digits than any type holds.
  static func plainDigits(of number: some Collection<UInt8>) -> [UInt8]? {
    let isNegative = number.first == UInt8(ascii: "-")
    let parts = number.dropFirst(isNegative ? 1 : 0).split { $0 | 0x20 == UInt8(ascii: "e") }
    guard let mantissa = parts.first else { return nil }
    let fraction = mantissa.drop { $0 != UInt8(ascii: ".") }.dropFirst()
    var digits = Array(mantissa.filter { $0 != UInt8(ascii: ".") }.drop { $0 == UInt8(ascii: "0") })
    var shift = -fraction.count
    while digits.last == UInt8(ascii: "0") {
      digits.removeLast()
      shift += 1
    }
    guard !digits.isEmpty else { return [UInt8(ascii: "0")] }
    if parts.count > 1 {
      guard let exponent = Int(String(decoding: parts[1], as: UTF8.self)), exponent.magnitude < 1 << 32 else {
        return nil
      }
      shift += exponent
    }
    guard (0...40).contains(shift), digits.count <= 40 else { return nil }
    return (isNegative ? [UInt8(ascii: "-")] : []) + digits + Array(repeating: UInt8(ascii: "0"), count: shift)
  }
}
