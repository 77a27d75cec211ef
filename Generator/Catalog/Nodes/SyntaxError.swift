import CLibyaml

/// What libyaml found wrong, said with its true place and, where the cause is plain, its cause.
struct SyntaxError {
  private let text: String
  private let span: Span
  private let context: (span: Span, text: String)?

  init(_ parser: yaml_parser_t, in bytes: UnsafeBufferPointer<UInt8>, file: UInt16) {
    let problem = parser.problem.map { String(cString: $0) } ?? "not YAML"
    if parser.error == YAML_READER_ERROR {
      // The reader has no mark, only the offset of the byte.
      let (line, column) = SyntaxError.place(of: parser.problem_offset, in: bytes)
      span = Span(file: file, line: line, column: column)
      text = parser.problem_value >= 0 ? "\(problem): U+\(SyntaxError.hex(parser.problem_value))" : problem
      context = nil
      return
    }
    span = SyntaxError.span(parser.problem_mark, file)
    let around = parser.context.map { String(cString: $0) }
    if SyntaxError.byte(at: parser.problem_mark, in: bytes) == 0x09 {
      text = "a tab; indent with spaces"
    } else {
      text = SyntaxError.hint(for: problem).map { "\(problem); \($0)" } ?? problem
    }
    let contextSpan = SyntaxError.span(parser.context_mark, file)
    context = around.flatMap { contextSpan == SyntaxError.span(parser.problem_mark, file) ? nil : (contextSpan, $0) }
  }

  func add(to report: Report) {
    report.add(.yamlSyntax, at: span, text, notes: context.map { [($0.span, $0.text)] } ?? [])
  }

  private static func hint(for problem: String) -> String? {
    switch problem {
    case "mapping values are not allowed in this context": "quote a text that contains ': ', and check the indentation"
    case "could not find expected ':'": "every line of a mapping needs one"
    case "did not find expected key": "check the indentation and the quotes"
    case "did not find expected ',' or '}'", "did not find expected ',' or ']'":
      "quote a text that contains a comma, a colon or a bracket"
    case "did not find expected '-' indicator": "check the indentation"
    default: nil
    }
  }

  private static func span(_ mark: yaml_mark_t, _ file: UInt16) -> Span {
    Span(file: file, line: UInt32(clamping: mark.line + 1), column: UInt32(clamping: mark.column + 1))
  }

  private static func hex(_ value: Int32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// Line and column of a byte.
  private static func place(of offset: Int, in bytes: UnsafeBufferPointer<UInt8>) -> (UInt32, UInt32) {
    var line: UInt32 = 1
    var column: UInt32 = 1
    for byte in bytes.prefix(offset) {
      if byte == 0x0A {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    return (line, column)
  }

  /// The byte at a mark, which counts scalars.
  private static func byte(at mark: yaml_mark_t, in bytes: UnsafeBufferPointer<UInt8>) -> UInt8? {
    var remaining = mark.index
    for byte in bytes where byte & 0xC0 != 0x80 {
      if remaining == 0 { return byte }
      remaining -= 1
    }
    return nil
  }
}

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
