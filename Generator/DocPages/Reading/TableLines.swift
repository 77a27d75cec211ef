/// Tells the lines of tables.
enum TableLines {
  /// The cells of a line with bars; nil if it has none.
  static func cells(_ line: Excerpt) -> [Excerpt]? {
    var rest = line.trimmed
    guard rest.scalars.contains("|") else { return nil }
    let hasOuterBar = rest.scalars.first == "|"
    if hasOuterBar { rest.scalars = rest.scalars.dropFirst() }
    if rest.scalars.last == "|" { rest.scalars = rest.scalars.dropLast() }
    var cells: [Excerpt] = []
    var start = rest.scalars.startIndex
    var isCode = false
    for index in rest.scalars.indices {
      let scalar = rest.scalars[index]
      if scalar == "`" { isCode.toggle() }
      let isEscaped = index > rest.scalars.startIndex && rest.scalars[index - 1] == "\\"
      if scalar == "|", !isEscaped, !isCode {
        cells.append(Excerpt(line: line.line, scalars: rest.scalars[start..<index]))
        start = index + 1
      }
    }
    cells.append(rest.from(start))
    return cells.count > 1 || hasOuterBar ? cells : nil
  }

  /// Whether the line is the rule below a heading: `| --- | :-: |`.
  static func isRule(_ line: Excerpt) -> Bool {
    guard let cells = cells(line) else { return false }
    return cells.allSatisfy { cell in
      let text = cell.trimmed
      return !text.isEmpty && text.scalars.contains("-") && text.scalars.allSatisfy { $0 == "-" || $0 == ":" }
    }
  }

  /// The cells of the heading of a table with bars, and whether a rule follows it.
  static func heading(_ line: Excerpt, next: Excerpt?) -> (cells: [Excerpt], hasRule: Bool)? {
    guard let cells = cells(line) else { return nil }
    if let next, isRule(next) { return (cells.map(\.unmarked), true) }
    let words = cells.map(\.unmarked).filter { !$0.isEmpty }
    return words.count > 1 && words.allSatisfy { Column($0.text) != nil } ? (words, false) : nil
  }

  /// The words of the heading of a table without bars.
  static func plainHeading(_ line: Excerpt) -> [Excerpt]? {
    let words = line.words
    guard (2...8).contains(words.count), words.allSatisfy({ Column($0.text) != nil }) else { return nil }
    return words
  }

  /// Whether a row of a table without bars can start with this line: with a name on the wire, or with a number.
  static func startsPlainRow(_ line: Excerpt) -> Bool {
    guard let word = line.words.first, let first = word.scalars.first else { return false }
    if first.isASCIIDigit || first == "-" {
      return word.scalars.dropFirst().allSatisfy(\.isASCIIDigit) && word.text != "-"
    }
    guard first.isASCIILetter || first == "_" else { return false }
    let name = word.scalars.prefix { $0.isNamePart || $0 == "." || $0 == "/" || $0 == "[" || $0 == "]" }
    return name.endIndex == word.scalars.endIndex || word.scalars[name.endIndex] == "("
  }
}
