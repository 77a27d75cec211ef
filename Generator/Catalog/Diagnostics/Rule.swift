/// A kind of mistake: what `wedrive-spec explain` prints.
public struct Rule: Sendable {
  /// The id in brackets behind every message, in kebab-case.
  public let id: String
  /// Whether the catalog can be used all the same.
  public let severity: Diagnostic.Severity
  /// One line.
  public let summary: String
  /// Why it is a mistake and what to do.
  public let explanation: String
  /// YAML that shows it.
  public let example: String

  init(_ id: String, _ summary: String, severity: Diagnostic.Severity = .error, why: String, example: String) {
    self.id = id
    self.severity = severity
    self.summary = summary
    self.explanation = why
    self.example = example
  }
}

extension Rule: Hashable {
  /// Rules are told apart by their ids.
  public static func == (a: Rule, b: Rule) -> Bool { a.id == b.id }
  /// Hashes the id.
  public func hash(into hasher: inout Hasher) { hasher.combine(id) }
}
