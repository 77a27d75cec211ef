/// Reads the model out of the declarations' nodes, and reports everything that a single declaration, or a reference from it, has wrong.
///
/// Every method gives the best it can after a mistake, so that the next one is found in the same run; the model of a catalog
/// with errors is never handed out.
struct ModelReader {
  let report: Report
  var symbols: Symbols
  var catalog = Catalog()
  /// Fields whose type is not known: what is said about them is not checked further.
  var untyped: Set<Position> = []
  /// Whether some summary names its page's title.
  var summariesNamePages = false
  /// The summaries that do not, and what they are of.
  var summariesWithoutPage: [(span: Span, owner: String)] = []

  /// The catalog, and the fields whose type is not known.
  static func read(_ declarations: DeclarationNodes, report: Report) -> (catalog: Catalog, untyped: Set<Position>) {
    var reader = ModelReader(report: report, symbols: .collect(from: declarations, report: report))
    reader.readServices(declarations.services)
    reader.readLimits(declarations.limits)
    reader.readEnums(declarations.enums)
    reader.readIdentifiers(declarations.identifiers)
    reader.readTypes(declarations.types)
    reader.readErrcodes(declarations.errcodes)
    reader.readEvents(declarations.events)
    for family in declarations.families { reader.readFamily(family) }
    for client in declarations.clients { reader.readClient(client) }
    reader.checkSummaries()
    return (reader.catalog, reader.untyped)
  }

  // MARK: - What is declared twice

  /// Whether the entry is what its name stands for, among types, identifiers and enums.
  func isFirst(_ entry: Node.Entry) -> Bool { symbols.types[entry.key]?.span == entry.keySpan }

  /// What was read from an entry; nil if its key is repeated, so that it was only read for its mistakes.
  func declared<Value>(_ value: Value?, by entry: Node.Entry) -> Value? { entry.isRepeated ? nil : value }

  // MARK: - Keys that many declarations have

  /// The sentence that says what something is; its absence is a mistake of its own.
  func about(_ keys: KeyReader, key: String = "about") -> String {
    guard let entry = keys.entry(key) else {
      report.add(.missingAbout, at: keys.span, "\(keys.owner) has no '\(key)'")
      return ""
    }
    guard entry.value.scalarText != nil else {
      if case .scalar = entry.value.content {
        report.add(.missingAbout, at: entry.keySpan, "'\(key)' of \(keys.owner) is empty")
      } else {
        keys.wrongShape(entry, "a text")
      }
      return ""
    }
    return prose(keys, key) ?? ""
  }

  /// A text for people: no control characters, no space at its ends.
  func prose(_ keys: KeyReader, _ key: String) -> String? {
    guard let text = keys.text(key), let entry = keys.entry(key) else { return nil }
    let hasControl = text.unicodeScalars.contains { ($0.value < 0x20 && $0 != "\n") || $0.value == 0x7F }
    if hasControl {
      report.add(.badText, at: entry.value.span, "'\(key)' of \(keys.owner) contains a control character")
    }
    var lines = Substring(text)
    while let last = lines.last, last.isWhitespace { lines.removeLast() }
    while let first = lines.first, first.isWhitespace { lines.removeFirst() }
    if lines.isEmpty { report.add(.missingAbout, at: entry.keySpan, "'\(key)' of \(keys.owner) is empty") }
    return String(lines)
  }

  /// The name in Swift: given by `swift`, or derived.
  func swiftName(
    _ keys: KeyReader, of name: String, form: NameForm = .snakeCase, as role: ReservedNames.Role
  ) -> String {
    if let given = keys.text("swift"), let entry = keys.entry("swift") {
      if report.check(given, has: .lowerCamel, "'swift' of \(keys.owner):", at: entry.value.span),
        let reason = ReservedNames.reason(against: given, as: role)
      {
        report.add(.reservedName, at: entry.value.span, "'\(given)' cannot be used: \(reason)")
      }
      return given
    }
    return derivedName(of: name, form: form, owner: keys.owner, as: role, at: keys.span)
  }

  /// What is wrong with a name that is not well formed is reported already.
  func derivedName(
    of name: String, form: NameForm = .snakeCase, owner: String, as role: ReservedNames.Role, at span: Span
  ) -> String {
    let derived = SwiftName.lowerCamel(name)
    if form.matches(name), let reason = ReservedNames.reason(against: derived, as: role) {
      report.add(.reservedName, at: span, "\(owner) cannot be '\(derived)' in Swift: \(reason); give a 'swift' name")
    }
    return derived
  }

  /// A day of the calendar that has been.
  func date(_ keys: KeyReader, _ key: String) -> String? {
    keys.pastDay(key)
  }

  /// A day of the calendar, or a client version such as `4.0.8`.
  func dateOrVersion(_ keys: KeyReader, _ key: String) -> String? {
    guard let text = keys.text(key), let entry = keys.entry(key) else { return nil }
    if !CalendarDate.isValid(text), !CalendarDate.isVersion(text) {
      report.add(
        .badDate, at: entry.value.span,
        "'\(key)' of \(keys.owner) is '\(text)', neither a date (YYYY-MM-DD) nor a version (4.0.8)")
    }
    // The end of something may be announced for any day.
    if key == "since" { report.checkIsPast(text, key, of: keys.owner, at: entry.value.span) }
    return text
  }

  func position(_ span: Span) -> Position { report.position(span) }
}
