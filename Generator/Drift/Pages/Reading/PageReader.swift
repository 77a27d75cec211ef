import Catalog

/// Understands the blocks of a page: which calls it documents, and what belongs to each of them.
struct PageReader {
  private let bounds: PageBounds
  private let vocabulary: PageVocabulary
  private var page: Page
  /// The call that the page is speaking of, by index.
  private var current: Int?
  private var side = Side.none
  private var owner: String?
  private var prefix: String?
  private var valuesOf: String?
  private var isListingErrcodes = false
  /// The date of the group of calls that the next ones belong to.
  private var groupDate: PageDate?
  /// The date of each call's group, for calls without a date of their own.
  private var inherited: [PageDate?] = []
  private var method: Excerpt?
  /// Bounds that the page names before its first call.
  private var strayLimits: [LimitMention] = []

  private enum Side { case none, request, response, failure }

  /// Reads the bytes of a page.
  static func read(
    _ bytes: [UInt8], file: String, vocabulary: PageVocabulary, bounds: PageBounds = PageBounds()
  ) throws(PageError) -> Page {
    let lines = try PageLines(bytes, bounds: bounds)
    var reader = PageReader(bounds: bounds, vocabulary: vocabulary, page: Page(file: file))
    for line in lines.tooLong {
      reader.remark(.lineNotRead, line, "a line of more than \(bounds.lineLength) characters")
    }
    for block in BlockReader.blocks(of: lines.lines, bounds: bounds) { reader.read(block) }
    reader.finish()
    return reader.page
  }

  private init(bounds: PageBounds, vocabulary: PageVocabulary, page: Page) {
    self.bounds = bounds
    self.vocabulary = vocabulary
    self.page = page
  }

  // MARK: - Blocks

  private mutating func read(_ block: PageBlock) {
    switch block {
    case .blank: break
    case .frontMatter(let pairs): readFrontMatter(pairs)
    case .heading(let text): readHeading(text)
    case .text(let line): readText(line)
    case .table(let table): readTable(table)
    case .sample(let sample): readSample(sample)
    case .unreadSample(let at, let what): remark(.sampleNotRead, at, "a sample that \(what)")
    case .code(let at, let language, let lines):
      let name = language.isEmpty ? "code" : "code in \(language)"
      remark(.codeNotRead, at, "\(name), \(lines) lines")
    }
  }

  private mutating func readFrontMatter(_ pairs: [(name: Excerpt, value: Excerpt)]) {
    for (name, value) in pairs {
      switch name.folded {
      case "title": page.title = value
      case "category_id", "page": page.numbers.append(value.text)
      case "source_url", "url":
        page.numbers.append(vocabulary.pageNumber(in: value) ?? value.text)
      case "updated", "date", "last_updated", "update_time":
        if let date = PageDate(anywhereIn: value) { note(date) }
      default: break
      }
    }
  }

  private mutating func readHeading(_ text: Excerpt) {
    if let name = CallLine.function(text) {
      begin(name)
      return
    }
    if readCallLine(text) { return }
    if let date = PageDate(in: text) { note(date) }
    if vocabulary.calls.contains(text.unmarked.text) {
      begin(text.unmarked)
    } else if let label = PageLabel(text, isHeading: true) {
      follow(label, text)
    }
  }

  private mutating func readText(_ line: Excerpt) {
    let text = line.trimmed
    if CallLine.podSection(text) {
      current = nil
      side = .none
      groupDate = nil
      return
    }
    if let name = CallLine.function(text) {
      begin(name)
      return
    }
    if let date = PageDate(in: text) { note(date) }
    if readCallLine(text) { return }
    if let number = vocabulary.pageNumber(in: text), text.hasPrefix("http") {
      if let current { page.calls[current].number = page.calls[current].number ?? (number, text) }
      return
    }
    if let label = PageLabel(text, isHeading: false) { follow(label, text) }
    let limits = LimitMention.all(in: text)
    page.counts.limits += limits.count
    if let current { page.calls[current].limits += limits } else { strayLimits += limits }
  }

  /// A line that gives a call's address or method.
  private mutating func readCallLine(_ text: Excerpt) -> Bool {
    if let (method, address) = CallLine.address(text), let parts = vocabulary.call(at: address) {
      let name = address.from(address.scalars.startIndex)
      if current.map({ page.calls[$0].address != nil }) ?? true { begin(name, called: parts.name) }
      guard let current else { return true }
      page.calls[current].address = (parts.host, parts.path, address)
      if let method = method ?? self.method { page.calls[current].method = (method.text, method) }
      self.method = nil
      return true
    }
    if let found = CallLine.method(text) {
      if let current, page.calls[current].method == nil, page.calls[current].address != nil {
        page.calls[current].method = (found.text, found)
      } else {
        method = found
      }
      return true
    }
    return false
  }

  // MARK: - Calls

  private mutating func begin(_ at: Excerpt, called name: String? = nil) {
    page.calls.append(PageCall(name: name ?? at.text, at: at))
    inherited.append(groupDate)
    current = page.calls.count - 1
    side = .none
    owner = nil
    prefix = nil
    valuesOf = nil
    isListingErrcodes = false
  }

  private mutating func note(_ date: PageDate) {
    page.counts.dates += 1
    if let current, page.calls[current].updated == nil {
      page.calls[current].updated = date
    } else {
      groupDate = date
    }
  }

  private mutating func follow(_ label: PageLabel, _ text: Excerpt) {
    if label != .fields { valuesOf = nil }
    isListingErrcodes = false
    switch label {
    case .request: (side, owner) = (.request, nil)
    case .response: (side, owner) = (.response, nil)
    case .failure: (side, owner) = (.failure, nil)
    case .structure(let name): owner = name
    case .values(let field): valuesOf = field
    case .errcodes: isListingErrcodes = true
    case .fields: owner = nil
    case .aside: (side, owner) = (.none, nil)
    }
    let words = text.unmarked.words
    if words.count == 2, words[0].text == "Object" { prefix = words[1].text }
  }

  // MARK: - Tables

  private mutating func readTable(_ table: PageTable) {
    let at = table.header[0]
    if let field = valuesOf ?? vocabulary.field(at.unmarked.text, prefix: prefix), Column(at.unmarked.text) == nil {
      addValues(of: field, from: table)
    } else if isListingErrcodes || table.header.contains(where: { Column($0.text) == .code }) {
      readErrcodes(table)
    } else if let reader = FieldRowReader(table), !lists(numbers: table) {
      readFields(table, reader)
    } else if lists(numbers: table) {
      readErrcodes(table)
    } else {
      page.counts.otherTables += 1
      let columns = table.header.map { "'\($0.unmarked.text)'" }.joined(separator: ", ")
      remark(.tableNotCompared, at, "a table of \(table.rows.count) rows with the columns \(columns)")
    }
  }

  private func lists(numbers table: PageTable) -> Bool {
    !table.rows.isEmpty
      && table.rows.prefix(3).allSatisfy { row in row.cells.first?.words.first.flatMap { Int($0.text) } != nil }
  }

  private mutating func readFields(_ table: PageTable, _ reader: FieldRowReader) {
    var rows: [FieldRow] = []
    for row in table.rows {
      guard let field = reader.row(row) else {
        let isBlank = row.cells.allSatisfy { $0.trimmed.isEmpty }
        if !isBlank {
          remark(
            .rowNotRead, row.cells[0].trimmed, "a row that names no field: '\(row.cells[0].trimmed.text.prefix(40))'")
        }
        continue
      }
      if field.isSwapped {
        remark(.columnsSwapped, field.at, "type and requiredness of '\(field.name)' stand in each other's columns")
      }
      if let strange = field.strangeType {
        remark(
          .rowNotRead, strange,
          "'\(strange.text.prefix(40))' is no type that is known; the type of '\(field.name)' is not compared")
      }
      page.counts.values += ValueMention.all(in: field.description).count
      page.counts.limits += field.description.reduce(0) { $0 + LimitMention.all(in: $1).count }
      rows.append(field)
    }
    page.counts.fieldTables += 1
    page.counts.rows += rows.count
    guard let current = currentCall() else {
      remark(.tableNotCompared, table.header[0], "a table of fields that belongs to no call")
      return
    }
    let answers = rows.contains { vocabulary.envelope.contains($0.name) }
    let fields = FieldTable(owner: owner, prefix: prefix, at: table.header[0], rows: rows)
    if side == .failure {
      page.calls[current].failure.tables.append(fields)
    } else if side == .response || answers && owner == nil {
      side = .response
      page.calls[current].response.tables.append(fields)
    } else {
      page.calls[current].request.tables.append(fields)
    }
  }

  private mutating func readErrcodes(_ table: PageTable) {
    page.counts.valueTables += 1
    for row in table.rows {
      guard let cell = row.cells.first?.trimmed, let word = cell.words.first else { continue }
      guard let code = Int(word.unmarked.text) else {
        let isRest = ["其他", "其它", "other", "Other"].contains(where: cell.hasPrefix)
        remark(
          isRest ? .tableNotCompared : .rowNotRead, cell,
          isRest
            ? "a row for all other errcodes" : "a row of errcodes without a number: '\(cell.text.prefix(40))'")
        continue
      }
      page.counts.rows += 1
      let errcode = PageErrcode(code: code, at: word.unmarked)
      if let current { page.calls[current].errcodes.append(errcode) } else { page.errcodes.append(errcode) }
    }
  }

  private mutating func addValues(of field: String, from table: PageTable) {
    page.counts.valueTables += 1
    page.counts.rows += table.rows.count
    page.counts.values += table.rows.count
    let values = table.rows.compactMap { row -> ValueMention? in
      guard let cell = row.cells.first?.unmarked else { return nil }
      let value = table.hasBars ? cell : cell.words.first ?? cell
      return ValueMention(value: value.text, at: value, term: row.cells.dropFirst().first?.unmarked.text ?? "")
    }
    if let current = currentCall() { page.calls[current].values.append((field, values)) }
  }

  // MARK: - Samples

  private mutating func readSample(_ sample: Sample) {
    page.counts.samples += 1
    if !sample.repairs.isEmpty { page.counts.repairedSamples += 1 }
    if let first = sample.repairs.first {
      let repairs = sample.repairs.prefix(6).map { "\($0.what) (line \($0.at.line))" }.joined(separator: ", ")
      let more = sample.repairs.count > 6 ? " and \(sample.repairs.count - 6) more" : ""
      remark(.sampleRepaired, first.at, "a sample has \(repairs)\(more)")
    }
    if let call = sample.call, current == nil { begin(call) }
    guard let current = currentCall() else {
      remark(.sampleNotRead, sample.root.at, "a sample that belongs to no call")
      return
    }
    let answers = sample.root.members.contains { vocabulary.envelope.contains($0.key) }
    if sample.call == nil, side == .failure {
      page.calls[current].failure.samples.append(sample)
    } else if sample.call == nil, side == .response || answers {
      page.calls[current].response.samples.append(sample)
    } else {
      page.calls[current].request.samples.append(sample)
    }
  }

  /// The call that is spoken of. A page that has only its title to say which is about that one.
  private mutating func currentCall() -> Int? {
    if let current { return current }
    guard page.calls.isEmpty, let title = page.title else { return nil }
    guard vocabulary.calls.contains(title.text) || title.scalars.allSatisfy({ $0.isNamePart || $0 == "." }) else {
      return nil
    }
    let (side, owner, prefix) = (self.side, self.owner, self.prefix)
    begin(title)
    (self.side, self.owner, self.prefix) = (side, owner, prefix)
    return current
  }

  // MARK: - Remarks

  private mutating func remark(_ kind: PageRemark.Kind, _ at: Excerpt, _ text: String) {
    if kind != .columnsSwapped && kind != .sampleRepaired { page.counts.unread += 1 }
    // The rest is counted.
    guard page.remarks.count(where: { $0.kind == kind }) < bounds.remarks else { return }
    page.remarks.append(PageRemark(kind: kind, at: at, text: text))
  }

  private mutating func finish() {
    page.counts.calls = page.calls.count
    if page.calls.count == 1 { page.calls[0].limits += strayLimits }
    for (index, date) in inherited.enumerated() where page.calls[index].updated == nil {
      page.calls[index].updated = date
    }
  }
}
