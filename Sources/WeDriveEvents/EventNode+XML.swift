import WeDriveRuntime

#if canImport(FoundationXML)
  import Foundation
  import FoundationXML
#else
  import Foundation
#endif

extension EventNode {
  /// How deep nodes may stand in each other, and how many there may be: a message is a list of texts.
  private static let mostDepth = 16
  private static let mostNodes = 100_000

  /// Reads a message.
  ///
  /// A document type is refused before anything is parsed: without one there are no entities but XML's own five, so that
  /// nothing can be expanded or fetched.
  ///
  /// - Parameters:
  ///   - xml: The message in UTF-8.
  ///   - mostBytes: The longest that is accepted.
  /// - Throws: ``CallbackError/tooLarge(bytes:most:)`` or ``CallbackError/malformedXML(reason:)``.
  public init(xml: [UInt8], mostBytes: Int = 1 << 20) throws(CallbackError) {
    guard xml.count <= mostBytes else { throw .tooLarge(bytes: xml.count, most: mostBytes) }
    guard String(validating: xml, as: UTF8.self) != nil, !xml.contains(0) else {
      throw .malformedXML(reason: "it is not UTF-8")
    }
    guard Self.startsWithNode(xml[...]) else {
      throw .malformedXML(reason: "it does not start with a node, or has a document type")
    }
    let tree = Tree(mostDepth: Self.mostDepth, mostNodes: Self.mostNodes)
    let parser = XMLParser(data: Data(xml))
    parser.shouldResolveExternalEntities = false
    parser.shouldProcessNamespaces = false
    parser.delegate = tree
    let isParsed = parser.parse()
    if let reason = tree.refusal { throw .malformedXML(reason: reason) }
    guard isParsed, !tree.isBroken, let root = tree.root else {
      throw .malformedXML(reason: "it is not well-formed (line \(parser.lineNumber))")
    }
    self = root
  }

  /// Whether what comes first, after white space, the declaration and comments, is a node. A document type can stand nowhere
  /// but there.
  private static func startsWithNode(_ xml: ArraySlice<UInt8>) -> Bool {
    var rest = xml
    func skip(to end: String) -> Bool {
      guard let range = rest.firstRange(of: end.utf8) else { return false }
      rest = rest[range.upperBound...]
      return true
    }
    while true {
      rest = rest.drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
      if rest.starts(with: "<?".utf8) {
        // Another encoding than UTF-8 would make other characters of what was looked at here.
        guard let end = rest.firstRange(of: "?>".utf8) else { return false }
        let declaration = String(decoding: rest[..<end.lowerBound], as: UTF8.self).lowercased()
        guard !declaration.contains("encoding") || declaration.contains("utf-8") else { return false }
        rest = rest[end.upperBound...]
      } else if rest.starts(with: "<!--".utf8) {
        guard skip(to: "-->") else { return false }
      } else {
        return rest.first == UInt8(ascii: "<") && rest.dropFirst().first != UInt8(ascii: "!")
      }
    }
  }

  /// The message as XML. Characters that XML cannot have, controls for example, are left out.
  public var xml: String {
    if children.isEmpty { return "<\(name)>\(Self.escaped(text))</\(name)>" }
    return "<\(name)>" + children.map(\.xml).joined() + "</\(name)>"
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\r": result += "&#13;"
      case "\t", "\n": result.unicodeScalars.append(scalar)
      default:
        if scalar.value >= 0x20, scalar.value & 0xFFFE != 0xFFFE { result.unicodeScalars.append(scalar) }
      }
    }
    return result
  }
}

/// Takes what the parser finds.
private final class Tree: NSObject, XMLParserDelegate {
  private let mostDepth: Int
  private let mostNodes: Int
  private var open: [EventNode] = []
  private var count = 0
  private(set) var root: EventNode?
  private(set) var refusal: String?
  private(set) var isBroken = false

  init(mostDepth: Int, mostNodes: Int) {
    self.mostDepth = mostDepth
    self.mostNodes = mostNodes
  }

  private func refuse(_ reason: String, _ parser: XMLParser) {
    if refusal == nil { refusal = reason }
    parser.abortParsing()
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    count += 1
    guard open.count < mostDepth else { return refuse("its nodes stand too deep in each other", parser) }
    guard count <= mostNodes else { return refuse("it has too many nodes", parser) }
    open.append(EventNode(name))
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    guard refusal == nil, var node = open.popLast() else { return }
    // White space between nodes is no text.
    if !node.children.isEmpty { node.text = "" }
    if open.isEmpty { root = node } else { open[open.count - 1].children.append(node) }
  }

  func parser(_ parser: XMLParser, foundCharacters text: String) { append(text) }

  func parser(_ parser: XMLParser, foundCDATA block: Data) {
    guard let text = String(data: block, encoding: .utf8) else { return refuse("it is not UTF-8", parser) }
    append(text)
  }

  private func append(_ text: String) {
    if refusal == nil, !open.isEmpty { open[open.count - 1].text += text }
  }

  func parser(_ parser: XMLParser, parseErrorOccurred error: any Error) { isBroken = true }

  // Not reached, since a document type is refused before; a parser that finds one all the same stops.

  func parser(_ parser: XMLParser, foundInternalEntityDeclarationWithName name: String, value: String?) {
    refuse("it declares entities", parser)
  }

  func parser(
    _ parser: XMLParser, foundExternalEntityDeclarationWithName name: String, publicID: String?, systemID: String?
  ) {
    refuse("it declares entities", parser)
  }
}
