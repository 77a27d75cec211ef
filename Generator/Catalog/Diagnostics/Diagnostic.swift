import TerminalOutput

/// One thing that is wrong in a catalog, and where.
public struct Diagnostic: Sendable, Hashable {
  /// Whether the catalog can be used all the same.
  public enum Severity: String, Sendable { case error, warning }

  /// Another place that has to do with it, for example the first of two declarations.
  public struct Note: Sendable, Hashable {
    /// The other place.
    public let position: Position
    /// One sentence without a full stop.
    public let text: String

    /// A note at a place.
    public init(position: Position, text: String) {
      self.position = position
      self.text = text
    }
  }

  /// The kind of mistake.
  public let rule: Rule
  /// Where it is.
  public let position: Position
  /// The line and column behind the last character, where that is known to be another place.
  public let end: Position?
  /// One sentence without a full stop that names the offender.
  public let text: String
  /// Other places.
  public let notes: [Note]

  /// As the rule says.
  public var severity: Severity { rule.severity }

  /// A finding at a place.
  public init(rule: Rule, position: Position, end: Position? = nil, text: String, notes: [Note] = []) {
    self.rule = rule
    self.position = position
    self.end = end
    self.text = text
    self.notes = notes
  }
}

extension Diagnostic: Comparable {
  /// By position, then by rule and text.
  public static func < (a: Diagnostic, b: Diagnostic) -> Bool {
    a.position != b.position ? a.position < b.position : (a.rule.id, a.text) < (b.rule.id, b.text)
  }
}

/// Where a key or a value stands: file, first and last place. Lines and columns start at 1, columns count Unicode scalars.
///
/// It is kept small, because every key and every value of a catalog has one; ``Report/position(_:)`` makes it readable.
package struct Span: Hashable {
  /// The index of the file in the report's list.
  var file: UInt16
  var line: UInt32
  var column: UInt32
  /// The place behind the last character; the same as the first for a mapping or a list.
  var endLine: UInt32
  var endColumn: UInt32

  init(file: UInt16, line: UInt32, column: UInt32, endLine: UInt32? = nil, endColumn: UInt32? = nil) {
    self.file = file
    self.line = line
    self.column = column
    self.endLine = endLine ?? line
    self.endColumn = endColumn ?? column
  }

  /// The first place of a file.
  package static func start(of file: UInt16) -> Span { Span(file: file, line: 1, column: 1) }
}

/// A place in a catalog file. Lines and columns start at 1; columns count Unicode scalars.
public struct Position: Hashable, Sendable, Comparable {
  /// The file's path relative to the folder that was loaded, with `/` between components.
  public let file: String
  /// The line, from 1.
  public let line: Int
  /// The column, from 1.
  public let column: Int

  /// A place in a file.
  public init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// By file, then line, then column.
  public static func < (a: Position, b: Position) -> Bool {
    (a.file, a.line, a.column) < (b.file, b.line, b.column)
  }
}

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
