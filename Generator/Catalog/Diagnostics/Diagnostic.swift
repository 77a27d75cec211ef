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
