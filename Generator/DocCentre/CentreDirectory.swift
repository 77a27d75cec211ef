import DocPages

/// The directory of a documentation centre: which text belongs to the number in an address, and where the page stands.
public struct CentreDirectory: Sendable, Equatable {
  /// One page.
  public struct Entry: Sendable, Equatable {
    /// The number in its address.
    public var number: String
    /// The number by which the centre knows its text.
    public var documentID: String
    /// Its title.
    public var title: String
    /// Titles of the branches that it stands in, from the root.
    public var branches: [String]
  }

  /// The pages, in the order of the directory.
  public private(set) var entries: [Entry] = []
  private var byNumber: [String: Int] = [:]

  /// The page with a number in its address.
  public subscript(number: String) -> Entry? { byNumber[number].map { entries[$0] } }

  private struct Node {
    var title: String
    var documentID: String?
    var parent: String?
  }

  private static let deepest = 24

  /// Reads a reply in JSON; nil if no category is in it.
  init?(json: [UInt8]) {
    guard let root = ReplyValue(json: json) else { return nil }
    self.init(root)
  }

  /// Reads the settings that a page in HTML carries for its script; nil if it carries no directory.
  init?(html: [UInt8]) {
    let text = String(decoding: html, as: UTF8.self)
    guard let settings = text.firstRange(of: "window.settings") else { return nil }
    let rest = text[settings.upperBound...]
    // `window.settings = {…, categories: […]}`, `window.settings.categories = […]`
    guard let word = rest.firstRange(of: "categories"),
      let start = rest[word.upperBound...].firstIndex(where: { $0 == "[" || $0 == "{" }),
      let value = CentreDirectory.balanced(rest[start...])
    else { return nil }
    self.init(json: Array(value.utf8))
  }

  /// The text of a value in JSON, up to the bracket that closes it.
  private static func balanced(_ text: Substring) -> Substring? {
    var depth = 0
    var isQuoted = false
    var isEscaped = false
    let bytes = text.utf8
    for index in bytes.indices {
      let byte = bytes[index]
      if isEscaped {
        isEscaped = false
      } else if isQuoted {
        if byte == UInt8(ascii: "\\") { isEscaped = true }
        if byte == UInt8(ascii: "\"") { isQuoted = false }
      } else if byte == UInt8(ascii: "\"") {
        isQuoted = true
      } else if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") {
        depth += 1
      } else if byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") {
        depth -= 1
        if depth == 0 { return text[...index] }
      }
    }
    return nil
  }

  private init?(_ root: ReplyValue) {
    var order: [String] = []
    var nodes: [String: Node] = [:]
    CentreDirectory.collect(root, parent: nil, depth: 0, into: &nodes, order: &order)
    guard !order.isEmpty else { return nil }
    for number in order {
      guard let node = nodes[number], let document = node.documentID else { continue }
      var branches: [String] = []
      var parent = node.parent
      while let known = parent.flatMap({ nodes[$0] }), branches.count < CentreDirectory.deepest {
        branches.insert(known.title, at: 0)
        parent = known.parent
      }
      byNumber[number] = entries.count
      entries.append(Entry(number: number, documentID: document, title: node.title, branches: branches))
    }
  }

  /// Finds the categories wherever they are: in a flat list with parents, or inside each other.
  private static func collect(
    _ value: ReplyValue, parent: String?, depth: Int, into nodes: inout [String: Node], order: inout [String]
  ) {
    guard depth < deepest else { return }
    if let list = value.elements {
      for element in list { collect(element, parent: parent, depth: depth + 1, into: &nodes, order: &order) }
    } else if let object = value.members {
      var inner = parent
      if let number = object["category_id"]?.text, let title = object["title"]?.text ?? object["name"]?.text {
        let named = object["parent_id"]?.text.flatMap { $0 == "0" ? nil : $0 }
        let document = object["doc_id"]?.text.flatMap { $0 == "0" || $0.isEmpty ? nil : $0 }
        if nodes[number] == nil { order.append(number) }
        nodes[number] = Node(title: title, documentID: document, parent: named ?? parent)
        inner = number
      }
      // By name, so that the order does not change from run to run.
      for (_, member) in object.sorted(by: { $0.key < $1.key }) {
        collect(member, parent: inner, depth: depth + 1, into: &nodes, order: &order)
      }
    }
  }
}
