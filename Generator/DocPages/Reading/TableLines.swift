/// Tells the lines of tables.
enum TableLines {
  /// The cells of a line with bars; nil if it has none.
  static func cells(_ line: Excerpt) -> [Excerpt]? {
    var rest = line.trimmed
    guard rest.scalars.contains("|") else { return nil }
    let hasOuterBar = rest.scalars.first == "|"
    if hasOuterBar { rest.scalars = rest.scalars.dropFirst() }
    if rest.scalars.last == "|" { rest.scalars = rest.scalars.dropLast() }
    var cells: [Excerpt] = []
    var start = rest.scalars.startIndex
    var isCode = false
    for index in rest.scalars.indices {
      let scalar = rest.scalars[index]
      if scalar == "`" { isCode.toggle() }
      let isEscaped = index > rest.scalars.startIndex && rest.scalars[index - 1] == "\\"
      if scalar == "|", !isEscaped, !isCode {
        cells.append(Excerpt(line: line.line, scalars: rest.scalars[start..<index]))
        start = index + 1
      }
    }
    cells.append(rest.from(start))
    return cells.count > 1 || hasOuterBar ? cells : nil
  }

  /// Whether the line is the rule below a heading: `| --- | :-: |`.
  static func isRule(_ line: Excerpt) -> Bool {
    guard let cells = cells(line) else { return false }
    return cells.contains { $0.scalars.contains("-") }
      && cells.allSatisfy { $0.trimmed.scalars.allSatisfy { $0 == "-" || $0 == ":" } }
  }

  /// Whether a line with a rule below it begins another table, and is not a row above a rule that only parts the rows.
  static func opensTable(_ line: Excerpt) -> Bool {
    cells(line)?.contains { Column($0.unmarked.text, isWhole: true) != nil } ?? false
  }

  /// The cells of the heading of a table with bars, and whether a rule follows it.
  static func heading(_ line: Excerpt, next: Excerpt?) -> (cells: [Excerpt], hasRule: Bool)? {
    guard let cells = cells(line) else { return nil }
    if let next, isRule(next) { return (cells.map(\.unmarked), true) }
    let words = cells.map(\.unmarked).filter { !$0.isEmpty }
    let columns = words.map { Column($0.text) }
    let isHeading = columns.allSatisfy { $0 != nil } || columns.contains(.name) && columns.contains(.description)
    return words.count > 1 && isHeading ? (words, false) : nil
  }

  /// The words of the heading of a table without bars.
  static func plainHeading(_ line: Excerpt) -> [Excerpt]? {
    let words = line.words
    guard (2...8).contains(words.count) else { return nil }
    let columns = words.map { Column($0.text, isWhole: true) }
    // `errcode 返回码` are two names of one thing: a row.
    guard columns.allSatisfy({ $0 != nil }), Set(columns).count > 1 else { return nil }
    return words
  }

  /// Whether a row of a table without bars can start with this line: with a name on the wire, or with a number.
  static func startsPlainRow(_ line: Excerpt) -> Bool {
    guard let word = line.words.first, let first = word.scalars.first else { return false }
    if first.isASCIIDigit || first == "-" {
      return word.scalars.dropFirst().allSatisfy(\.isASCIIDigit) && word.text != "-"
    }
    guard first.isASCIILetter || first == "_" else { return false }
    let name = word.scalars.prefix { $0.isNamePart || $0 == "." || $0 == "/" || $0 == "[" || $0 == "]" }
    return name.endIndex == word.scalars.endIndex || word.scalars[name.endIndex] == "("
  }
}

/// What a column of a table says about a field.
enum Column: Sendable, Hashable {
  case name, type, required, defaultValue, description, code, value, other

  /// Nil if the text is no heading of a column that is known.
  ///
  /// - Parameter isWhole: Whether the text has to be a known heading; if not, it may go on: `类型[长度限制]`.
  init?(_ text: String, isWhole: Bool = false) {
    let folded = text.lowercased()
    if let known = Column.words[folded] {
      self = known
      return
    }
    guard !isWhole, !folded.isEmpty, folded.first?.isASCII == false else { return nil }
    let beginnings = Column.words.keys.filter {
      $0.count > 1 && folded.count <= $0.count + 8 && folded.hasPrefix($0) && $0.first?.isASCII == false
    }
    guard let longest = beginnings.max(by: { $0.count < $1.count }), let known = Column.words[longest] else {
      return nil
    }
    self = known
  }

  private static let words: [String: Column] = [
    "参数": .name, "参数名": .name, "参数名称": .name, "属性": .name, "属性名": .name, "名称": .name, "字段": .name,
    "字段名": .name, "字段名称": .name, "参数字段": .name, "变量": .name, "parameter": .name, "param": .name, "name": .name,
    "field": .name, "property": .name,
    "attribute": .name,
    "类型": .type, "数据类型": .type, "参数类型": .type, "字段类型": .type, "变量类型": .type, "type": .type,
    "必须": .required, "是否必须": .required, "必填": .required, "是否必填": .required, "必选": .required,
    "是否必选": .required, "是否必返回": .required, "必需": .required, "是否必需": .required, "required": .required,
    "mandatory": .required,
    "默认值": .defaultValue, "默认": .defaultValue, "default": .defaultValue,
    "说明": .description, "描述": .description, "备注": .description, "含义": .description, "介绍": .description,
    "参数说明": .description,
    "字段说明": .description, "参数描述": .description, "字段描述": .description, "变量说明": .description,
    "描述说明": .description, "意义": .description, "解释": .description, "内容": .description,
    "description": .description, "meaning": .description, "notes": .description,
    "错误码": .code, "返回码": .code, "错误代码": .code, "errcode": .code, "code": .code,
    "枚举值": .value, "枚举类型": .value, "合法值": .value, "可选值": .value,
    "最低版本": .other, "示例": .other, "示例值": .other, "example": .other,
  ]
}
