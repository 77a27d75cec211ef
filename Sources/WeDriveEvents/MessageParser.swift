import WeDriveRuntime

/// Reads the XML of a callback's message, in one pass and without recursion.
///
/// A message is a list of texts, so that this is all it takes of XML: nodes, text, CDATA, comments, character references, and
/// the five entities that need no declaration. Document types and processing instructions are refused where they stand, and
/// bytes, nodes, attributes and depth are bounded. Foundation's parser is not used: it reads a null pointer at an instruction
/// without data (`<?a?>`), and takes a time that grows with the square of the number of attributes.
struct MessageParser {
  /// How deep nodes may stand in each other.
  private static let maximumDepth = 16
  /// How many nodes there may be.
  private static let maximumNodes = 100_000
  /// How many attributes a node may have. They are read over: a callback has none.
  private static let maximumAttributes = 16

  /// A node whose end has not come yet.
  private struct OpenNode {
    var node: EventNode
    var text: [UInt8] = []
    /// How much of the text stays when white space at its end is cut off.
    var solid = 0

    init(_ name: String) { node = EventNode(name) }

    /// Adds a byte as it stands in the XML; white space before the first other byte is left out.
    mutating func add(literal byte: UInt8) {
      if MessageParser.isSpace(byte) {
        if solid > 0 { text.append(byte) }
      } else {
        add(solid: CollectionOfOne(byte))
      }
    }

    /// Adds bytes that stay, white space or not.
    mutating func add(solid bytes: some Sequence<UInt8>) {
      text.append(contentsOf: bytes)
      solid = text.count
    }

    /// The node with its text, or without it where there are nodes inside.
    func closed() -> EventNode {
      var node = node
      if node.children.isEmpty { node.text = EventNode.characters(String(decoding: text.prefix(solid), as: UTF8.self)) }
      return node
    }
  }

  private let bytes: [UInt8]
  private var index = 0
  private var open: [OpenNode] = []
  private var root: EventNode?
  private var count = 0

  /// - Parameter bytes: The message in UTF-8, which has been checked.
  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The message's outermost node.
  ///
  /// - Throws: ``CallbackError/malformedXML(reason:)``.
  mutating func message() throws(CallbackError) -> EventNode {
    _ = take("\u{FEFF}")
    if bytes[index...].starts(with: "<?xml".utf8) { try declaration() }
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "<") { try markup() } else { try character() }
    }
    guard open.isEmpty, let root else { throw malformed("it is not well-formed: it breaks off") }
    return root
  }

  // MARK: - Markup

  private mutating func markup() throws(CallbackError) {
    if take("<!--") {
      _ = try content(upTo: "-->")
    } else if take("<![CDATA[") {
      let content = try content(upTo: "]]>")
      guard !open.isEmpty else { throw malformed("it has text outside its node") }
      open[open.count - 1].add(solid: Self.normalised(bytes[content]))
    } else if take("</") {
      try endTag()
    } else if take("<!") {
      throw malformed("it has a document type")
    } else if take("<?") {
      throw malformed("it has a processing instruction")
    } else {
      index += 1
      try startTag()
    }
  }

  /// The declaration before everything else. Another encoding than UTF-8 would make other characters of the bytes.
  private mutating func declaration() throws(CallbackError) {
    let text = String(decoding: bytes[try content(upTo: "?>")], as: UTF8.self).lowercased()
    guard !text.contains("encoding") || text.contains("utf-8") else { throw malformed("it is not UTF-8") }
  }

  private mutating func startTag() throws(CallbackError) {
    guard root == nil else { throw malformed("it goes on after its node") }
    guard open.count < Self.maximumDepth else { throw malformed("its nodes stand too deep in each other") }
    count += 1
    guard count <= Self.maximumNodes else { throw malformed("it has too many nodes") }
    open.append(OpenNode(try name()))
    for _ in 0...Self.maximumAttributes {
      skipSpace()
      if take("/>") { return close() }
      if take(">") { return }
      try attribute()
    }
    throw malformed("a node has too many attributes")
  }

  private mutating func attribute() throws(CallbackError) {
    _ = try name()
    skipSpace()
    guard take("=") else { throw malformed("an attribute has no value") }
    skipSpace()
    for quote in ["\"", "'"] where take(quote) {
      guard !bytes[try content(upTo: quote)].contains(UInt8(ascii: "<")) else { break }
      return
    }
    throw malformed("the value of an attribute is not quoted")
  }

  private mutating func endTag() throws(CallbackError) {
    let name = try name()
    skipSpace()
    guard take(">"), open.last?.node.name == name else { throw malformed("its nodes do not match") }
    close()
  }

  private mutating func close() {
    guard let node = open.popLast()?.closed() else { return }
    if open.isEmpty { root = node } else { open[open.count - 1].node.children.append(node) }
  }

  private mutating func name() throws(CallbackError) -> String {
    let name = bytes[index...].prefix(while: Self.isNamePart)
    guard let first = name.first, !(0x2D...0x39).contains(first) else { throw malformed("a node has no name") }
    index = name.endIndex
    return String(decoding: name, as: UTF8.self)
  }

  // MARK: - Text

  private mutating func character() throws(CallbackError) {
    let byte = bytes[index]
    guard byte >= 0x20 || Self.isSpace(byte) else { throw malformed("it has a control character") }
    guard !open.isEmpty else {
      guard Self.isSpace(byte) else { throw malformed("it has text outside its node") }
      index += 1
      return
    }
    if byte == UInt8(ascii: "&") {
      open[open.count - 1].add(solid: Array(try reference().utf8))
    } else if byte == UInt8(ascii: "\r") {
      // A line ends with a line feed, however it was written.
      if !take("\r\n") { index += 1 }
      open[open.count - 1].add(literal: UInt8(ascii: "\n"))
    } else {
      index += 1
      open[open.count - 1].add(literal: byte)
    }
  }

  /// What `&lt;`, `&#60;` and `&#x3C;` stand for.
  private mutating func reference() throws(CallbackError) -> String {
    index += 1
    let text = bytes[index...].prefix(10).prefix { $0 != UInt8(ascii: ";") }
    let name = String(decoding: text, as: UTF8.self)
    index = text.endIndex
    guard take(";") else { throw malformed("it has a reference that does not end") }
    if let character = Self.entities[name] { return character }
    guard name.hasPrefix("#"), let scalar = Self.scalar(name.dropFirst()) else {
      throw malformed("it has a reference to something that is not there")
    }
    return String(scalar)
  }

  private static let entities = ["lt": "<", "gt": ">", "amp": "&", "quot": "\"", "apos": "'"]

  private static func scalar(_ digits: Substring) -> Unicode.Scalar? {
    let value = digits.hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
    guard let value, value >= 0x20 || isSpace(UInt8(truncatingIfNeeded: value)), value & 0xFFFE != 0xFFFE else {
      return nil
    }
    return Unicode.Scalar(value)
  }

  private static func normalised(_ content: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var follows = false
    for byte in content {
      if byte != UInt8(ascii: "\n") || !follows {
        result.append(byte == UInt8(ascii: "\r") ? UInt8(ascii: "\n") : byte)
      }
      follows = byte == UInt8(ascii: "\r")
    }
    return result
  }

  // MARK: - Bytes

  /// Goes over `text`, if that comes next.
  private mutating func take(_ text: String) -> Bool {
    guard bytes[index...].starts(with: text.utf8) else { return false }
    index += text.utf8.count
    return true
  }

  /// Goes over everything up to `end`, and over that.
  private mutating func content(upTo end: String) throws(CallbackError) -> Range<Int> {
    let (start, end) = (index, Array(end.utf8))
    while index < bytes.count {
      if bytes[index] == end[0], bytes[index...].starts(with: end) {
        defer { index += end.count }
        return start..<index
      }
      index += 1
    }
    throw malformed("it is not well-formed: it breaks off")
  }

  private mutating func skipSpace() { index = bytes[index...].prefix(while: Self.isSpace).endIndex }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }

  private static func isNamePart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: ":"), 0x80...0xFF:
      true
    default: false
    }
  }

  private func malformed(_ reason: String) -> CallbackError { .malformedXML(reason: reason) }
}
