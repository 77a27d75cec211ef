import TestSupport

@testable import Catalog
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
    /// Markdown with a section for each object, behind the reply, to which the types of rows link.
    case linked
    /// HTML, as a browser gets it.
    case html
    /// Markdown inside the documentation centre's reply.
    case reply
  }

  private(set) var lines: [String] = []
  private(set) var places: [PageDraft.Tag: Int] = [:]
  let style: Style
  /// How the lines look: a reply holds Markdown.
  var look: Style { style == .reply ? .markdown : style }
  var generator: SplitMix64
  /// What the reply says besides the text.
  private var head: [String: String] = [:]

  static func write(_ draft: PageDraft, style: Style, seed: UInt64) -> PageWriter {
    var writer = PageWriter(style: style, generator: SplitMix64(seed: seed))
    if style != .dump { writer.frontMatter(draft) }
    for call in draft.calls { writer.call(call) }
    if style == .html { writer.add("</body></html>") }
    return writer
  }

  private init(style: Style, generator: SplitMix64) {
    self.style = style
    self.generator = generator
  }

  var bytes: [UInt8] {
    let text = lines.joined(separator: "\n") + "\n"
    guard style == .reply else { return Array(text.utf8) }
    let members = (head.sorted { $0.key < $1.key } + [("content_md", text)]).map {
      "\(JSONText.quoted($0)): \(JSONText.quoted($1))"
    }
    return Array("{\"data\": {\(members.joined(separator: ", "))}}".utf8)
  }

  mutating func add(_ line: String, _ tag: PageDraft.Tag? = nil) {
    lines.append(line)
    if let tag, places[tag] == nil { places[tag] = lines.count }
  }

  // MARK: - Around the tables

  private mutating func frontMatter(_ draft: PageDraft) {
    guard let first = draft.calls.first, style != .sections else { return }
    if style == .html {
      add("<!DOCTYPE html><html><head><title>\(first.expected.route == nil ? first.name : "一个页面")</title></head><body>")
      return
    }
    if style == .reply {
      head["title"] = first.expected.route == nil ? first.name : "一个页面"
      head["category_id"] = first.number
      return
    }
    add("---")
    add("title: \"\(first.expected.route == nil ? first.name : "一个页面")\"")
    if let number = first.number { add("category_id: \(number)") }
    add("---")
  }

  private mutating func call(_ call: PageDraft.Call) {
    let id = call.expected.id
    let tag = PageDraft.Tag.call(id)
    if call.expected.route == nil {
      add(style == .html ? "<h3>\(call.name)(Object object)</h3>" : "### \(call.name)(Object object)", tag)
    } else if style == .dump {
      add("\(call.name)(access_token, hash);", tag)
      add("某个接口 最后更新:\(call.expected.updated?.replacing("-", with: "/") ?? "")")
      if let docs = call.docs, let number = call.number { add(docs.replacing("{page}", with: number)) }
    } else {
      add(heading("请求地址"))
      let address = "\(call.expected.route?.method ?? "POST") \(call.host)\(call.path)?access_token=ACCESS_TOKEN"
      add(style == .html ? "<p>\(address)</p>" : address, tag)
      if let date = call.expected.updated { add(style == .html ? "<p>最后更新于 \(date)</p>" : "最后更新于 \(date)") }
    }
    for side in PageDraft.Side.allCases { write(call, side) }
    if style == .linked { for side in PageDraft.Side.allCases { sections(call[side], call, side, below: []) } }
    if !call.outcomes.isEmpty, call.expected.route == nil {
      add(heading("错误列表"))
      openTable(["res.\(call.expected.outcomeField ?? "errMsg")", "说明"])
      for outcome in call.outcomes { line(["\(id):\(outcome)", "某种结果"], tag: nil) }
      closeTable()
    }
    if style != .dump, call.expected.route != nil, !call.errcodes.isEmpty {
      add(heading("错误码"))
      errcodes(call)
    }
    add("")
  }

  private func heading(_ text: String) -> String {
    switch look {
    case .linked: "**\(text)**"
    case .html: "<h4>\(text)</h4>"
    case .reply, .markdown: "**\(text)**"
    case .dump: "\(text):"
    case .sections: "# \(text)"
    case .indented: "## \(text)"
    }
  }

  private mutating func errcodes(_ call: PageDraft.Call) {
    openTable(["错误码", "说明"])
    for code in call.errcodes { line(["\(code)", "某种错误"], tag: .errcode(call: call.expected.id, code)) }
    closeTable()
    add("")
  }

  /// The heading of a table, as the page looks.
  private mutating func openTable(_ header: [String]) {
    switch look {
    case .markdown, .linked, .reply:
      add("| \(header.joined(separator: " | ")) |")
      add("|\(header.map { _ in "---" }.joined(separator: "|"))|")
    case .indented:
      add(header.joined(separator: " | "))
      add(header.map { _ in "---" }.joined(separator: " | "))
    case .dump, .sections: add(header.joined(separator: " "))
    case .html: add("<table><tr>\(header.map { "<th>\($0)</th>" }.joined())</tr>")
    }
  }

  private mutating func closeTable() { if style == .html { add("</table>") } }

  /// A row of a table, as the page looks.
  private mutating func line(_ cells: [String], tag: PageDraft.Tag?, depth: Int = 0) {
    switch look {
    case .markdown, .linked, .reply: add("|\(cells.joined(separator: "|"))|", tag)
    case .indented:
      add(
        ([String(repeating: "&nbsp;&nbsp;", count: depth) + cells[0]] + cells.dropFirst()).joined(separator: " | "), tag
      )
    case .dump, .sections: add(cells.filter { !$0.isEmpty }.joined(separator: " "), tag)
    case .html: add("<tr>\(cells.map { "<td>\($0)</td>" }.joined())</tr>", tag)
    }
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
    if look == .markdown { header = ["参数"] + header.dropFirst().shuffled(using: &generator) }
    openTable(header)
    if isRequest, let token = call.expected.notAsked.sorted().first, call.expected.route != nil, style != .indented {
      row(
        ["参数": token, "类型": ["markdown", "html", "linked"].contains("\(look)") ? "" : nil, "必须": "是", "说明": "凭证"],
        header, depth: 0, tag: nil)
    }
    for name in envelope {
      row(["参数": name, "类型": "string", "说明": "结果"], header, depth: 0, tag: nil)
    }
    if let wrapper { row(["参数": wrapper, "类型": "object", "说明": "数据"], header, depth: 0, tag: nil) }
    rows(call[side], call, side, header, below: [], shown: wrapper.map { [$0] } ?? [])
    if style == .sections { structures(call[side], call, side, header, below: [], prefix: wrapper.map { [$0] } ?? []) }
    closeTable()
  }

  /// The name of an object's section, which is its only one.
  private static func section(_ path: [String], _ call: PageDraft.Call, _ side: PageDraft.Side) -> String {
    ([call.expected.id, side == .request ? "Asked" : "Answered"] + path).flatMap { $0.split(separator: "_") }
      .map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }

  /// A section for each object, to which the types of rows link.
  private mutating func sections(
    _ fields: [PageDraft.Field], _ call: PageDraft.Call, _ side: PageDraft.Side, below: [String]
  ) {
    let header = ["参数", "类型"] + (side == .request ? ["必须"] : []) + ["说明"]
    for field in fields where !field.children.isEmpty {
      let path = below + [field.name]
      add("")
      add("### \(PageWriter.section(path, call, side))")
      add("**字段说明**")
      openTable(header)
      rows(field.children, call, side, header, below: path, shown: [])
      add("")
      sections(field.children, call, side, below: path)
    }
  }

  private mutating func rows(
    _ fields: [PageDraft.Field], _ call: PageDraft.Call, _ side: PageDraft.Side, _ header: [String], below: [String],
    shown: [String]
  ) {
    for field in fields {
      let path = below + [field.name]
      let usesDots =
        look == .markdown || style == .html || style == .linked && !shown.isEmpty
        || style == .sections && !shown.isEmpty && below.isEmpty
      let name = usesDots ? (shown + [field.name]).joined(separator: ".") : field.name
      let cells: [String: String?] = [
        "参数": name, "类型": type(field, at: path, call, side), "必须": field.isRequired ? "是" : "否",
        "说明": PageWriter.description(field, look),
      ]
      row(cells, header, depth: shown.count, tag: .row(call: call.expected.id, side: side, path: path))
      if style != .sections, style != .linked {
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
          "参数": child.name, "类型": PageWriter.type(child.shape, look), "必须": child.isRequired ? "是" : "否",
          "说明": PageWriter.description(child, look),
        ]
        row(cells, header, depth: 0, tag: .row(call: call.expected.id, side: side, path: path + [child.name]))
      }
      structures(field.children, call, side, header, below: path, prefix: prefix)
    }
  }

  private mutating func row(_ cells: [String: String?], _ header: [String], depth: Int, tag: PageDraft.Tag?) {
    let texts = header.map { (cells[$0] ?? nil) ?? "" }
    line(texts, tag: tag, depth: depth)
  }

  /// The type of a field, with a link to the section of its object where there is one.
  private func type(
    _ field: PageDraft.Field, at path: [String], _ call: PageDraft.Call, _ side: PageDraft.Side
  ) -> String {
    let type = PageWriter.type(field.shape, look)
    guard style == .linked, !field.children.isEmpty else { return type }
    let name = PageWriter.section(path, call, side)
    return "\(type.replacing("obj", with: "object"))([\(name)](#\(name.lowercased())))"
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
    case .markdown, .linked, .html, .reply: (values.count == 1 ? ",固定为" : ",可选值:") + values.joined(separator: "、")
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
