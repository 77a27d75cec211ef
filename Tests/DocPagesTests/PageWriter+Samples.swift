@testable import DocPages

/// Samples, with the mistakes that samples have here and there.
extension PageWriter {
  mutating func sample(_ call: PageDraft.Call, _ side: PageDraft.Side, envelope: [String]) {
    let isFenced = [.markdown, .indented, .linked].contains(look)
    if isFenced { add("```json") }
    if style == .html { add("<pre>") }
    add("{")
    for name in envelope { add("\"\(name)\": \(name == call.expected.notAnswered.sorted().first ? "0" : "\"ok\""),") }
    members(call[side], call, side, below: [], indent: "")
    add("}")
    if isFenced { add("```") }
    if style == .html { add("</pre>") }
    add("")
  }

  private mutating func members(
    _ fields: [PageDraft.Field], _ call: PageDraft.Call, _ side: PageDraft.Side, below: [String], indent: String
  ) {
    for (index, field) in fields.enumerated() {
      let path = below + [field.name]
      // Here and there the mistakes that samples have.
      let comma = index + 1 < fields.count || style == .dump && Bool.random(using: &generator) ? "," : ""
      let (open, close) = PageWriter.brackets(field.shape)
      if field.children.isEmpty {
        add(
          "\(indent)\"\(field.name)\": \(open)\(scalar(field))\(close)\(comma)",
          .sample(call: call.expected.id, side: side, path: path))
      } else {
        add("\(indent)\"\(field.name)\": \(open){", .sample(call: call.expected.id, side: side, path: path))
        members(field.children, call, side, below: path, indent: style == .dump ? "" : indent + "  ")
        add("\(indent)}\(close)\(comma)")
      }
    }
  }

  private static func brackets(_ shape: ExpectedField.Shape) -> (String, String) {
    guard case .list(let element) = shape else { return ("", "") }
    let (open, close) = brackets(element)
    return ("[\(open)", "\(close)]")
  }

  private mutating func scalar(_ field: PageDraft.Field) -> String {
    switch field.shape.element {
    case .string: return "\"\(field.values.first ?? field.name.uppercased())\""
    case .bool: return "false"
    case .object: return "{}"
    default:
      if let value = field.values.first { return value }
      return style == .dump && Bool.random(using: &generator) ? field.name.uppercased() : "1"
    }
  }
}
