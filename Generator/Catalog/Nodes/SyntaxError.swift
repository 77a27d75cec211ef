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
