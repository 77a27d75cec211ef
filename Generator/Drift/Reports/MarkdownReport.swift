import Findings

/// A summary and one table a level, as a comment on a pull request or a step's summary shows it.
enum MarkdownReport {
  static func render(_ report: DriftReport) -> String {
    var lines = ["## API drift: \(report.summary)", "", "`\(report.base.label)` → `\(report.head.label)`"]
    for level in FindingLevel.allCases {
      let findings = report.findings.filter { $0.level == level }
      guard !findings.isEmpty else { continue }
      let title = "\(findings.count) \(level.noun)\(findings.count == 1 ? "" : "s")"
      // What breaks nobody is there for those who look for it.
      lines += level == .info ? ["", "<details><summary>\(title)</summary>"] : ["", "### \(title)"]
      lines += ["", "| what | old → new | Swift | where |", "| --- | --- | --- | --- |"]
      lines += findings.map(row)
      if level == .info { lines += ["", "</details>"] }
    }
    if !report.accepted.isEmpty {
      lines += ["", "<details><summary>\(report.accepted.count) accepted</summary>", ""]
      lines += report.accepted.map { "- \(escaped($0.finding.text)): \(escaped($0.reason))" }
      lines += ["", "</details>"]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func row(_ finding: Finding) -> String {
    let subject = code(finding.subject)
    let what = finding.page.map { "[\(subject)](\($0))" } ?? subject
    let used = finding.usedBy.isEmpty ? "" : "<br>part of \(escaped(TextReport.list(finding.usedBy)))"
    let cells = [
      "\(what) \(escaped(finding.rule.phrase))\(used)<br>`\(finding.rule.id)`",
      finding.change.map(code) ?? "",
      (finding.symbol.map { "\(code($0))<br>" } ?? "") + finding.rule.effect.phrase,
      (finding.head ?? finding.base).map { code("\($0.path):\($0.line)") } ?? "",
    ]
    return "| \(cells.joined(separator: " | ")) |"
  }

  private static func code(_ text: String) -> String {
    // A backtick would end the code, a bar the cell.
    "`\(line(text).replacing("`", with: "'").replacing("|", with: "\\|"))`"
  }

  private static func escaped(_ text: String) -> String {
    line(text).replacing("|", with: "\\|").replacing("<", with: "&lt;").replacing("*", with: "\\*")
      .replacing("_", with: "\\_")
  }

  private static func line(_ text: String) -> String { text.split(separator: "\n").joined(separator: " ") }
}
