/// What a page is made of, before anything is understood.
enum PageBlock: Sendable {
  /// The lines between `---` at the top, as names and values.
  case frontMatter([(name: Excerpt, value: Excerpt)])
  /// A heading, or a line that is bold as a whole.
  case heading(Excerpt)
  case text(Excerpt)
  /// A line of a sample that is no data: `POST https://… HTTP/1.1`.
  case sampleText(Excerpt)
  case blank
  case table(PageTable)
  /// A message in XML.
  case message(PageMessage)
  /// A line that imports an interface of a package.
  case imports(Excerpt)
  case sample(Sample)
  /// Something that looked like a sample and could not be read.
  case unreadSample(at: Excerpt, what: String)
  /// Code in a language that no sample is written in.
  case code(at: Excerpt, language: String, lines: Int)
}

/// A table as it is written.
struct PageTable: Sendable {
  /// The cells of the heading.
  var header: [Excerpt]
  var rows: [Row]
  /// Whether columns are told by bars. If not, a cell ends at a space, and only the last may hold any.
  var hasBars: Bool

  struct Row: Sendable {
    /// The cells; of a table without bars there is one, the whole line.
    var cells: [Excerpt]
    /// Lines that go on with the last cell.
    var continuation: [Excerpt] = []
  }
}
