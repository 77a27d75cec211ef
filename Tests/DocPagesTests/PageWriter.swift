import TestSupport

@testable import DocPages

/// Writes pages as people have them, in words of its own, and remembers where each thing stands.
struct PageWriter {
  /// How a page looks.
  enum Style: CaseIterable {
    /// Markdown with front matter, fences, and tables whose nested names have dots.
    case markdown
    /// Plain text, a whole family on one page, tables flat.
    case dump
    /// Plain text, an address, a table for each object, and errcodes.
    case sections
    /// Markdown whose tables have no outer bars and indent nested names.
    case indented
  }

  private(set) var lines: [String] = []
  private(set) var places: [PageDraft.Tag: Int] = [:]
  let style: Style
  var generator: SplitMix64

  static func write(_ draft: PageDraft, style: Style, seed: UInt64) -> PageWriter {
    var writer = PageWriter(style: style, generator: SplitMix64(seed: seed))
    if style != .dump { writer.frontMatter(draft) }
    for call in draft.calls { writer.call(call) }
    return writer
  }

  private init(style: Style, generator: SplitMix64) {
    self.style = style
    self.generator = generator
  }

  var bytes: [UInt8] { Array((lines.joined(separator: "\n") + "\n").utf8) }

  mutating func add(_ line: String, _ tag: PageDraft.Tag? = nil) {
    lines.append(line)
    if let tag, places[tag] == nil { places[tag] = lines.count }
  }

  // MARK: - Around the tables

  private mutating func frontMatter(_ draft: PageDraft) {
    guard let first = draft.calls.first, style != .sections else { return }
    add("---")
    add("title: \"\(first.expected.route == nil ? first.name : "一个页面")\"")
    if let number = first.number { add("category_id: \(number)") }
    add("---")
  }

  private mutating func call(_ call: PageDraft.Call) {
    let id = call.expected.id
    let tag = PageDraft.Tag.call(id)
    if call.expected.route == nil {
      add("### \(call.name)(Object object)", tag)
    } else if style == .dump {
      add("\(call.name)(access_token, hash);", tag)
      add("某个接口 最后更新:\(call.expected.updated?.replacing("-", with: "/") ?? "")")
      if let docs = call.docs, let number = call.number { add(docs.replacing("{page}", with: number)) }
    } else {
      add(heading("请求地址"))
      add("\(call.expected.route?.method ?? "POST") \(call.host)\(call.path)?access_token=ACCESS_TOKEN", tag)
      if let date = call.expected.updated { add("最后更新于 \(date)") }
    }
    for side in PageDraft.Side.allCases { write(call, side) }
    if !call.outcomes.isEmpty, call.expected.route == nil {
      add(heading("错误列表"))
      add("|res.\(call.expected.outcomeField ?? "errMsg")|说明|")
      add("|--|--|")
      for outcome in call.outcomes { add("|\(id):\(outcome)|某种结果|") }
    }
    if style != .dump, call.expected.route != nil, !call.errcodes.isEmpty {
      add(heading("错误码"))
      errcodes(call)
    }
    add("")
  }

  private func heading(_ text: String) -> String {
    switch style {
    case .markdown: "**\(text)**"
    case .dump: "\(text):"
    case .sections: "# \(text)"
    case .indented: "## \(text)"
    }
  }

  private mutating func errcodes(_ call: PageDraft.Call) {
    let hasBars = style != .sections
    add(hasBars ? "| 错误码 | 说明 |" : "错误码 说明")
    if hasBars { add("| --- | --- |") }
    for code in call.errcodes {
      add(hasBars ? "| \(code) | 某种错误 |" : "\(code) 某种错误", .errcode(call: call.expected.id, code))
    }
    add("")
  }

  private mutating func write(_ call: PageDraft.Call, _ side: PageDraft.Side) {
    let isRequest = side == .request
    let isHTTP = call.expected.route != nil
    let envelope = call.expected.notAnswered.sorted().filter {
      isHTTP && !isRequest || $0 == call.expected.outcomeField && !isRequest
    }
    add(heading(isRequest ? "请求参数示例" : "返回结果"))
    if isHTTP { sample(call, side, envelope: envelope) }
    add(heading(isRequest ? "请求参数" : "返回参数"))
    let wrapper = isRequest ? nil : call.expected.wrapper
    table(call, side, envelope: envelope, wrapper: wrapper)
    add("")
  }

  // MARK: - Tables

  private mutating func table(_ call: PageDraft.Call, _ side: PageDraft.Side, envelope: [String], wrapper: String?) {
    let isRequest = side == .request
    var header = ["参数", "类型"] + (isRequest ? ["必须"] : []) + ["说明"]
    // Columns stand in any order behind the name, where bars tell them apart.
    if style == .markdown { header = ["参数"] + header.dropFirst().shuffled(using: &generator) }
    switch style {
    case .markdown:
      add("| \(header.joined(separator: " | ")) |")
      add("|\(header.map { _ in "---" }.joined(separator: "|"))|")
    case .indented:
      add(header.joined(separator: " | "))
      add(header.map { _ in "---" }.joined(separator: " | "))
    case .dump, .sections: add(header.joined(separator: " "))
    }
    if isRequest, let token = call.expected.notAsked.sorted().first, call.expected.route != nil, style != .indented {
      row(["参数": token, "类型": style == .markdown ? "" : nil, "必须": "是", "说明": "凭证"], header, depth: 0, tag: nil)
    }
    for name in envelope {
      row(["参数": name, "类型": "string", "说明": "结果"], header, depth: 0, tag: nil)
    }
    if let wrapper { row(["参数": wrapper, "类型": "object", "说明": "数据"], header, depth: 0, tag: nil) }
    rows(call[side], call, side, header, below: [], shown: wrapper.map { [$0] } ?? [])
    if style == .sections { structures(call[side], call, side, header, below: [], prefix: wrapper.map { [$0] } ?? []) }
  }

  private mutating func rows(
    _ fields: [PageDraft.Field], _ call: PageDraft.Call, _ side: PageDraft.Side, _ header: [String], below: [String],
    shown: [String]
  ) {
    for field in fields {
      let path = below + [field.name]
      let usesDots = style == .markdown || style == .sections && !shown.isEmpty && below.isEmpty
      let name = usesDots ? (shown + [field.name]).joined(separator: ".") : field.name
      let cells: [String: String?] = [
        "参数": name, "类型": PageWriter.type(field.shape, style), "必须": field.isRequired ? "是" : "否",
        "说明": PageWriter.description(field, style),
      ]
      row(cells, header, depth: shown.count, tag: .row(call: call.expected.id, side: side, path: path))
      if style != .sections {
        rows(field.children, call, side, header, below: path, shown: shown + [field.name])
      }
    }
  }

  /// A table for each object.
  private mutating func structures(
    _ fields: [PageDraft.Field], _ call: PageDraft.Call, _ side: PageDraft.Side, _ header: [String], below: [String],
    prefix: [String]
  ) {
    for field in fields where !field.children.isEmpty {
      let path = below + [field.name]
      add("")
      add("# \(field.name) 的结构")
      add("")
      add(header.joined(separator: " "))
      for child in field.children {
        let cells: [String: String?] = [
          "参数": child.name, "类型": PageWriter.type(child.shape, style), "必须": child.isRequired ? "是" : "否",
          "说明": PageWriter.description(child, style),
        ]
        row(cells, header, depth: 0, tag: .row(call: call.expected.id, side: side, path: path + [child.name]))
      }
      structures(field.children, call, side, header, below: path, prefix: prefix)
    }
  }

  private mutating func row(_ cells: [String: String?], _ header: [String], depth: Int, tag: PageDraft.Tag?) {
    let texts = header.map { (cells[$0] ?? nil) ?? "" }
    switch style {
    case .markdown: add("|\(texts.joined(separator: "|"))|", tag)
    case .indented:
      add(
        ([String(repeating: "&nbsp;&nbsp;", count: depth) + texts[0]] + texts.dropFirst()).joined(separator: " | "), tag
      )
    case .dump, .sections: add(texts.filter { !$0.isEmpty }.joined(separator: " "), tag)
    }
  }

  static func type(_ shape: ExpectedField.Shape, _ style: Style) -> String {
    let isLoose = style == .sections || style == .indented
    switch shape {
    case .string: return "string"
    case .bool: return isLoose ? "boolean" : "bool"
    case .double: return "number"
    case .integer(let bits, let signed): return isLoose ? "number" : "\(signed ? "" : "u")int\(bits)"
    case .object: return isLoose ? "Object" : "obj"
    case .list(let element):
      let inner = type(element, style)
      return isLoose ? "Array.<\(inner)>" : "\(inner)[]"
    }
  }

  /// Values and bounds in a sentence that means nothing else.
  static func description(_ field: PageDraft.Field, _ style: Style) -> String {
    var text = "某个值"
    if !field.values.isEmpty {
      let areWords = field.values.contains { Int64($0) == nil }
      text += areWords ? words(field.values, style) : ",取值 " + field.values.map { "\($0):某种" }.joined(separator: " ")
      text += ";"
    }
    for bound in field.bounds {
      let megabyte: Int64 = 1 << 20
      text += bound >= megabyte && bound % megabyte == 0 ? ",上限为\(bound / megabyte)M" : ",不超过\(bound)"
    }
    return text
  }

  /// Values that are words, as each style has them.
  private static func words(_ values: [String], _ style: Style) -> String {
    switch style {
    case .markdown: (values.count == 1 ? ",固定为" : ",可选值:") + values.joined(separator: "、")
    case .dump: ",取值 " + values.map { "\($0)表示某种" }.joined(separator: " ")
    case .sections: ";" + values.map { "\($0):某种" }.joined(separator: ";")
    case .indented: ",取值为" + values.map { "`\($0)`(某种)" }.joined(separator: "或")
    }
  }
}

extension ExpectedField.Shape {
  /// What a list is of in the end.
  var element: ExpectedField.Shape {
    if case .list(let element) = self { element.element } else { self }
  }
}
