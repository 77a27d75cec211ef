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
    // By bytes: finding characters takes ten times as long, and everything that is generated goes through here.
    var line = Array(first.utf8)
    var columns = first.columns
    var isEmpty = true
    for word in Array(text.utf8).split(whereSeparator: isSpace) {
      let length = word.count { !UTF8.isContinuation($0) }
      if !isEmpty, columns + 1 + length > width {
        lines.append(String(decoding: line, as: UTF8.self))
        line = Array(hanging.utf8)
        columns = hanging.columns
      } else if !isEmpty {
        line.append(UInt8(ascii: " "))
        columns += 1
      }
      line += word
      columns += length
      isEmpty = false
    }
    if !isEmpty { lines.append(String(decoding: line, as: UTF8.self)) }
    return lines
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || (UInt8(ascii: "\n")...UInt8(ascii: "\r")).contains(byte)
  }
}
