/// Collects lines of text at an indentation. It knows nothing about Swift.
struct CodePrinter {
  /// The longest line, in Unicode scalars.
  static let width = 120

  private var bytes: [UInt8] = []
  var indentation = 0

  init() { bytes.reserveCapacity(64 * 1024) }

  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// What a line may hold at this indentation.
  var room: Int { Self.width - indentation }

  mutating func line(_ parts: String...) {
    for _ in 0..<indentation { bytes.append(UInt8(ascii: " ")) }
    for part in parts { bytes.append(contentsOf: part.utf8) }
    bytes.append(UInt8(ascii: "\n"))
  }

  mutating func blank() { bytes.append(UInt8(ascii: "\n")) }
}

extension String {
  /// Columns it takes in a line, as the formatter counts them.
  var columns: Int { unicodeScalars.count }
}

/// Running text.
enum Paragraph {
  /// Breaks text at spaces into lines of at most `width` scalars; a longer word has a line for itself.
  static func wrap(_ text: String, width: Int, first: String = "", hanging: String = "") -> [String] {
    var lines: [String] = []
    var line = first
    var columns = first.columns
    var isEmpty = true
    // By scalars: finding characters takes ten times as long, and everything that is generated goes through here.
    for word in text.unicodeScalars.split(whereSeparator: isSpace) {
      let length = word.count
      if !isEmpty, columns + 1 + length > width {
        lines.append(line)
        line = hanging
        columns = hanging.columns
      } else if !isEmpty {
        line += " "
        columns += 1
      }
      line += Substring(word)
      columns += length
      isEmpty = false
    }
    if !isEmpty { lines.append(line) }
    return lines
  }

  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case " ", "\n"..."\r", "\u{85}", "\u{2028}", "\u{2029}": true
    default: false
    }
  }
}
