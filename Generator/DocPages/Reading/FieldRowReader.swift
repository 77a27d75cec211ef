/// Understands the rows of a table of fields, by its heading.
struct FieldRowReader {
  private let columns: [Column?]
  private let hasBars: Bool

  /// Nil if the table's heading is none of a table of fields.
  init?(_ table: PageTable) {
    columns = table.header.map { Column($0.unmarked.text) }
    hasBars = table.hasBars
    guard columns.contains(.name), columns.contains(where: { $0 == .type || $0 == .description || $0 == .required })
    else { return nil }
  }

  /// Nil if the row names no field.
  func row(_ row: PageTable.Row) -> FieldRow? {
    hasBars ? barred(row) : plain(row)
  }

  // MARK: - With bars

  private func barred(_ row: PageTable.Row) -> FieldRow? {
    var cells: [Column: Excerpt] = [:]
    for (column, cell) in zip(columns, row.cells) {
      if let column, cells[column] == nil { cells[column] = cell }
    }
    // Of two columns of names, one may be for people.
    let names = zip(columns, row.cells).filter { $0.0 == .name }.map(\.1)
    guard var result = names.lazy.compactMap({ FieldRowReader.named($0) }).first else { return nil }
    let type = cells[.type]?.unmarked
    let required = cells[.required]?.unmarked
    if let type, !type.isEmpty {
      if let known = PageType(type.text, allowsNames: true) {
        result.type = (known, type)
      } else if let required, let marker = RequiredMarker(type.text),
        let known = PageType(required.text, allowsNames: true)
      {
        result.type = (known, required)
        result.required = (marker, type)
        result.isSwapped = true
      } else if type.text != "-" {
        result.strangeType = type
      }
    }
    if let required, result.required == nil, let marker = RequiredMarker(required.text) {
      result.required = (marker, required)
    }
    // Cells that no heading stands over belong to the last one: a bar in the text of a description.
    let extra = row.cells.dropFirst(columns.count)
    result.description = [cells[.description]].compactMap { $0 } + extra + row.continuation
    result.references = ([type].compactMap { $0 } + result.description).flatMap(FieldRowReader.references)
    return FieldRowReader.conditional(result)
  }

  // MARK: - Without bars

  private func plain(_ row: PageTable.Row) -> FieldRow? {
    guard let line = row.cells.first else { return nil }
    var words = line.words[...]
    guard let first = words.popFirst(), var result = FieldRowReader.named(first, isWhole: true) else { return nil }
    let allowsNames = columns.contains(.type)
    for column in columns.dropFirst() {
      guard let word = words.first else { break }
      switch column {
      case .type:
        if let type = PageType(word.text, allowsNames: false) {
          result.type = (type, word)
          words.removeFirst()
        } else if let marker = RequiredMarker(word.text), words.count > 1,
          let type = PageType(words[words.startIndex + 1].text, allowsNames: false)
        {
          result.required = (marker, word)
          result.type = (type, words[words.startIndex + 1])
          result.isSwapped = true
          words.removeFirst(2)
        } else if allowsNames, let type = PageType(word.text, allowsNames: true), words.count > 1 {
          result.type = (type, word)
          words.removeFirst()
        }
      case .required:
        if result.required == nil, let marker = RequiredMarker(word.text) {
          result.required = (marker, word)
          words.removeFirst()
        }
      case .defaultValue:
        // It may be left out, which shows only by what follows it.
        if RequiredMarker(word.text) == nil, words.count > 1,
          RequiredMarker(words[words.startIndex + 1].text) != nil
        {
          words.removeFirst()
        }
      default: break
      }
    }
    if let word = words.first { result.description = [line.from(word.scalars.startIndex)] }
    result.description += row.continuation
    result.references = result.description.flatMap(FieldRowReader.references)
    return FieldRowReader.conditional(result)
  }

  // MARK: - Names

  private static let nesting: Set<Unicode.Scalar> = [
    "-", ">", "└", "├", "│", "─", "∟", "·", "—", "–", "+", "→", "•", "＞",
  ]

  /// A row with the name in a cell: without marks, links and remarks.
  ///
  /// - Parameter isWhole: Whether nothing but a remark may stand behind the name.
  private static func named(_ cell: Excerpt, isWhole: Bool = false) -> FieldRow? {
    let spaces = cell.scalars.prefix(while: \.isPageSpace).count
    var rest = cell.trimmed
    var marks = 0
    while true {
      if rest.hasPrefix("&nbsp;") {
        rest = rest.from(rest.scalars.startIndex + 6)
        marks += 1
      } else if rest.hasPrefix("&emsp;") {
        rest = rest.from(rest.scalars.startIndex + 6)
        marks += 2
      } else if rest.scalars.first == "<", let end = rest.scalars.firstIndex(of: ">") {
        rest = rest.from(end + 1)
      } else if rest.hasPrefix("!!"), let end = rest.scalars.firstIndex(of: " ") {
        rest = rest.from(end + 1)
      } else if rest.hasPrefix("**") {
        rest = rest.from(rest.scalars.startIndex + 2)
      } else if let first = rest.scalars.first, nesting.contains(first) || first.isPageSpace {
        rest = rest.from(rest.scalars.startIndex + 1)
        marks += first.isPageSpace ? 0 : 2
      } else {
        break
      }
    }
    rest = rest.unmarked
    if rest.scalars.first == "[", let close = rest.scalars.firstIndex(of: "]") {
      rest = rest.upTo(close).from(rest.scalars.startIndex + 1).unmarked
    }
    let name = rest.scalars.prefix { $0.isNamePart || ".[]/\\-$".unicodeScalars.contains($0) }
    guard !name.isEmpty, name.first?.isNamePart == true || name.first == "$" else { return nil }
    let behind = rest.from(name.endIndex).trimmed
    guard !isWhole || behind.isEmpty || behind.scalars.first == "(" || behind.scalars.first == "*" else { return nil }
    let text = Excerpt(line: cell.line, scalars: name)
    let names = text.text.replacing("\\", with: "").replacing("[]", with: "").split(separator: "/").map(String.init)
    guard !names.isEmpty else { return nil }
    var row = FieldRow(names: names, at: text, depth: (marks + max(0, spaces - 1)) / 2, description: [])
    if !behind.isEmpty { row.remark = behind }
    return row
  }

  /// What comes before the name of something that is described elsewhere.
  private static let pointers = ["详见", "参见", "参考", "见", "see "]

  private static func references(_ text: Excerpt) -> [String] {
    var found: [String] = []
    func note(_ rest: Excerpt) {
      let name = Excerpt(line: rest.line, scalars: rest.scalars.prefix { $0.isNamePart || $0 == "." }).text
      if let first = name.unicodeScalars.first, first.isASCIILetter { found.append(name) }
    }
    for pointer in pointers {
      var rest = text
      while let start = rest.firstIndex(of: pointer) {
        rest = rest.from(start + pointer.unicodeScalars.count)
        note(rest.trimming { $0.isPageSpace || "[(`*:\"".unicodeScalars.contains($0) })
      }
    }
    // A link to a heading of the page.
    var rest = text
    while let start = rest.firstIndex(of: "](#") {
      let before = rest.upTo(start).scalars.reversed().prefix { $0.isNamePart || $0 == ")" }
      note(rest.upTo(start).from(start - before.count).trimming { $0 == ")" })
      rest = rest.from(start + 3)
    }
    return found
  }

  /// A field that is required in some cases only says so behind the case: `(type为1时填写)`, `type为1时必填`. What is said of
  /// another field goes on: `为true时必须填写shelf`.
  private static func conditional(_ row: FieldRow) -> FieldRow {
    guard let (marker, at) = row.required, marker == .yes else { return row }
    let depends = row.description.map(\.trimmed).contains { text in
      conditions.contains { condition in
        guard let start = text.firstIndex(of: condition) else { return false }
        let behind = text.from(start + condition.unicodeScalars.count).scalars.first
        return condition == "(if " || behind.map { ",;。.)".unicodeScalars.contains($0) } ?? true
      }
    }
    guard depends else { return row }
    var row = row
    row.required = (.sometimes, at)
    row.isConditional = true
    return row
  }

  private static let conditions = ["时填写", "时必填", "时必须", "时填", "(if ", "required if", "only if"]
}

/// One row of a table of fields, its cells understood.
struct FieldRow: Sendable {
  /// The names; more than one where the page gives alternatives: `access_token/cloudbase_access_token`.
  var names: [String]
  var at: Excerpt
  /// How far the row is indented below the one it belongs to.
  var depth: Int
  var type: (type: PageType, at: Excerpt)?
  var required: (marker: RequiredMarker, at: Excerpt)?
  var description: [Excerpt]
  /// Whether the column says that it is required, and the description that it is so in some cases only.
  var isConditional = false
  /// Whether type and marker stand in each other's columns.
  var isSwapped = false
  /// Names of objects or lists of values that the row says are described elsewhere: `详见Info`, `[Info](#info)`.
  var references: [String] = []
  /// What stands behind the name in its cell.
  var remark: Excerpt?
  /// Values that the row's type lists.
  var listedValues: [Excerpt] = []
  /// Where the row says that the field is going away.
  var deprecation: Excerpt? {
    ([remark].compactMap { $0 } + description).lazy.compactMap { DeprecationMention.place(in: $0) }.first
  }
  /// What stands in the column of types and is none.
  var strangeType: Excerpt?

  /// The name as it is written, with dots.
  var name: String { names[0] }
}
