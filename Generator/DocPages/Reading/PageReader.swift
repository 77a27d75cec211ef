import Catalog

/// Understands the blocks of a page: which calls it documents, and what belongs to each of them.
struct PageReader {
  let bounds: PageBounds
  let vocabulary: PageVocabulary
  var page: Page
  /// The call that the page is speaking of, by index.
  var current: Int?
  var side = Side.none
  var owner: String?
  var prefix: String?
  var valuesOf: String?
  var isListingErrcodes = false
  /// The date of the group of calls that the next ones belong to.
  private var groupDate: PageDate?
  /// The date of each call's group, for calls without a date of their own.
  private var inherited: [PageDate?] = []
  private var method: Excerpt?
  /// Bounds that the page names before its first call.
  private var strayLimits: [LimitMention] = []

  enum Side { case none, request, response, failure }

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

  mutating func read(_ block: PageBlock) {
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

  mutating func begin(_ at: Excerpt, called name: String? = nil) {
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

  /// The call that is spoken of. A page that has only its title to say which is about that one.
  mutating func currentCall() -> Int? {
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

  mutating func remark(_ kind: PageRemark.Kind, _ at: Excerpt, _ text: String) {
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
