/// Writes HTML as the Markdown that says the same: headings, bold, fences, and tables with bars. Each line keeps the number of
/// the line that it comes from.
struct HTMLText {
  private var output: [Excerpt] = []
  private var text: [Unicode.Scalar] = []
  private var line = 1
  /// The line on which the text that is collected began.
  private var textLine = 1
  private var skipping: String?
  private var isPre = false
  private var cells: [[Unicode.Scalar]]?
  private var hasRule = true
  private var rowDepth = 0
  private(set) var title: Excerpt?

  /// The lines of a whole page, and its title.
  static func markdown(_ lines: [Excerpt]) -> (lines: [Excerpt], title: Excerpt?) {
    var writer = HTMLText()
    for line in lines { writer.read(line) }
    writer.flush()
    return (writer.output, writer.title)
  }

  /// Markdown with its HTML tables written as tables with bars, Feishu's `<md-table>` among them.
  static func withoutTables(_ lines: [Excerpt]) -> [Excerpt] {
    guard lines.contains(where: { opensTable($0) }) else { return lines }
    var result: [Excerpt] = []
    var index = 0
    while index < lines.count {
      guard opensTable(lines[index]) else {
        result.append(lines[index])
        index += 1
        continue
      }
      let end = lines[index...].firstIndex { closesTable($0) } ?? index
      var writer = HTMLText()
      for line in lines[index...end] { writer.read(line) }
      writer.flush()
      // The table before ends there, so that this one's heading is not one of its rows.
      result.append(lines[index].upTo(lines[index].scalars.startIndex))
      result += writer.output
      index = end + 1
    }
    return result
  }

  private static let tables = ["table", "md-table", "md-dt-table"]

  private static func opensTable(_ line: Excerpt) -> Bool {
    line.scalars.contains("<") && tables.contains { line.contains("<\($0)>") || line.contains("<\($0) ") }
  }

  private static func closesTable(_ line: Excerpt) -> Bool { tables.contains { line.contains("</\($0)>") } }

  // MARK: - Tags

  private mutating func read(_ excerpt: Excerpt) {
    line = excerpt.line
    if text.isEmpty { textLine = line }
    var rest = excerpt.scalars
    while let scalar = rest.first {
      if let skipping {
        let place = Excerpt(line: line, scalars: rest).firstIndex(of: "</\(skipping)")
        guard let place else { return }
        self.skipping = nil
        rest = rest[place...]
        continue
      }
      if scalar == "<", let end = rest.firstIndex(of: ">"), let tag = HTMLText.tag(rest[rest.startIndex...end]) {
        read(tag)
        rest = rest[(end + 1)...]
      } else if scalar == "&", let (decoded, end) = HTMLText.entity(rest) {
        text.append(decoded)
        rest = rest[end...]
      } else {
        text.append(scalar == "|" && cells != nil ? "/" : scalar)
        rest = rest.dropFirst()
      }
    }
    if isPre { flush() } else if !text.isEmpty { text.append(" ") }
  }

  private struct Tag {
    var name: String
    var isClosing: Bool
    var attributes: String
  }

  private static func tag(_ scalars: ArraySlice<Unicode.Scalar>) -> Tag? {
    var rest = scalars.dropFirst().dropLast()
    let isClosing = rest.first == "/"
    if isClosing { rest = rest.dropFirst() }
    let name = rest.prefix { $0.isASCIILetter || $0.isASCIIDigit || $0 == "-" }
    guard name.first?.isASCIILetter == true else {
      return rest.first == "!" ? Tag(name: "", isClosing: false, attributes: "") : nil
    }
    return Tag(
      name: Excerpt(line: 0, scalars: name).text.lowercased(), isClosing: isClosing,
      attributes: Excerpt(line: 0, scalars: rest[name.endIndex...]).text)
  }

  private mutating func read(_ tag: Tag) {
    let name =
      tag.name.hasPrefix("md-dt-")
      ? String(tag.name.dropFirst(6)) : tag.name.hasPrefix("md-") ? String(tag.name.dropFirst(3)) : tag.name
    switch name {
    case "script", "style", "svg", "noscript": if !tag.isClosing { skipping = tag.name }
    case "title":
      if tag.isClosing { title = Excerpt(line: textLine, scalars: text[...]).trimmed }
      text.removeAll()
    case "h1", "h2", "h3", "h4", "h5", "h6":
      flush()
      if !tag.isClosing { text = Array("## ".unicodeScalars) }
    case "strong", "b": if cells == nil { text += ["*", "*"] }
    case "br": if cells == nil { flush() } else { text.append(" ") }
    case "pre":
      flush()
      isPre = !tag.isClosing
      emit("```")
    case "table":
      flush()
      hasRule = false
      if tag.isClosing { emit("") }
    case "tr":
      if tag.isClosing {
        endRow()
      } else {
        flush()
        cells = []
        rowDepth = HTMLText.level(tag.attributes)
      }
    case "td", "th":
      if tag.isClosing {
        cells?.append(text)
      }
      text.removeAll()
    case "p", "div", "li", "ul", "ol", "section", "article", "blockquote", "thead", "tbody", "header", "footer":
      if cells == nil { flush() } else if !text.isEmpty { text.append(" ") }
    default: break
    }
  }

  /// How deep a row is below the one it belongs to: `level="1"`.
  private static func level(_ attributes: String) -> Int {
    guard let start = attributes.firstRange(of: "level=\"")?.upperBound else { return 0 }
    return Int(attributes[start...].prefix { $0.isNumber }) ?? 0
  }

  private mutating func endRow() {
    guard let row = cells, !row.isEmpty else {
      cells = nil
      return
    }
    cells = nil
    text.removeAll()
    let depth = String(repeating: "└", count: min(rowDepth, 16))
    var line = Array("|\(depth)".unicodeScalars)
    for cell in row {
      line += Excerpt(line: 0, scalars: cell[...]).trimmed.scalars
      line.append("|")
    }
    output.append(Excerpt(line: self.line, scalars: line[...]))
    if !hasRule {
      hasRule = true
      emit("|" + String(repeating: "---|", count: row.count))
    }
  }

  private mutating func emit(_ written: String) {
    output.append(Excerpt(line: line, scalars: Array(written.unicodeScalars)[...]))
  }

  private mutating func flush() {
    let excerpt = Excerpt(line: textLine, scalars: text[...])
    if isPre || !excerpt.trimmed.isEmpty { output.append(excerpt) }
    text.removeAll()
    textLine = line
  }

  // MARK: - Entities

  private static let entities: [String: Unicode.Scalar] = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ", "emsp": " ", "ensp": " ",
  ]

  private static func entity(_ text: ArraySlice<Unicode.Scalar>) -> (Unicode.Scalar, Int)? {
    guard let end = text.prefix(10).firstIndex(of: ";") else { return nil }
    let name = Excerpt(line: 0, scalars: text[(text.startIndex + 1)..<end]).text
    if let known = entities[name] { return (known, end + 1) }
    guard name.hasPrefix("#") else { return nil }
    let digits = name.dropFirst()
    let value = digits.lowercased().hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
    guard let value, value >= 0x20, let scalar = Unicode.Scalar(value) else { return nil }
    return (scalar.plain, end + 1)
  }
}
