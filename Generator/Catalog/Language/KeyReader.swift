/// Reads the keys of one mapping by their table: says which are unknown, missing or of the wrong shape, and hands out the rest.
///
/// All of that is reported at once, so that reading goes on and finds the next mistake.
package struct KeyReader {
  /// What the mapping describes, as messages name it: `endpoint 'file_list'`.
  let owner: String
  /// Where the owner is named; what is missing is reported here.
  let span: Span
  let report: Report
  private let entries: [Node.Entry]

  /// Nil, with a diagnostic, if `node` is no mapping.
  package init?(_ node: Node, _ table: KeyTable, owner: @autoclosure () -> String, at span: Span, report: Report) {
    let owner = owner()
    guard let entries = node.entries else {
      report.add(
        .wrongShape, at: node.isNull ? span : node.span, "\(owner) has to be a mapping, not \(node.kindDescription)")
      return nil
    }
    self.owner = owner
    self.span = span
    self.report = report
    self.entries = entries
    for index in entries.indices where !entries[index].isRepeated {
      if let key = table.key(entries[index].key) {
        check(entries[index], key.shape)
      } else if let misplaced = table.misplaced.first(where: { $0.name == entries[index].key }) {
        report.add(
          .misplacedKey, at: entries[index].keySpan,
          "'\(misplaced.name)' does not belong on \(owner): \(misplaced.instead)")
      } else {
        reportUnknown(at: index, among: table.names)
      }
    }
    for key in table.keys where key.isRequired && !key.shape.isAbout { _ = required(key.name) }
  }

  private init(_ other: KeyReader, owner: String, at span: Span) {
    self.owner = owner
    self.span = span
    report = other.report
    entries = other.entries
  }

  /// The same keys, in messages that name their owner otherwise.
  func named(_ owner: String, at span: Span) -> KeyReader { KeyReader(self, owner: owner, at: span) }

  private func check(_ entry: Node.Entry, _ shape: KeyShape) {
    if let expected = shape.expectation, !shape.admits(entry.value) {
      wrongShape(entry, expected)
    } else if case .word(let words) = shape, let text = entry.value.scalarText {
      report.check(text, isOneOf: words, at: entry.value.span, of: "'\(entry.key)' of \(owner)")
    }
  }

  private func reportUnknown(at index: Int, among names: [String]) {
    let entry = entries[index]
    let cut = index > 0 ? KeyReader.cutText(entries[index - 1], before: entry) : nil
    let suggestion = Suggestion.clause(forKey: entry.key, among: names)
    // With a value, it is rather a key that is misspelt.
    let clause = suggestion.isEmpty || entry.value.isNull ? cut ?? suggestion : suggestion
    report.add(.unknownKey, at: entry.keySpan, "unknown key '\(entry.key)' in \(owner)\(clause)")
  }

  /// What is to be done where an unknown key is the rest of the text before it, cut at a comma between braces.
  private static func cutText(_ before: Node.Entry, before entry: Node.Entry) -> String? {
    guard case .scalar(let text, isPlain: true) = before.value.content, text.contains(where: \.isLetter),
      text != "true", text != "false"
    else { return nil }
    // A block has its keys on lines of their own; a key of the catalog has no space.
    guard before.value.span.endLine == entry.keySpan.line || entry.key.contains(" ") else { return nil }
    return "; if it belongs to the text of '\(before.key)', quote the text: a comma ends it"
  }

  package func has(_ key: String) -> Bool { index(of: key) != nil }

  package func entry(_ key: String) -> Node.Entry? { index(of: key).map { entries[$0] } }

  /// Mappings have few keys, and most questions are about keys that are not there: no table, and nothing copied.
  private func index(of key: String) -> Int? {
    for index in entries.indices where entries[index].key == key { return index }
    return nil
  }

  /// The entry; its absence is a mistake.
  package func required(_ key: String) -> Node.Entry? {
    if let entry = entry(key) { return entry }
    report.add(.missingKey, at: span, "\(owner) has no '\(key)'")
    return nil
  }

  func wrongShape(_ entry: Node.Entry, _ expected: String) {
    report.add(
      .wrongShape, at: entry.value.isNull ? entry.keySpan : entry.value.span,
      "'\(entry.key)' of \(owner) has to be \(expected), not \(entry.value.kindDescription)")
  }

  // MARK: - Shapes

  package func text(_ key: String) -> String? { entry(key)?.value.scalarText }

  func flag(_ key: String) -> Bool? { entry(key)?.value.flag }

  func integer(_ key: String) -> Int64? { entry(key)?.value.integer }

  /// A day of the calendar on which something has happened.
  func pastDay(_ key: String) -> String? {
    guard let text = text(key), let entry = entry(key) else { return nil }
    if !CalendarDate.isValid(text) {
      report.add(.badDate, at: entry.value.span, "'\(key)' of \(owner) is '\(text)', not a date (YYYY-MM-DD)")
    }
    report.checkIsPast(text, key, of: owner, at: entry.value.span)
    return text
  }

  func mapping(_ key: String) -> [Node.Entry]? { entry(key)?.value.entries }

  /// The mappings of a key, one after the other, should it be repeated; nil, with a diagnostic, if one of them is none.
  func allMappings(_ key: String) -> [Node.Entry]? {
    var all: [Node.Entry] = []
    var isReadable = true
    for entry in entries where entry.key == key {
      if let entries = entry.value.entries {
        all += entries
      } else {
        wrongShape(entry, "a mapping")
        isReadable = false
      }
    }
    return isReadable ? all : nil
  }

  package func list(_ key: String) -> [Node]? { entry(key)?.value.elements }

  /// A list of words, each with its place; elements of another shape are reported and left out.
  func texts(_ key: String) -> [(text: String, span: Span)]? {
    list(key)?.compactMap { element in
      if let text = element.scalarText { return (text, element.span) }
      report.add(
        .wrongShape, at: element.span, "'\(key)' of \(owner) has to hold words, not \(element.kindDescription)")
      return nil
    }
  }

  /// Like ``texts(_:)``, where repeating a word is a mistake.
  func distinctTexts(_ key: String) -> [(text: String, span: Span)]? {
    guard let texts = texts(key) else { return nil }
    return report.distinct(texts, in: "'\(key)' of \(owner)")
  }

  /// One word, or a list of different ones, each with its place.
  func oneOrMore(_ key: String) -> [(text: String, span: Span)]? {
    guard let entry = entry(key) else { return nil }
    if let text = entry.value.scalarText { return [(text, entry.value.span)] }
    return entry.value.elements?.isEmpty == false ? distinctTexts(key) : nil
  }

  /// One of the words of a closed set.
  func word<Word: RawRepresentable>(_ key: String, _: Word.Type = Word.self) -> Word? where Word.RawValue == String {
    text(key).flatMap(Word.init(rawValue:))
  }
}

extension Report {
  /// Where upkeep is asked for, a day of something that has happened cannot lie ahead.
  func checkIsPast(_ text: String, _ key: String, of owner: String, at span: Span) {
    guard let lastDay = upkeep?.lastDay, CalendarDate.isValid(text), text > lastDay else { return }
    add(.badDate, at: span, "'\(key)' of \(owner) is \(text), a day that is still to come")
  }

  /// The word of a closed set that `text` is, or nil with a diagnostic.
  func word<Word: RawRepresentable & CaseIterable>(_ text: String, at span: Span, of what: String) -> Word?
  where Word.RawValue == String {
    check(text, isOneOf: Word.allCases.map(\.rawValue), at: span, of: what) ? Word(rawValue: text) : nil
  }

  /// Reports a text that is none of the words of a closed set.
  @discardableResult
  func check(_ text: String, isOneOf words: [String], at span: Span, of what: String) -> Bool {
    if words.contains(text) { return true }
    let nearest = Suggestion.nearest(to: text, among: words)
    let clause = nearest.map { "did you mean '\($0)'?" } ?? "one of \(words.joined(separator: ", "))"
    add(.unknownValue, at: span, "\(what) cannot be '\(text)'; \(clause)")
    return false
  }

  /// The words without those that were there before, which are reported.
  func distinct(_ texts: [(text: String, span: Span)], in what: String) -> [(text: String, span: Span)] {
    var places: [String: Span] = [:]
    return texts.filter { text, span in
      guard let first = places[text] else {
        places[text] = span
        return true
      }
      add(.duplicateEntry, at: span, "'\(text)' stands twice in \(what)", notes: [(first, "'\(text)' is first here")])
      return false
    }
  }
}
