import Catalog

/// Differences that were reviewed and accepted: the file behind `wedrive-spec diff --ignore`.
///
/// It is read like a catalog file: everything wrong in it is reported at once, each with its place.
public struct IgnoreList: Sendable {
  /// One accepted difference, or all of a kind at one declaration.
  public struct Entry: Sendable {
    /// What it accepts.
    public enum Match: Sendable, Equatable {
      /// The finding with this fingerprint.
      case fingerprint(String)
      /// Every finding of this rule about this declaration.
      case rule(id: String, target: String)
    }

    /// What it accepts.
    public let match: Match
    /// Why.
    public let reason: String
    /// The last day on which it holds, `YYYY-MM-DD`.
    public let until: String?
    /// Where it stands.
    public let position: Position
  }

  /// The entries, in the order of the file.
  public let entries: [Entry]

  /// Reads a file's bytes; nil if anything in it is an error.
  public static func read(_ bytes: [UInt8], file: String) -> (list: IgnoreList?, diagnostics: [Diagnostic]) {
    let report = Report()
    let index = report.add(file: file)
    var entries: [Entry] = []
    if case .root(let root) = NodeParser.parse(bytes, file: index, report: report),
      let keys = KeyReader(root, .ignoreList, owner: "the ignore file", at: .start(of: index), report: report)
    {
      entries = (keys.list("ignore") ?? []).compactMap { Entry($0, report: report) }
    }
    return (report.hasErrors ? nil : IgnoreList(entries: entries), report.sorted)
  }
}

extension IgnoreList.Entry {
  fileprivate init?(_ node: Node, report: Report) {
    let place = node.entries?.first?.keySpan ?? node.span
    guard let keys = KeyReader(node, .ignoredFinding, owner: "this entry", at: place, report: report) else {
      return nil
    }
    if keys.has("fingerprint"), let entry = keys.entry("id") ?? keys.entry("target") {
      report.add(
        .conflictingKeys, at: entry.keySpan, "this entry has a 'fingerprint', which leaves nothing for '\(entry.key)'")
    }
    let reason = keys.text("reason")
    let until = keys.text("until")
    if let until, let entry = keys.entry("until"), !CalendarDate.isValid(until) {
      report.add(.badDate, at: entry.value.span, "'until' of this entry is '\(until)', not a date (YYYY-MM-DD)")
    }
    let match: Match?
    if keys.has("fingerprint") {
      match = keys.text("fingerprint").map { .fingerprint($0) }
    } else if let id = keys.required("id") == nil ? nil : keys.text("id"),
      let target = keys.required("target") == nil ? nil : keys.text("target")
    {
      match = .rule(id: id, target: target)
    } else {
      match = nil
    }
    guard let match, let reason else { return nil }
    self.match = match
    self.reason = reason
    self.until = until
    position = report.position(place)
  }
}

extension KeyTable {
  fileprivate static let ignoreList = KeyTable(
    "ignore-list", [.required("ignore", .list { .ignoredFinding }, "Findings that are known.")])

  fileprivate static let ignoredFinding = KeyTable(
    "ignored-finding",
    [
      .optional("fingerprint", .text, "The finding, wherever it stands."),
      .optional("id", .text, "The rule of the findings; or `fingerprint` instead."),
      .optional("target", .text, "What the findings are about."),
      .required("reason", .text, "Why they are ignored."),
      .optional("until", .text, "The last day on which they are."),
    ])
}
