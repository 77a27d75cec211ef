import CLibyaml

/// Turns the bytes of one file into nodes, through libyaml's event interface.
///
/// Only plain data is read: anchors, aliases, tags and further documents are refused, so a file cannot unfold into more
/// than it holds; depth is bounded, so it cannot exhaust the stack.
package struct NodeParser {
  /// The deepest nesting of mappings and lists that is read.
  package static let maximumDepth = LoadBounds().depth
  /// How many anchors, aliases and tags of one file are named.
  static let maximumRefusals = 20

  /// The file cannot be read any further; why has been reported.
  private struct Stop: Error {}

  private let report: Report
  private let file: UInt16
  private let bytes: UnsafeBufferPointer<UInt8>
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let maximumDepth: Int
  private var refusals = 0
  private var hasAliases = false

  package enum Outcome {
    case root(Node)
    /// There is nothing but space and comments.
    case empty
    /// The file could not be read to its end, which is reported.
    case failed
  }

  package static func parse(_ bytes: [UInt8], file: UInt16, maximumDepth: Int = maximumDepth, report: Report) -> Outcome
  {
    let hasByteOrderMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    return bytes.withUnsafeBufferPointer { all in
      let text = UnsafeBufferPointer(rebasing: all.dropFirst(hasByteOrderMark ? 3 : 0))
      if let found = UTF8Check.firstFlaw(in: text) {
        let span = Span(file: file, line: UInt32(clamping: found.line), column: UInt32(clamping: found.column))
        switch found.flaw {
        case .invalidByte(let byte):
          report.add(.notUTF8, at: span, "byte 0x\(String(byte, radix: 16, uppercase: true)) is not UTF-8")
        case .lineSeparator(let scalar):
          let code = String(scalar.value, radix: 16, uppercase: true)
          report.add(.yamlSyntax, at: span, "U+\(code) is a line end to YAML but not to an editor; use a line feed")
        }
        return .failed
      }
      let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
      defer { parser.deallocate() }
      guard yaml_parser_initialize(parser) == 1 else {
        report.add(.yamlSyntax, at: .start(of: file), "not enough memory to read the file")
        return .failed
      }
      defer { yaml_parser_delete(parser) }
      yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
      yaml_parser_set_input_string(parser, text.baseAddress, text.count)
      var reader = NodeParser(
        report: report, file: file, bytes: text, parser: parser, maximumDepth: maximumDepth)
      do throws(Stop) {
        let root = try reader.document()
        // What an alias stands for is not known, so that nothing more can be said about the file.
        return reader.hasAliases ? .failed : root.map { .root($0) } ?? .empty
      } catch {
        return .failed
      }
    }
  }

  private init(
    report: Report, file: UInt16, bytes: UnsafeBufferPointer<UInt8>, parser: UnsafeMutablePointer<yaml_parser_t>,
    maximumDepth: Int
  ) {
    self.report = report
    self.file = file
    self.bytes = bytes
    self.parser = parser
    self.maximumDepth = maximumDepth
  }

  // MARK: - Structure

  private mutating func document() throws(Stop) -> Node? {
    var root: Node?
    var documents = 0
    while true {
      var event = try next()
      defer { yaml_event_delete(&event) }
      switch event.type {
      case YAML_STREAM_END_EVENT:
        return root
      case YAML_DOCUMENT_START_EVENT:
        documents += 1
        if documents > 1 {
          report.add(.yamlSyntax, at: span(event), "a second document; a file holds one")
          throw Stop()
        }
      case YAML_STREAM_START_EVENT, YAML_DOCUMENT_END_EVENT:
        break
      default:
        root = try node(event, depth: 0)
      }
    }
  }

  private mutating func node(_ event: yaml_event_t, depth: Int) throws(Stop) -> Node {
    let span = span(event)
    switch event.type {
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      refuse(anchor: scalar.anchor, tag: scalar.tag, at: span)
      return Node(
        content: .scalar(string(scalar.value, scalar.length), isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE),
        span: span)
    case YAML_SEQUENCE_START_EVENT:
      refuse(anchor: event.data.sequence_start.anchor, tag: event.data.sequence_start.tag, at: span)
      return Node(content: .sequence(try elements(depth: depth + 1, at: span)), span: start(of: span))
    case YAML_MAPPING_START_EVENT:
      refuse(anchor: event.data.mapping_start.anchor, tag: event.data.mapping_start.tag, at: span)
      return Node(content: .mapping(try entries(depth: depth + 1, at: span)), span: start(of: span))
    default:
      if event.type == YAML_ALIAS_EVENT {
        hasAliases = true
        refuse(.yamlAlias, "alias '*\(string(event.data.alias.anchor))'; write the value out", at: span)
      }
      return Node(content: .scalar("", isPlain: true), span: span)
    }
  }

  private mutating func elements(depth: Int, at span: Span) throws(Stop) -> [Node] {
    try check(depth: depth, at: span)
    var elements: [Node] = []
    while true {
      var event = try next()
      defer { yaml_event_delete(&event) }
      if event.type == YAML_SEQUENCE_END_EVENT { return elements }
      elements.append(try node(event, depth: depth))
    }
  }

  private mutating func entries(depth: Int, at span: Span) throws(Stop) -> [Node.Entry] {
    try check(depth: depth, at: span)
    var entries: [Node.Entry] = []
    var seen = KeySet()
    while true {
      var event = try next()
      defer { yaml_event_delete(&event) }
      if event.type == YAML_MAPPING_END_EVENT { return entries }
      let key = try node(event, depth: depth)
      var valueEvent = try next()
      defer { yaml_event_delete(&valueEvent) }
      let value = try node(valueEvent, depth: depth)
      guard case .scalar(let name, _) = key.content else {
        report.add(.wrongShape, at: key.span, "a key has to be a word, not \(key.kindDescription)")
        continue
      }
      if let first = seen.insert(name, at: entries.count, in: entries) {
        report.add(
          .duplicateKey, at: key.span, "key '\(name)' stands twice in this mapping",
          notes: [(entries[first].keySpan, "'\(name)' is first here")])
        entries.append(Node.Entry(key: name, keySpan: key.span, value: value, isRepeated: true))
      } else {
        entries.append(Node.Entry(key: name, keySpan: key.span, value: value))
      }
    }
  }

  private func check(depth: Int, at span: Span) throws(Stop) {
    guard depth > maximumDepth else { return }
    report.add(.tooDeep, at: start(of: span), "nested deeper than \(maximumDepth) levels")
    throw Stop()
  }

  // MARK: - Refusals

  private mutating func refuse(
    anchor: UnsafeMutablePointer<yaml_char_t>?, tag: UnsafeMutablePointer<yaml_char_t>?, at span: Span
  ) {
    if anchor != nil { refuse(.yamlAlias, "anchor '&\(string(anchor))'; write the value out", at: span) }
    guard tag != nil else { return }
    let standard = "tag:yaml.org,2002:"
    let name = string(tag)
    let written = name.hasPrefix(standard) ? "!!" + name.dropFirst(standard.count) : name
    refuse(.yamlTag, "tag '\(written)'; a value is told by its place, not by a tag", at: span)
  }

  private mutating func refuse(_ rule: Rule, _ text: String, at span: Span) {
    refusals += 1
    if refusals <= NodeParser.maximumRefusals { report.add(rule, at: start(of: span), text) }
  }

  // MARK: - libyaml

  /// The next event, to be deleted by the caller.
  private func next() throws(Stop) -> yaml_event_t {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else {
      SyntaxError(parser.pointee, in: bytes, file: file).add(to: report)
      throw Stop()
    }
    return event
  }

  private func span(_ event: yaml_event_t) -> Span {
    Span(
      file: file, line: UInt32(clamping: event.start_mark.line + 1),
      column: UInt32(clamping: event.start_mark.column + 1),
      endLine: UInt32(clamping: event.end_mark.line + 1), endColumn: UInt32(clamping: event.end_mark.column + 1))
  }

  private func start(of span: Span) -> Span { Span(file: file, line: span.line, column: span.column) }

  private func string(_ start: UnsafeMutablePointer<yaml_char_t>?, _ length: Int? = nil) -> String {
    guard let start else { return "" }
    guard let length else { return String(cString: start) }
    return String(decoding: UnsafeBufferPointer(start: start, count: length), as: UTF8.self)
  }
}

/// Finds a repeated key: by looking through few, by a table among many.
private struct KeySet {
  private var table: [String: Int] = [:]

  /// The index of the entry that has this key already.
  mutating func insert(_ key: String, at index: Int, in entries: [Node.Entry]) -> Int? {
    if index < 16 { return entries.firstIndex { $0.key == key } }
    if index == 16 || table.isEmpty { fill(from: entries) }
    if let first = table[key] { return first }
    table[key] = index
    return nil
  }

  private mutating func fill(from entries: [Node.Entry]) {
    for (index, entry) in entries.enumerated() where !entry.isRepeated { table[entry.key] = index }
  }
}
