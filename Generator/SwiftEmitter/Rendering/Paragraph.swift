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
