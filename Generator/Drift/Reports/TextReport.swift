import Catalog
import Findings
import TerminalOutput

/// As compilers print: a line for each finding, and a note for what belongs to it.
enum TextReport {
  static func render(_ report: DriftReport) -> String {
    report.findings.map(text).joined()
      + TerminalText.visible("\(report.base.label) → \(report.head.label): \(report.summary)") + "\n"
  }

  private static func text(_ finding: Finding) -> String {
    let place = (finding.head ?? finding.base).map { "\($0): " } ?? ""
    var lines = ["\(place)\(finding.level.rawValue): \(finding.text) [\(finding.rule.id)]"]
    var notes: [String] = []
    if let symbol = finding.symbol { notes.append("\(symbol): \(finding.rule.effect.phrase)") }
    if !finding.usedBy.isEmpty { notes.append("part of \(list(finding.usedBy))") }
    if let page = finding.page { notes.append(page) }
    notes.append(finding.fingerprint)
    if let base = finding.base, finding.head != nil {
      lines.append("\(base): note: before; \(notes.joined(separator: "; "))")
    } else {
      lines.append("\(place)note: \(notes.joined(separator: "; "))")
    }
    return lines.map { TerminalText.visible($0) + "\n" }.joined()
  }

  /// The first few, and how many more.
  static func list(_ calls: [String]) -> String {
    calls.count <= 4
      ? calls.joined(separator: ", ") : calls.prefix(3).joined(separator: ", ") + " and \(calls.count - 3) more calls"
  }
}

/// Workflow commands. GitHub shows them at lines of the head: what is gone is shown at its owner's line, or at none.
enum GitHubReport {
  static func render(_ report: DriftReport) -> String { report.findings.map(command).joined() }

  private static func command(_ finding: Finding) -> String {
    var properties: [(String, String)] = []
    if let head = finding.head {
      properties = [("file", head.file), ("line", "\(head.line)"), ("col", "\(head.column)")]
    }
    properties.append(("title", finding.rule.id))
    var lines = [finding.text]
    if let symbol = finding.symbol { lines.append("In Swift: \(symbol), \(finding.rule.effect.phrase).") }
    lines += finding.rule.explanation.split(separator: "\n").map(String.init)
    if let base = finding.base { lines.append("Before: \(base)") }
    if let page = finding.page { lines.append(page) }
    let command = finding.level == .info ? "notice" : finding.level.rawValue
    return WorkflowCommand(command, properties, lines: lines).line
  }
}
