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
  /// Whether the owner is that of a section, and not only of the next table.
  var ownsSection = false
  var prefix: String?
  var valuesOf: String?
  var isListingErrcodes = false
  /// The tables of objects, which belong to whatever rows name them.
  var objects: [ObjectTable] = []
  /// The date of the page as a whole.
  private var pageDate: PageDate?
  /// The date of the group of calls that the next ones belong to.
  private var groupDate: PageDate?
  /// The date of each call's group, for calls without a date of their own.
  private var inherited: [PageDate?] = []
  var method: Excerpt?
  /// The event whose nodes the next table may list, by index.
  var pendingEvent: Int?
  /// The call to which a sample that follows is sent: the sample began with its address.
  var sampleRecipient: Int?
  /// Versions that the page names before its first call.
  private var strayVersions: [VersionMention] = []
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
    for line in lines.commented { reader.remark(.commentNotRead, line.trimmed, "a row that is commented out") }
    reader.page.lines = lines.hashes
    reader.readFrontMatter(lines.metadata)
    if lines.form == .declarations {
      reader.readDeclarations(lines.lines)
    } else {
      for block in BlockReader.blocks(of: lines.lines, bounds: bounds) { reader.read(block) }
    }
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
    case .blank, .sampleText, .sample: break
    default: sampleRecipient = nil
    }
    switch block {
    case .blank: break
    case .sampleText(let line): readSampleText(line)
    case .frontMatter(let pairs): readFrontMatter(pairs)
    case .heading(let text): readHeading(text)
    case .text(let line): readText(line)
    case .table(let table): readTable(table)
    case .sample(let sample): readSample(sample)
    case .message(let message): readMessage(message)
    case .imports(let name): readImport(name)
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
      case "doc_id": page.documentID = value.text
      case "app", "kind", "category", "directory", "path", "breadcrumb": page.hints.append(value.text)
      case "category_id", "page": page.numbers.append(value.text)
      case "source_url", "url":
        page.numbers.append(vocabulary.pageNumber(in: value) ?? value.text)
      case "updated", "date", "last_updated", "update_time":
        if let date = PageDate(anywhereIn: value) {
          pageDate = pageDate ?? date
          page.dateLines.insert(value.line)
        }
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
    if text.unmarked.scalars.isEmpty { return }
    noteFunction(in: text)
    if CallLine.podSection(text) {
      leaveCall()
      return
    }
    if vocabulary.calls.contains(text.unmarked.text) {
      begin(text.unmarked)
    } else if let label = PageLabel(text, isHeading: true) {
      follow(label, text)
    }
  }

  private mutating func readText(_ line: Excerpt) {
    let text = line.trimmed
    if CallLine.podSection(text) {
      leaveCall()
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
    if text.scalars.first == "|", let cells = TableLines.cells(text), cells.count > 1, !TableLines.isRule(text) {
      remark(.rowNotRead, cells[0].trimmed, "a row outside of a table: '\(cells[0].trimmed.text.prefix(40))'")
    }
    if let label = PageLabel(text, isHeading: false) { follow(label, text) }
    noteFunction(in: text)
    let versions = VersionMention.all(in: text)
    if let current { page.calls[current].versions += versions } else { strayVersions += versions }
    if let current, page.calls[current].deprecation == nil, text.contains("接口") || text.contains("API") {
      page.calls[current].deprecation = DeprecationMention.place(in: text)
    }
    let limits = LimitMention.all(in: text)
    page.counts.limits += limits.count
    if let current { page.calls[current].limits += limits } else { strayLimits += limits }
  }

  /// A line that gives a call's address or method.
  mutating func readCallLine(_ text: Excerpt) -> Bool {
    remarkOnHost(text)
    if let (method, address) = CallLine.address(text), let parts = vocabulary.call(at: address) {
      let name = address.from(address.scalars.startIndex)
      if let known = page.calls.firstIndex(where: { $0.address?.path == parts.path && $0.address?.host == parts.host })
      {
        // The address once more is the same call's.
        resume(known)
        return true
      }
      if current.map({ page.calls[$0].address != nil || page.calls[$0].isOfClient }) ?? true {
        begin(name, called: parts.name)
      }
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

  /// Says of the address of a call whose host is none of a service that it is not read.
  private mutating func remarkOnHost(_ text: Excerpt) {
    guard CallLine.isLabelled(text), let (_, address) = CallLine.address(text), vocabulary.call(at: address) == nil,
      vocabulary.pageNumber(in: address) == nil
    else { return }
    let host = PageVocabulary.host(address.text)
    remark(.nothingRead, address, "no service of the catalog has the host '\(host)', so the call there is not read")
  }

  /// A line of a sample: its address documents the call only where nothing else has.
  private mutating func readSampleText(_ line: Excerpt) {
    guard let (_, address) = CallLine.address(line.trimmed), let parts = vocabulary.call(at: address) else { return }
    let known = page.calls.firstIndex { $0.address?.path == parts.path }
    if known == nil { _ = readCallLine(line.trimmed) }
    sampleRecipient = known ?? current
  }

  // MARK: - Calls

  /// A manual's next section speaks of no call yet.
  private mutating func leaveCall() {
    current = nil
    side = .none
    groupDate = nil
  }

  /// The whole name of the function that a page calls by the last part of it: `tt.openFile`, on the page of `openFile`.
  private mutating func noteFunction(in text: Excerpt) {
    guard let current, page.calls[current].address == nil, page.calls[current].function == nil else { return }
    let name = page.calls[current].name
    guard let prefix = vocabulary.functions.first(where: { !$0.isEmpty && text.contains($0 + name) }) else { return }
    page.calls[current].function = prefix + name
  }

  /// An interface that the page imports from a package is what it is about.
  private mutating func readImport(_ name: Excerpt) {
    if page.calls.contains(where: { $0.name == name.text }) { return }
    begin(name)
    page.calls[page.calls.count - 1].isOfClient = true
  }

  private mutating func readDeclarations(_ lines: [Excerpt]) {
    for var call in DeclarationReader.calls(in: lines) {
      begin(call.at)
      call.isDeclared = true
      page.counts.fieldTables += call.request.tables.count + call.response.tables.count
      page.counts.rows += (call.request.tables + call.response.tables).reduce(0) { $0 + $1.rows.count }
      page.calls[page.calls.count - 1] = call
    }
  }

  private mutating func resume(_ call: Int) {
    if call == current { return }
    current = call
    pendingEvent = nil
    (side, owner, ownsSection, prefix, valuesOf, isListingErrcodes) = (.none, nil, false, nil, nil, false)
  }

  mutating func begin(_ at: Excerpt, called name: String? = nil) {
    page.calls.append(PageCall(name: name ?? at.text, at: at))
    inherited.append(groupDate)
    current = page.calls.count - 1
    pendingEvent = nil
    side = .none
    owner = nil
    ownsSection = false
    prefix = nil
    valuesOf = nil
    isListingErrcodes = false
  }

  private mutating func note(_ date: PageDate) {
    page.counts.dates += 1
    if date.isOfPage { page.dateLines.insert(date.at.line) }
    if !date.isOfPage, pageDate != nil || groupDate != nil { return }
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
    case .request: (side, owner, ownsSection) = (.request, nil, false)
    case .response: (side, owner, ownsSection) = (.response, nil, false)
    case .failure: (side, owner, ownsSection) = (.failure, nil, false)
    case .structure(let name): (owner, ownsSection) = (name, true)
    case .values(let field): valuesOf = field
    case .errcodes: isListingErrcodes = true
    case .fields: if !ownsSection { owner = nil }
    case .sample: break
    case .aside: (owner, ownsSection) = (nil, false)
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
    if kind.isUnread { page.counts.unread += 1 }
    // The rest is counted.
    guard page.remarks.count(where: { $0.kind == kind }) < bounds.remarks else { return }
    page.remarks.append(PageRemark(kind: kind, at: at, text: text))
  }

  private mutating func finish() {
    page.counts.calls = page.calls.count
    placeObjects()
    remarkOnNothing()
    if page.calls.count == 1 {
      page.calls[0].limits += strayLimits
      page.calls[0].versions += strayVersions
    }
    for (index, date) in inherited.enumerated() where page.calls[index].updated == nil {
      page.calls[index].updated = date ?? pageDate
    }
    page.updated = (pageDate ?? groupDate ?? page.calls.lazy.compactMap(\.updated).first)?.date
  }
}
