/// The lines of a page.
struct PageLines {
  /// The lines, without their ends; one that is too long is empty.
  private(set) var lines: [Excerpt] = []
  /// Rows of tables that are commented out, and so are not part of the page.
  private(set) var commented: [Excerpt] = []
  /// The beginnings of lines that are too long to be read.
  private(set) var tooLong: [Excerpt] = []
  /// What the page is written in.
  private(set) var form = PageForm.markdown
  /// What a server's reply says about the page besides its text, and what a page in HTML has in its head.
  private(set) var metadata: [(name: Excerpt, value: Excerpt)] = []
  /// Every line, as it is for telling changes.
  private(set) var hashes = PageLineHashes([])
  private let bounds: PageBounds

  /// Splits the bytes of a page in whatever form it comes, and refuses what is no text.
  init(_ bytes: [UInt8], bounds: PageBounds) throws(PageError) {
    self.bounds = bounds
    guard bytes.count <= bounds.bytes else { throw .tooLarge(bounds.bytes) }
    guard bytes.contains(where: { $0 > 0x20 }) else { throw .empty }
    form = PageForm(bytes)
    if form == .reply {
      try readReply(bytes)
    } else {
      try split(bytes)
    }
    understand()
  }

  /// Reads the text that a server's reply holds.
  private mutating func readReply(_ bytes: [UInt8]) throws(PageError) {
    let reply: CentreReply
    do throws(CentreReply.Failure) {
      reply = try CentreReply.read(bytes)
    } catch {
      throw .noPage("\(error)")
    }
    let content = Array(reply.content.utf8)
    form = PageForm(content)
    // A reply inside a reply is a text like any other.
    if form == .reply { form = .markdown }
    try split(content)
    for (name, value) in [
      ("title", reply.title), ("updated", reply.date), ("category_id", reply.number), ("doc_id", reply.documentID),
    ] {
      guard let value else { continue }
      func excerpt(_ text: String) -> Excerpt { Excerpt(line: 1, scalars: Array(text.unicodeScalars)[...]) }
      metadata.append((excerpt(name), excerpt(value)))
    }
  }

  /// Writes the lines as Markdown, without comments.
  private mutating func understand() {
    hashes = PageLineHashes(lines)
    switch form {
    case .html:
      let (markdown, title) = HTMLText.markdown(lines)
      lines = markdown
      if let title, !title.isEmpty {
        metadata.append((Excerpt(line: title.line, scalars: Array("title".unicodeScalars)[...]), title))
      }
    case .manual: lines = ManualText.plain(lines)
    case .markdown, .reply: lines = HTMLText.withoutTables(lines)
    case .declarations: return
    }
    lines = PageMarkup.withoutComments(lines.map(PageMarkup.shown), hidden: &commented).map(PageMarkup.plain)
  }

  private mutating func split(_ bytes: [UInt8]) throws(PageError) {
    guard bytes.count <= bounds.bytes else { throw .tooLarge(bounds.bytes) }
    var scalars: [Unicode.Scalar] = []
    var previous: Unicode.Scalar = "\n"
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    reading: while true {
      switch decoder.decode(&iterator) {
      case .emptyInput:
        break reading
      case .error:
        throw notText(scalars, "it holds a byte that is not UTF-8")
      case .scalarValue("\n") where previous == "\r":
        previous = "\n"
      case .scalarValue(let scalar) where scalar == "\n" || scalar == "\r":
        add(scalars)
        scalars.removeAll(keepingCapacity: true)
        previous = scalar
      case .scalarValue(let scalar):
        if scalar.value < 0x20 && scalar != "\t" || scalar.value == 0x7F {
          throw notText(scalars, "it holds the control character U+\(String(scalar.value, radix: 16, uppercase: true))")
        }
        scalars.append(scalar.plain)
        previous = scalar
      }
    }
    add(scalars)
  }

  private func notText(_ before: [Unicode.Scalar], _ what: String) -> PageError {
    .notText(line: lines.count + 1, column: before.count + 1, what: what)
  }

  private mutating func add(_ scalars: [Unicode.Scalar]) {
    let line = Excerpt(line: lines.count + 1, scalars: scalars[...])
    let isTooLong = scalars.count > bounds.lineLength
    if isTooLong { tooLong.append(line.upTo(40)) }
    lines.append(isTooLong ? line.upTo(0) : line)
  }
}
