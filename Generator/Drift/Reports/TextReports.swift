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

/// A summary and one table a level, as a comment on a pull request or a step's summary shows it.
enum MarkdownReport {
  static func render(_ report: DriftReport) -> String {
    var lines = ["## API drift: \(report.summary)", "", "`\(report.base.label)` → `\(report.head.label)`"]
    for level in FindingLevel.allCases {
      let findings = report.findings.filter { $0.level == level }
      guard !findings.isEmpty else { continue }
      let title = "\(findings.count) \(level.noun)\(findings.count == 1 ? "" : "s")"
      // Changes that break no caller are listed below, folded.
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
