/// Finds what cannot be text: bytes that are not UTF-8, and line separators that only YAML takes for line ends.
///
/// An editor does not count U+0085, U+2028 and U+2029 as lines; YAML does. They are refused, so that the lines and columns
/// of a message are the ones a person sees.
enum UTF8Check {
  enum Flaw: Equatable {
    case invalidByte(UInt8)
    case lineSeparator(Unicode.Scalar)
  }

  /// The first flaw and its line and column.
  static func firstFlaw(in bytes: UnsafeBufferPointer<UInt8>) -> (flaw: Flaw, line: Int, column: Int)? {
    var index = 0
    var line = 1
    var column = 1
    while index < bytes.count {
      let byte = bytes[index]
      if byte < 0x80 {
        index += 1
        if byte == 0x0A {
          line += 1
          column = 1
        } else {
          column += 1
        }
        continue
      }
      guard let (scalar, length) = decode(bytes, at: index) else { return (.invalidByte(byte), line, column) }
      if scalar == "\u{85}" || scalar == "\u{2028}" || scalar == "\u{2029}" {
        return (.lineSeparator(scalar), line, column)
      }
      index += length
      column += 1
    }
    return nil
  }

  /// The scalar of more than one byte that starts at `index`, or nil if the bytes are not well-formed.
  private static func decode(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> (Unicode.Scalar, length: Int)? {
    let first = bytes[index]
    let length: Int
    let minimum: UInt32
    var value: UInt32
    switch first {
    case 0xC2...0xDF: (length, minimum, value) = (2, 0x80, UInt32(first & 0x1F))
    case 0xE0...0xEF: (length, minimum, value) = (3, 0x800, UInt32(first & 0x0F))
    case 0xF0...0xF4: (length, minimum, value) = (4, 0x10000, UInt32(first & 0x07))
    default: return nil
    }
    guard index + length <= bytes.count else { return nil }
    for offset in 1..<length {
      let next = bytes[index + offset]
      guard next & 0xC0 == 0x80 else { return nil }
      value = value << 6 | UInt32(next & 0x3F)
    }
    guard value >= minimum, let scalar = Unicode.Scalar(value) else { return nil }
    return (scalar, length)
  }
}
