/// A message in XML, as a page shows it: the nodes that hold text, and where they stand.
struct PageMessage: Sendable {
  struct Node: Sendable {
    /// Names from below the root down to the node.
    var path: [String]
    var text: String
    var at: Excerpt
    var name: String { path.last ?? "" }
  }

  var at: Excerpt
  var nodes: [Node]

  /// The text of the first node with a name.
  func text(of name: String) -> String? { nodes.first { $0.name == name }?.text }

  /// Whether it tells of an event, and does not wrap another message.
  var isEvent: Bool { nodes.contains { $0.path == ["Event"] || $0.path == ["InfoType"] } }

  /// Reads the lines of a message. `<![CDATA[` is found even where a copy of the page has broken it.
  init(_ lines: [Excerpt]) {
    at = lines.first?.trimmed ?? Excerpt(line: 1, scalars: [])
    nodes = []
    var open: [(name: Excerpt, hasChildren: Bool)] = []
    var text = ""
    for line in lines {
      var rest = line.scalars
      while let scalar = rest.first {
        let here = Excerpt(line: line.line, scalars: rest)
        if here.hasPrefix("<![CDATA[") || here.hasPrefix("![CDATA[") {
          let inner = rest[(rest.firstIndex(of: "[").map { $0 + 7 } ?? rest.endIndex)...]
          let end = Excerpt(line: line.line, scalars: inner).firstIndex(of: "]]>") ?? inner.endIndex
          text = Excerpt(line: line.line, scalars: inner[..<end]).text
          rest = rest[min(end + 3, rest.endIndex)...]
        } else if scalar == "<", let end = rest.firstIndex(of: ">") {
          var inner = rest[(rest.startIndex + 1)..<end]
          let isClosing = inner.first == "/"
          if isClosing { inner = inner.dropFirst() }
          let name = Excerpt(line: line.line, scalars: inner.prefix(while: \.isNamePart))
          if !name.isEmpty { PageMessage.take(name, isClosing: isClosing, text: &text, open: &open, nodes: &nodes) }
          rest = rest[(end + 1)...]
        } else {
          if scalar != "<" { text.unicodeScalars.append(scalar) }
          rest = rest.dropFirst()
        }
      }
    }
  }

  private static let maximumDepth = 32

  private static func take(
    _ name: Excerpt, isClosing: Bool, text: inout String, open: inout [(name: Excerpt, hasChildren: Bool)],
    nodes: inout [Node]
  ) {
    if !isClosing {
      if !open.isEmpty { open[open.count - 1].hasChildren = true }
      if open.count < maximumDepth { open.append((name, false)) }
    } else if let last = open.last, last.name.text == name.text {
      open.removeLast()
      // The root is none of the message's nodes.
      let path = open.dropFirst().map(\.name.text) + [name.text]
      if !open.isEmpty {
        let trimmed = Excerpt(line: name.line, scalars: Array(text.unicodeScalars)[...]).trimmed.text
        nodes.append(Node(path: path, text: last.hasChildren ? "" : trimmed, at: last.name))
      }
    }
    text = ""
  }
}
