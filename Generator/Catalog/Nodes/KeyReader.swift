/// Reads the keys of one mapping: says which are unknown, missing or of the wrong shape, and hands out the rest.
///
/// Everything is reported when it is asked for, so that reading goes on and finds the next mistake.
package struct KeyReader {
  /// What the mapping describes, as messages name it: `endpoint 'file_list'`.
  let owner: String
  /// Where the owner is named; what is missing is reported here.
  let span: Span
  let report: Report
  private let entries: [Node.Entry]

  /// Nil, with a diagnostic, if `node` is no mapping.
  package init?(_ node: Node, owner: @autoclosure () -> String, at span: Span, allowed: [String], report: Report) {
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
    for index in entries.indices where !allowed.contains(entries[index].key) && !entries[index].isRepeated {
      let entry = entries[index]
      let cut = index > 0 ? KeyReader.cutText(entries[index - 1], before: entry) : nil
      let suggestion = Suggestion.clause(forKey: entry.key, among: allowed)
      // With a value, it is rather a key that is misspelt.
      let clause = suggestion.isEmpty || entry.value.isNull ? cut ?? suggestion : suggestion
      report.add(.unknownKey, at: entry.keySpan, "unknown key '\(entry.key)' in \(owner)\(clause)")
    }
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

  package func text(_ key: String) -> String? {
    guard let entry = entry(key) else { return nil }
    guard let text = entry.value.scalarText else {
      wrongShape(entry, "a text")
      return nil
    }
    return text
  }

  package func requiredText(_ key: String) -> String? { required(key) == nil ? nil : text(key) }

  func flag(_ key: String) -> Bool? {
    guard let entry = entry(key) else { return nil }
    switch entry.value.content {
    case .scalar("true", isPlain: true): return true
    case .scalar("false", isPlain: true): return false
    default:
      wrongShape(entry, "true or false")
      return nil
    }
  }

  func integer(_ key: String) -> Int64? {
    guard let entry = entry(key) else { return nil }
    guard let number = entry.value.integer else {
      wrongShape(entry, "a whole number")
      return nil
    }
    return number
  }

  /// A day of the calendar on which something has happened.
  func pastDay(_ key: String) -> String? {
    guard let text = text(key), let entry = entry(key) else { return nil }
    if !CalendarDate.isValid(text) {
      report.add(.badDate, at: entry.value.span, "'\(key)' of \(owner) is '\(text)', not a date (YYYY-MM-DD)")
    }
    report.checkIsPast(text, key, of: owner, at: entry.value.span)
    return text
  }

  func mapping(_ key: String) -> [Node.Entry]? { entry(key).flatMap(mapping) }

  /// The mappings of a key, one after the other, should it be repeated; nil if one of them is none.
  func allMappings(_ key: String) -> [Node.Entry]? {
    var all: [Node.Entry] = []
    var isReadable = true
    for entry in entries where entry.key == key {
      if let entries = mapping(entry) { all += entries } else { isReadable = false }
    }
    return isReadable ? all : nil
  }

  private func mapping(_ entry: Node.Entry) -> [Node.Entry]? {
    guard let entries = entry.value.entries else {
      wrongShape(entry, "a mapping")
      return nil
    }
    return entries
  }

  package func list(_ key: String) -> [Node]? {
    guard let entry = entry(key) else { return nil }
    guard case .sequence(let elements) = entry.value.content else {
      wrongShape(entry, "a list")
      return nil
    }
    return elements
  }

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
    guard case .sequence(let elements) = entry.value.content, !elements.isEmpty else {
      wrongShape(entry, "a word or a list of words")
      return nil
    }
    return distinctTexts(key)
  }

  /// One of the words of a closed set.
  func word<SwiftNaming: RawRepresentable & CaseIterable>(_ key: String, _: SwiftNaming.Type = SwiftNaming.self)
    -> SwiftNaming?
  where SwiftNaming.RawValue == String {
    guard let text = text(key), let entry = entry(key) else { return nil }
    return report.word(text, at: entry.value.span, of: "'\(key)' of \(owner)")
  }

  func requiredWord<SwiftNaming: RawRepresentable & CaseIterable>(_ key: String, _: SwiftNaming.Type = SwiftNaming.self)
    -> SwiftNaming?
  where SwiftNaming.RawValue == String {
    required(key) == nil ? nil : word(key)
  }
}

extension Report {
  /// Where upkeep is asked for, a day of something that has happened cannot lie ahead.
  func checkIsPast(_ text: String, _ key: String, of owner: String, at span: Span) {
    guard let lastDay = upkeep?.lastDay, CalendarDate.isValid(text), text > lastDay else { return }
    add(.badDate, at: span, "'\(key)' of \(owner) is \(text), a day that is still to come")
  }

  /// The word of a closed set that `text` is, or nil with a diagnostic.
  func word<SwiftNaming: RawRepresentable & CaseIterable>(_ text: String, at span: Span, of what: String)
    -> SwiftNaming?
  where SwiftNaming.RawValue == String {
    if let word = SwiftNaming(rawValue: text) { return word }
    let words = SwiftNaming.allCases.map(\.rawValue)
    let nearest = Suggestion.nearest(to: text, among: words)
    let clause = nearest.map { "did you mean '\($0)'?" } ?? "one of \(words.joined(separator: ", "))"
    add(.unknownValue, at: span, "\(what) cannot be '\(text)'; \(clause)")
    return nil
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

extension Node {
  /// The text of a scalar that is not empty.
  var scalarText: String? {
    guard case .scalar(let text, _) = content, !isNull, !text.isEmpty else { return nil }
    return text
  }

  /// The value of an unquoted whole number.
  var integer: Int64? {
    guard case .scalar(let text, isPlain: true) = content, let value = Int64(text), String(value) == text else {
      return nil
    }
    return value
  }
}
