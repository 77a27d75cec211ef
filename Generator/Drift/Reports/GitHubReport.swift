import Catalog
import Findings

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
