/// Takes the lines of a page apart into blocks.
struct BlockReader {
  private let lines: [Excerpt]
  private let bounds: PageBounds
  private var index = 0
  private var blocks: [PageBlock] = []

  static func blocks(of lines: [Excerpt], bounds: PageBounds) -> [PageBlock] {
    var reader = BlockReader(lines: lines, bounds: bounds)
    reader.read()
    return reader.blocks
  }

  private init(lines: [Excerpt], bounds: PageBounds) {
    self.lines = lines
    self.bounds = bounds
  }

  private mutating func read() {
    readFrontMatter()
    while index < lines.count {
      let line = lines[index]
      let text = line.trimmed
      if text.isEmpty {
        blocks.append(.blank)
        index += 1
      } else if text.hasPrefix("```") || text.hasPrefix("~~~") {
        readFence()
      } else if text.hasPrefix("<xml") {
        readMessage()
      } else if let name = CallLine.imported(text) {
        blocks.append(.imports(name))
        index += 1
      } else if text.hasPrefix("<?") {
        readCode(until: "?>", language: String(text.text.dropFirst(2).prefix { $0.isLetter }))
      } else if let heading = BlockReader.heading(line) {
        blocks.append(.heading(heading))
        index += 1
      } else if let (header, hasRule) = TableLines.heading(line, next: index + 1 < lines.count ? lines[index + 1] : nil)
      {
        readTable(header, hasRule: hasRule)
      } else if let header = TableLines.plainHeading(line) {
        readPlainTable(header)
      } else if let columns = GluedTable.columns(line) {
        readGluedTable(columns)
      } else if text.scalars.first == "<", let start = text.firstIndex(of: "[{") {
        // A table as the value of a tag's attribute.
        readTable(written: start)
      } else if text.scalars.first == "{" || text.scalars.first == "[" && BlockReader.opensList(text) {
        let end = endOfSample(from: index)
        readSamples(index..<end)
        index = end
      } else {
        blocks.append(.text(line))
        index += 1
      }
    }
  }

  // MARK: - Pieces

  private mutating func readFrontMatter() {
    guard lines.first?.trimmed.text == "---" else { return }
    guard let end = lines.dropFirst().prefix(100).firstIndex(where: { $0.trimmed.text == "---" }) else { return }
    let pairs = lines[1..<end].compactMap { line -> (name: Excerpt, value: Excerpt)? in
      guard let colon = line.firstIndex(of: ":") else { return nil }
      let value = line.from(colon + 1).trimming { $0.isPageSpace || $0 == "\"" || $0 == "'" }
      return (line.upTo(colon).trimmed, value)
    }
    blocks.append(.frontMatter(pairs))
    index = end + 1
  }

  /// The text of a heading: behind `#`, with or without a space, or in a line that is bold as a whole.
  static func heading(_ line: Excerpt) -> Excerpt? {
    let text = line.trimmed
    let marks = text.scalars.prefix { $0 == "#" }
    if (1...6).contains(marks.count) {
      let rest = text.from(marks.endIndex)
      guard rest.scalars.first?.isPageSpace == true || isGlued(rest, marks: marks.count) else { return nil }
      // Marks may close a heading, too.
      var inner = rest.trimmed
      while inner.scalars.last == "#" { inner.scalars.removeLast() }
      return inner.trimmed
    }
    let bare = text.trimming { $0 == ":" || $0.isPageSpace || $0 == ">" }
    guard bare.hasPrefix("**"), bare.count > 4 else { return nil }
    if bare.scalars.suffix(2).allSatisfy({ $0 == "*" }) {
      let inner = bare.unmarked
      return inner.contains("**") ? nil : inner
    }
    // A name in bold, and what it is a heading of behind it: `**Info**说明`.
    let name = bare.from(bare.scalars.startIndex + 2)
    guard let end = name.firstIndex(of: "**"), end > name.scalars.startIndex,
      PageLabel.endsStructure(name.from(end + 2).trimmed)
    else { return nil }
    var unmarked = name
    for index in end..<(end + 2) { unmarked.scalars[index] = " " }
    return unmarked
  }

  /// Whether marks that no space follows are those of a heading, and not of a colour, a number or a directive.
  private static func isGlued(_ rest: Excerpt, marks: Int) -> Bool {
    guard let first = rest.scalars.first, rest.count <= 80 else { return false }
    if marks > 1 {
      return first.properties.isAlphabetic || first.isASCIIDigit || "*`[\"".unicodeScalars.contains(first)
    }
    let isColour = rest.scalars.allSatisfy(\.properties.isASCIIHexDigit) && [3, 6, 8].contains(rest.count)
    return first.properties.isAlphabetic && !isColour && !rest.hasPrefix("include") && !rest.hasPrefix("define")
  }

  private static func opensList(_ text: Excerpt) -> Bool {
    let rest = text.from(text.scalars.startIndex + 1).trimmed
    return rest.isEmpty || rest.scalars.first == "{"
  }

  private mutating func readFence() {
    let opening = lines[index].trimmed
    let mark = opening.scalars.first
    let language = opening.trimming { $0 == mark || $0.isPageSpace }
    let start = index + 1
    // A fence that is not closed ends with the page.
    let end = lines[start...].firstIndex { line in
      let text = line.trimmed
      return text.count >= 3 && text.scalars.allSatisfy { $0 == mark }
    }
    index = (end ?? lines.count - 1) + 1
    let inner = start..<(end ?? lines.count)
    let word = Excerpt(line: language.line, scalars: language.scalars.prefix { !$0.isPageSpace })
    let isData = ["", "json", "js", "javascript", "jsonc", "json5", "typescript", "ts", "http"].contains(
      word.folded)
    let first = lines[inner].map(\.trimmed).first { !$0.isEmpty && !$0.hasPrefix("//") }
    if let first, first.hasPrefix("<xml") {
      blocks.append(.message(PageMessage(Array(lines[inner]))))
      return
    }
    let looksLikeData =
      first.map { $0.scalars.first == "{" || CallLine.address($0) != nil || CallLine.opensCall($0) } ?? false
    guard isData || looksLikeData else {
      blocks.append(.code(at: opening, language: language.text, lines: inner.count))
      return
    }
    readSamples(inner)
    if end == nil { blocks.append(.unreadSample(at: opening, what: "has no closing fence")) }
  }

  /// A message without a fence ends where its root does.
  private mutating func readMessage() {
    let start = index
    while index < lines.count, !lines[index].contains("</xml>"), !lines[index].trimmed.isEmpty { index += 1 }
    index = min(index + 1, lines.count)
    blocks.append(.message(PageMessage(Array(lines[start..<index]))))
  }

  /// A table whose rows are objects in JSON, from a place of the line on.
  private mutating func readTable(written start: Int) {
    let line = lines[index]
    let end = lines[index...].prefix(400).firstIndex { $0.contains("]") && $0.contains(">") } ?? index
    let quoted = [line.from(start)] + lines[(index + 1)..<(end + 1)]
    if let (sample, _) = try? SampleParser.parse(quoted[...], maximumDepth: bounds.depth),
      let table = PageTable(written: sample.root)
    {
      blocks.append(.table(table))
      index = end + 1
    } else {
      blocks.append(.text(line))
      index += 1
    }
  }

  private mutating func readGluedTable(_ columns: [Excerpt]) {
    index += 1
    var table = PageTable(header: columns, rows: [], hasBars: true)
    let kinds = columns.map { Column($0.text) }
    while index < lines.count, !endsPlainTable(at: index) {
      let line = lines[index]
      if GluedTable.columns(line) != nil || PageLabel(line.trimmed, isHeading: false) != nil { break }
      if let cells = GluedTable.cells(lines[index], columns: kinds) {
        table.rows.append(PageTable.Row(cells: cells))
      } else if table.rows.isEmpty {
        break
      } else {
        table.rows[table.rows.count - 1].continuation.append(lines[index])
      }
      index += 1
    }
    blocks.append(.table(table))
  }

  private mutating func readCode(until closing: String, language: String) {
    let start = index
    while index < lines.count, !lines[index].contains(closing) { index += 1 }
    index = min(index + 1, lines.count)
    blocks.append(.code(at: lines[start].trimmed, language: language, lines: index - start))
  }

  private mutating func readTable(_ header: [Excerpt], hasRule: Bool) {
    index += hasRule ? 2 : 1
    var table = PageTable(header: header, rows: [], hasBars: true)
    while index < lines.count {
      let line = lines[index]
      let text = line.trimmed
      if text.isEmpty, let next = rowBehindBlankLines(columns: header.count) {
        index = next
        continue
      }
      if text.isEmpty || text.hasPrefix(">") || text.scalars.first == "{" { break }
      // A rule below a row makes it the heading of the next table.
      if !table.rows.isEmpty, index + 1 < lines.count, TableLines.isRule(lines[index + 1]),
        TableLines.opensTable(line)
      {
        break
      }
      if TableLines.isRule(line) {
        index += 1
        continue
      }
      if let cells = TableLines.cells(line) {
        table.rows.append(PageTable.Row(cells: cells))
      } else if table.rows.isEmpty || isStructural(at: index) {
        break
      } else {
        table.rows[table.rows.count - 1].continuation.append(line)
      }
      index += 1
    }
    blocks.append(.table(table))
  }

  /// The line of a row that goes on with a table behind blank lines: it has as many cells, and begins no table of its own.
  private func rowBehindBlankLines(columns: Int) -> Int? {
    guard let next = lines[index...].firstIndex(where: { !$0.trimmed.isEmpty }) else { return nil }
    let line = lines[next]
    guard line.trimmed.scalars.first == "|", let cells = TableLines.cells(line), cells.count == columns,
      TableLines.heading(line, next: next + 1 < lines.count ? lines[next + 1] : nil) == nil
    else { return nil }
    return TableLines.isRule(line) ? nil : next
  }

  private mutating func readPlainTable(_ header: [Excerpt]) {
    index += 1
    var table = PageTable(header: header, rows: [], hasBars: false)
    while index < lines.count, !endsPlainTable(at: index) {
      let line = lines[index]
      let isCode = Column(header[0].text) != .name
      if TableLines.startsPlainRow(line) || isCode || table.rows.isEmpty {
        table.rows.append(PageTable.Row(cells: [line.trimmed]))
      } else {
        table.rows[table.rows.count - 1].continuation.append(line)
      }
      index += 1
    }
    blocks.append(.table(table))
  }

  private func endsPlainTable(at index: Int) -> Bool {
    let text = lines[index].trimmed
    return text.isEmpty || text.scalars.first == "{" || text.hasPrefix("注意") || text.hasPrefix("http")
      || isStructural(at: index)
  }

  /// Whether the line begins something else than what it stands in.
  private func isStructural(at index: Int) -> Bool {
    let line = lines[index]
    let text = line.trimmed
    if BlockReader.heading(line) != nil || TableLines.plainHeading(line) != nil || text.hasPrefix("```") { return true }
    if text.hasPrefix("**"), CallLine.address(text) != nil || CallLine.method(text) != nil { return true }
    if CallLine.function(text) != nil || CallLine.podSection(text) { return true }
    guard text.scalars.last == ":", text.scalars.first != "\"", !text.scalars.contains("\"") else { return false }
    return PageLabel(text, isHeading: false) != nil
  }

  // MARK: - Samples

  /// The line behind the last one that may belong to a sample.
  private func endOfSample(from start: Int) -> Int {
    var end = start + 1
    while end < lines.count, !isStructural(at: end) { end += 1 }
    return end
  }

  /// Reads the samples among lines, and what stands between them as text.
  private mutating func readSamples(_ range: Range<Int>) {
    var next = range.lowerBound
    while next < range.upperBound {
      let line = lines[next]
      let text = line.trimmed
      if let name = CallLine.imported(text) {
        blocks.append(.imports(name))
        next += 1
        continue
      }
      let mayStart = text.scalars.first == "{" || text.scalars.first == "[" || CallLine.opensCall(text)
      guard mayStart else {
        blocks.append(text.isEmpty ? .blank : .sampleText(line))
        next += 1
        continue
      }
      do throws(SampleParser.Failure) {
        if let (found, last) = try SampleParser.parse(lines[next..<range.upperBound], maximumDepth: bounds.depth) {
          var sample = found
          if sample.call != nil { sample.body = Array(lines[next...max(last, next)]) }
          if let table = PageTable(written: sample.root) {
            blocks.append(.table(table))
          } else {
            blocks.append(.sample(sample))
          }
          next = max(last, next) + 1
        } else {
          blocks.append(.sampleText(line))
          next += 1
        }
      } catch {
        blocks.append(.unreadSample(at: error.at, what: error.what))
        // Where it would have ended is not known: the next piece of the page starts behind an empty line.
        while next < range.upperBound, !lines[next].trimmed.isEmpty { next += 1 }
      }
    }
  }
}
