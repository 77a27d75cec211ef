/// Tables as they come when a page's text is taken without what parts the cells: `参数类型是否必须说明`, `idstring是编号`.
enum GluedTable {
  /// The columns of a line that is made of their headings and nothing else; nil if it is none.
  static func columns(_ line: Excerpt) -> [Excerpt]? {
    let text = line.trimmed
    guard (4...40).contains(text.count), !text.scalars.contains(where: { $0.isPageSpace || $0 == "|" }) else {
      return nil
    }
    guard text.scalars.first.map({ $0.value > 0x7F }) ?? false else { return nil }
    return columns(text, seen: [])
  }

  private static func columns(_ text: Excerpt, seen: [Column]) -> [Excerpt]? {
    if text.isEmpty { return seen.count >= 3 && seen.contains(.description) ? [] : nil }
    for length in stride(from: min(6, text.count), through: 2, by: -1) {
      let word = text.upTo(text.scalars.startIndex + length)
      guard let column = Column(word.text, isWhole: true), !seen.contains(column), seen.isEmpty == (column == .name)
      else { continue }
      if let rest = columns(text.from(word.scalars.endIndex), seen: seen + [column]) { return [word] + rest }
    }
    return nil
  }

  /// Words for types, the longest first, as they end a name that is glued to them.
  private static let types = [
    "object[]", "string[]", "uint32[]", "uint64[]", "int32[]", "boolean", "integer", "uint32", "uint64", "string",
    "object",
    "number", "double", "int32", "int64", "array", "obj[]", "float", "bool", "int", "obj",
  ]
  private static let writtenTypes = ["字符串", "整型", "整数", "布尔值", "布尔", "对象", "数组", "列表"]
  private static let markers = ["非必填", "非必须", "必须", "必填", "可选", "选填", "是", "否"]

  /// The cells of a row; nil if the line begins none.
  static func cells(_ line: Excerpt, columns: [Column?]) -> [Excerpt]? {
    var rest = line.trimmed
    var cells: [Excerpt] = []
    for (index, column) in columns.enumerated() {
      switch column {
      case .name:
        var name = Excerpt(
          line: line.line, scalars: rest.scalars.prefix { $0.isNamePart || ".[]".unicodeScalars.contains($0) })
        guard name.scalars.first.map({ $0.isASCIILetter || $0 == "_" }) ?? false else { return nil }
        if index + 1 < columns.count, columns[index + 1] == .type,
          let type = types.first(where: { hasSuffix(name, $0) })
        {
          name = name.upTo(name.scalars.endIndex - type.unicodeScalars.count)
        }
        cells.append(name)
        rest = rest.from(name.scalars.endIndex)
      case .type: take((types + writtenTypes).first { rest.text.lowercased().hasPrefix($0) }, from: &rest, into: &cells)
      case .required: take(markers.first(where: rest.hasPrefix), from: &rest, into: &cells)
      default:
        cells.append(rest)
        rest = rest.from(rest.scalars.endIndex)
      }
    }
    return cells
  }

  private static func take(_ word: String?, from rest: inout Excerpt, into cells: inout [Excerpt]) {
    let end = rest.scalars.startIndex + (word?.unicodeScalars.count ?? 0)
    cells.append(rest.upTo(end))
    rest = rest.from(end)
  }

  /// Whether a name ends with a type's word and is longer.
  private static func hasSuffix(_ name: Excerpt, _ type: String) -> Bool {
    name.count > type.unicodeScalars.count && name.text.lowercased().hasSuffix(type)
  }
}

extension PageTable {
  /// A table whose rows are the objects of a list in JSON, each with the columns as its keys; nil if a value is none.
  init?(written value: SampleValue) {
    guard case .list(let elements) = value.content, let first = elements.first, !first.members.isEmpty else {
      return nil
    }
    let columns = first.members.map { PageTable.column($0.key) }
    guard columns.contains(.name), Set(columns.compactMap { $0 }).count > 2,
      first.members.allSatisfy({ !$0.value.holdsObject || PageTable.nested.contains($0.key.lowercased()) })
    else { return nil }
    let keys = zip(first.members, columns).filter { $0.1 != nil }.map(\.0)
    self.init(header: keys.map { PageTable.heading($0) }, rows: [], hasBars: true)
    for element in elements { append(element, keys: keys.map(\.key), below: "") }
  }

  private static let nested: Set<String> = ["children", "fields", "properties", "items"]
  private static let maximumRows = 4096
  private static let words: [String: Column] = [
    "key": .name, "desc": .description, "remark": .description, "comment": .description, "isrequired": .required,
    "must": .required, "datatype": .type,
  ]

  private static func column(_ key: String) -> Column? { Column(key) ?? words[key.lowercased()] }

  /// The column's heading as tables write it.
  private static func heading(_ member: SampleValue.Member) -> Excerpt {
    guard Column(member.at.trimming { "\"'".unicodeScalars.contains($0) }.text) == nil else {
      return member.at.trimming { "\"'".unicodeScalars.contains($0) }
    }
    let written: String =
      switch words[member.key.lowercased()] {
      case .name: "参数"
      case .required: "必须"
      case .type: "类型"
      default: "说明"
      }
    return Excerpt(line: member.at.line, scalars: Array(written.unicodeScalars)[...])
  }

  private mutating func append(_ element: SampleValue, keys: [String], below path: String) {
    guard rows.count < PageTable.maximumRows else { return }
    let members = Dictionary(element.members.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    var name = ""
    let cells = keys.map { key -> Excerpt in
      guard let member = members[key] else { return element.at.upTo(element.at.scalars.startIndex) }
      let text = member.value.at.trimming { "\"'`".unicodeScalars.contains($0) }
      guard PageTable.column(key) == .name else { return text }
      name = path + text.text
      return path.isEmpty ? text : Excerpt(line: text.line, scalars: Array(name.unicodeScalars)[...])
    }
    rows.append(Row(cells: cells))
    for member in element.members where PageTable.nested.contains(member.key.lowercased()) {
      guard case .list(let inner) = member.value.content, name.count < 400 else { continue }
      for child in inner { append(child, keys: keys, below: name + ".") }
    }
  }
}

extension SampleValue {
  /// Whether it is an object, or a list with one in it.
  fileprivate var holdsObject: Bool {
    switch content {
    case .object: true
    case .list(let elements): elements.contains(where: \.holdsObject)
    default: false
    }
  }
}
