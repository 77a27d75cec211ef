/// Running text.
enum Paragraph {
  /// Breaks text at spaces into lines of at most `width` scalars; a longer word has a line for itself.
  static func wrap(_ text: String, width: Int, first: String = "", hanging: String = "") -> [String] {
    var lines: [String] = []
    var line = first
    var columns = first.columns
    var isEmpty = true
    for word in text.split(whereSeparator: { $0 == " " || $0.isNewline }) {
      let length = word.unicodeScalars.count
      if !isEmpty, columns + 1 + length > width {
        lines.append(line)
        line = hanging
        columns = hanging.columns
      } else if !isEmpty {
        line += " "
        columns += 1
      }
      line += word
      columns += length
      isEmpty = false
    }
    if !isEmpty { lines.append(line) }
    return lines
  }
}
