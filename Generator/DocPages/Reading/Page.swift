import Catalog

/// What a page says about calls.
struct Page: Sendable {
  /// The path it was read from.
  var file: String
  var calls: [PageCall] = []
  /// Errcodes listed outside of any call.
  var errcodes: [PageErrcode] = []
  /// Numbers of the documentation pages that this one is a copy of, from its front matter.
  var numbers: [String] = []
  var title: Excerpt?
  /// What the page says about where it belongs: kinds of app, branches of the directory.
  var hints: [String] = []
  /// Messages that the service sends, with the tables of their nodes.
  var events: [PageEvent] = []
  /// The lines, for telling which ones have changed since they were reviewed.
  var lines = PageLineHashes([])
  /// Lines that give a date of the page.
  var dateLines: Set<Int> = []
  /// The date of the page as a whole.
  var updated: String?
  /// The number by which the documentation centre knows the text.
  var documentID: String?
  var counts = PageCounts()
  /// What was not read, or read otherwise than it is written.
  var remarks: [PageRemark] = []

  /// Whether it holds no call, no errcode and no event: an overview, or a form that is not read.
  var documentsNothing: Bool { calls.isEmpty && errcodes.isEmpty && events.isEmpty }

  /// The kind of app whose documentation it is: what the page itself says, or the folders that it lies in; nil: neither does.
  var kind: Endpoint.AppKind? {
    let kinds: [(Endpoint.AppKind, [String])] = [
      (.internal, ["企业内部开发", "企业自建", "internal"]), (.thirdParty, ["第三方应用开发", "third-party"]),
      (.agency, ["服务商代开发", "agency"]), (.miniProgram, ["小程序", "mini-program", "miniprogram"]),
      (.officialAccount, ["公众号", "official-account"]),
    ]
    let folders = file.split(separator: "/").dropLast().map(String.init)
    // A mini-program of WeCom is no mini-program of WeChat: what is said first, from the root on, counts.
    return (hints + folders).lazy.compactMap { name in
      kinds.first { kind in kind.1.contains(where: name.contains) }?.0
    }.first
  }

  func position(_ excerpt: Excerpt) -> Position { Position(file: file, line: excerpt.line, column: excerpt.column) }
}

/// One call as a page documents it.
struct PageCall: Sendable {
  /// The name it goes by: a function's, or the last part of its path.
  var name: String
  var at: Excerpt
  var method: (method: String, at: Excerpt)?
  /// The host and the path of its address.
  var address: (host: String, path: String, at: Excerpt)?
  /// The function as the page calls it: `tt.downloadFile`, `wx.invoke`.
  var function: String?
  /// Whether it is known to be a function of the app around a page, which has no address.
  var isOfClient = false
  /// Whether a package's declarations are all that there is.
  var isDeclared = false
  /// Whether only samples show it, which need not show all of it.
  var isSampled: Bool { request.tables.isEmpty && response.tables.isEmpty && failure.tables.isEmpty && address == nil }
  /// Versions of the client that the text names.
  var versions: [VersionMention] = []
  /// Where the page says that it is going away.
  var deprecation: Excerpt?
  /// The number of the documentation page that is named beside it, and where.
  var number: (number: String, at: Excerpt)?
  var updated: PageDate?
  var request = PageSide()
  var response = PageSide()
  /// What is answered if the call fails, where the page tells it apart.
  var failure = PageSide()
  var errcodes: [PageErrcode] = []
  /// Bounds that the text around the tables names.
  var limits: [LimitMention] = []
  /// Values that a table of its own lists, for a field or under the name of a list.
  var values: [(field: String, values: [ValueMention])] = []
}

extension PageCall {
  /// What stands behind the call's name in tables and descriptions: `name:outcome`.
  func outcomes(of name: String) -> [ValueMention] {
    let rows = response.tables.flatMap(\.rows).flatMap(\.description)
    let listed = values.flatMap(\.values).map(\.at)
    var seen: Set<String> = []
    return (listed + rows).flatMap { ValueMention.outcomes(of: name, in: $0) }.filter { seen.insert($0.value).inserted }
  }
}

/// A message that a service sends, as a page shows it.
struct PageEvent: Sendable {
  var message: PageMessage
  /// The rows of the table of its nodes, and where that stands.
  var rows: [FieldRow] = []
  var table: Excerpt?
}

/// What is asked, or what is answered.
struct PageSide: Sendable {
  var tables: [FieldTable] = []
  /// Samples of an object, by its name: they say nothing of what is around it.
  var objects: [(owner: String, sample: Sample)] = []
  var samples: [Sample] = []
  var isEmpty: Bool { tables.isEmpty && samples.isEmpty }
}

/// The rows of one table of fields.
struct FieldTable: Sendable {
  /// The object whose fields these are; nil: the request or reply itself.
  var owner: String?
  /// What names in this table begin with: `res`.
  var prefix: String?
  var at: Excerpt
  var rows: [FieldRow]
}

/// One line of a table of errcodes.
struct PageErrcode: Sendable {
  var code: Int
  var at: Excerpt
}

/// How much of a page was understood.
public struct PageCounts: Sendable, Hashable {
  /// Calls.
  public var calls = 0
  /// Tables of fields.
  public var fieldTables = 0
  /// Tables of errcodes or of values.
  public var valueTables = 0
  /// Tables that say nothing about a call.
  public var otherTables = 0
  /// Rows of all tables that are compared.
  public var rows = 0
  /// Samples of requests, replies and calls.
  public var samples = 0
  /// Samples that were not written as JSON has it.
  public var repairedSamples = 0
  /// Values of enums.
  public var values = 0
  /// Bounds.
  public var limits = 0
  /// Dates of pages.
  public var dates = 0
  /// Tables, rows, samples, code and lines that were not read.
  public var unread = 0
}

/// Something about the page itself.
public struct PageRemark: Sendable {
  /// What it is. The raw value is the id.
  public enum Kind: String, Sendable, CaseIterable {
    // What it means, and what to do, is said in `PageRemark+Explanation.swift`.
    case columnsSwapped = "columns-swapped"
    case sampleRepaired = "sample-repaired"
    case sampleNotRead = "sample-not-read"
    case rowNotRead = "row-not-read"
    case commentNotRead = "comment-not-read"
    case objectElsewhere = "object-elsewhere"
    case objectUnnamed = "object-unnamed"
    case sampleShowsList = "sample-shows-list"
    case eventTable = "event-table"
    case valueTable = "value-table"
    case nothingRead = "nothing-read"
    case tableNotCompared = "table-not-compared"
    case codeNotRead = "code-not-read"
    case lineNotRead = "line-not-read"
  }
  var kind: Kind
  var at: Excerpt
  var text: String
}

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
