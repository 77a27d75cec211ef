import Catalog
import Findings

/// A report as one page without a script, which may be attached to a build and opened years later.
struct PageReportHTML {
  let folder: String

  func render(_ report: PageReport) -> String {
    let failures = report.failures.map { "<li><code>\(escaped($0.file))</code>: \(escaped($0.error.description))</li>" }
    let unread =
      failures.isEmpty ? "" : "<h2>Pages that were not read</h2>\n<ul>\n\(failures.joined(separator: "\n"))\n</ul>\n"
    let sections = FindingLevel.allCases.map { level in
      section(
        level == .info ? "Remarks" : "\(level.rawValue.capitalized)s", report.findings.filter { $0.level == level })
    }
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <title>Documentation pages: \(escaped(report.summary))</title>
      <style>
      body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; color-scheme: light dark; }
      table { border-collapse: collapse; width: 100%; }
      td, th { border-bottom: 1px solid #8886; padding: .4rem .6rem; text-align: left; vertical-align: top; }
      code { overflow-wrap: anywhere; }
      </style>
      </head>
      <body>
      <h1>Documentation pages</h1>
      <p>\(escaped(report.summary))</p>
      \(unread)\(sections.joined())\(section("Accepted", report.accepted))</body>
      </html>

      """
  }

  private func section(_ title: String, _ findings: [PageFinding]) -> String {
    guard !findings.isEmpty else { return "" }
    let rows = findings.map { finding in
      let catalog = finding.catalog.map { "<code>\(escaped($0.place(in: folder)))</code>" } ?? ""
      let reason = finding.acceptance.map { "<br>\(escaped($0.evidence))" } ?? ""
      return "<tr><td>\(escaped(finding.text))\(reason)<br><code>\(finding.rule.id)</code></td>"
        + "<td><code>\(escaped("\(finding.page.file):\(finding.page.line)"))</code></td><td>\(catalog)</td></tr>"
    }
    return "<h2>\(title) (\(findings.count))</h2>\n<table>\n<tr><th>What</th><th>Page</th><th>Catalog</th></tr>\n"
      + rows.joined(separator: "\n") + "\n</table>\n"
  }

  private func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
  }
}

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
