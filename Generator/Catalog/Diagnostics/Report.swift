import TerminalOutput

/// Collects what is found while a catalog is loaded.
package final class Report {
  /// The files' paths; a ``Span`` says which one by its index.
  private(set) var files: [String] = []
  private var diagnostics: Set<Diagnostic> = []
  /// What `lint` asks beyond what is needed to generate.
  let upkeep: LoadBounds.Upkeep?

  package init(upkeep: LoadBounds.Upkeep? = nil) { self.upkeep = upkeep }

  /// Whether some file could not be read to its end. References are not called dangling then: what they name may be in there.
  var isIncomplete = false

  package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

  /// Everything found, each once, sorted by position.
  package var sorted: [Diagnostic] { diagnostics.sorted() }

  /// Registers a file and returns its index.
  package func add(file: String) -> UInt16 {
    files.append(file)
    return UInt16(files.count - 1)
  }

  package func position(_ span: Span) -> Position {
    Position(file: files[Int(span.file)], line: Int(span.line), column: Int(span.column))
  }

  package func add(_ rule: Rule, at span: Span, _ text: String, notes: [(Span, String)] = []) {
    let end = Position(file: files[Int(span.file)], line: Int(span.endLine), column: Int(span.endColumn))
    let start = position(span)
    add(rule, at: start, end: start < end ? end : nil, text, notes: notes.map { (position($0.0), $0.1) })
  }

  /// A message quotes the catalog: what could break a line or a terminal is shown escaped.
  func add(_ rule: Rule, at position: Position, end: Position? = nil, _ text: String, notes: [(Position, String)] = [])
  {
    diagnostics.insert(
      Diagnostic(
        rule: rule, position: position, end: end, text: TerminalText.visible(text),
        notes: notes.map { Diagnostic.Note(position: $0.0, text: TerminalText.visible($0.1)) }))
  }
}
