/// The last line of a lint for people: what was checked, or how much is wrong.
public enum LintSummary {
  /// One line without a line end.
  public static func line(catalog: Catalog?, diagnostics: [Diagnostic]) -> String {
    let errors = diagnostics.count { $0.severity == .error }
    let warnings = diagnostics.count - errors
    let counts = [(errors, "error"), (warnings, "warning")].filter { $0.0 > 0 }.map(counted)
    if !counts.isEmpty {
      return "\(counts.joined(separator: " and ")); `wedrive-spec explain <id>` tells more about an id"
    }
    guard let catalog else { return "nothing could be read" }
    let contents = [
      (catalog.families.reduce(0) { $0 + $1.endpoints.count }, "endpoint"), (catalog.types.count, "type"),
      (catalog.identifiers.count, "identifier"), (catalog.enums.count, "enum"),
      (catalog.errcodes.reduce(0) { $0 + $1.codes.count }, "errcode"), (catalog.limits.count, "limit"),
    ]
    let interfaces = (catalog.clients.reduce(0) { $0 + $1.interfaces.count }, "client-side interface")
    let further = [(catalog.events.count, "event"), interfaces].filter { $0.0 > 0 }
    return (contents + further).map(counted).joined(separator: ", ")
      + ": nothing is wrong"
  }

  private static func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}
