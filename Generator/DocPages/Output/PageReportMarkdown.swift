import Catalog
import Findings

/// A report as an issue or a step's summary shows it: a table for each level, and what was accepted.
struct PageReportMarkdown {
  let folder: String

  func render(_ report: PageReport) -> String {
    var lines = ["## Documentation pages: \(report.summary)"]
    if !report.failures.isEmpty {
      lines += ["", "### Pages that were not read", ""]
      lines += report.failures.map { "- \(code($0.file)): \(escaped($0.error.description))" }
    }
    for level in FindingLevel.allCases {
      let findings = report.findings.filter { $0.level == level }
      guard !findings.isEmpty else { continue }
      let noun = level == .info ? "remark" : level.rawValue
      let title = "\(findings.count) \(noun)\(findings.count == 1 ? "" : "s")"
      lines += level == .info ? ["", "<details><summary>\(title)</summary>"] : ["", "### \(title)"]
      lines += ["", "| what | page | catalog |", "| --- | --- | --- |"]
      lines += findings.map(row)
      if level == .info { lines += ["", "</details>"] }
    }
    if !report.accepted.isEmpty {
      lines += ["", "<details><summary>\(report.accepted.count) accepted</summary>", ""]
      lines += report.accepted.map { "- \(escaped($0.text)): \(escaped($0.acceptance?.evidence ?? ""))" }
      lines += ["", "</details>"]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func row(_ finding: PageFinding) -> String {
    let page =
      finding.page.file.hasPrefix("https://")
      ? "<\(finding.page.file)>" : code("\(finding.page.file):\(finding.page.line)")
    let catalog = finding.catalog.map { code($0.place(in: folder)) } ?? ""
    return "| \(escaped(finding.text))<br>`\(finding.rule.id)` | \(page) | \(catalog) |"
  }

  private func code(_ text: String) -> String {
    "`\(line(text).replacing("`", with: "'").replacing("|", with: "\\|"))`"
  }

  private func escaped(_ text: String) -> String {
    line(text).replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("|", with: "\\|")
      .replacing("*", with: "\\*").replacing("_", with: "\\_").replacing("@", with: "&#64;")
  }

  private func line(_ text: String) -> String { text.split(whereSeparator: \.isNewline).joined(separator: " ") }
}
