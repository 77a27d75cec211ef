import Catalog
import Findings
import TerminalOutput

/// A report for people.
struct PageReportText {
  let folder: String

  func render(_ report: PageReport) -> String {
    var text = report.failures.map { line("\(failurePlace($0.file, $0.error)): error: \($0.error)") }.joined()
    text += report.findings.filter { $0.level > .info }.map(finding).joined()
    text += report.accepted.map(accepted).joined()
    text += report.findings.filter { $0.level == .info }.map(finding).joined()
    for page in report.pages { text += line("\(page.file): \(PageReportText.contents(page.counts))") }
    return text + summary(report) + "\n"
  }

  /// A line with its end. A page's words and a file's name make no line of their own.
  private func line(_ text: String) -> String { TerminalText.visible(text) + "\n" }

  private func failurePlace(_ file: String, _ error: PageError) -> String {
    if case .notText(let line, let column, _) = error { return "\(file):\(line):\(column)" }
    return file
  }

  private func finding(_ finding: PageFinding) -> String {
    let note = finding.catalog.map { line("\($0.place(in: folder)): note: the catalog says so here") } ?? ""
    return line("\(finding.page.place(in: "")): \(finding.level.rawValue): \(finding.text) [\(finding.rule.id)]") + note
  }

  private func accepted(_ finding: PageFinding) -> String {
    let head = line("\(finding.page.place(in: "")): accepted: \(finding.text) [\(finding.rule.id)]")
    guard let entry = finding.acceptance else { return head }
    return head + line("\(entry.position.place(in: folder)): note: \(entry.evidence)")
  }

  /// What was understood of a page, and how much was not.
  static func contents(_ counts: PageCounts) -> String {
    let parts = [
      counted(counts.calls, "call"), counted(counts.fieldTables, "table") + " of fields",
      counted(counts.valueTables, "table") + " of values", counted(counts.rows, "row"),
      counted(counts.samples, "sample") + " (\(counts.repairedSamples) repaired)", counted(counts.values, "value"),
      counted(counts.limits, "bound"), counted(counts.dates, "date"),
    ]
    let others = counted(counts.otherTables, "other table")
    return "read \(parts.joined(separator: ", ")); not compared: \(others), \(counts.unread) pieces in all"
  }

  private func summary(_ report: PageReport) -> String {
    "\(report.summary); `wedrive-spec explain <id>` tells more about an id"
  }

  private static func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}

/// A report as GitHub's workflow commands. What is accepted, and remarks, are notices.
struct PageReportAnnotations {
  let folder: String

  func render(_ report: PageReport) -> String {
    let failures = report.failures.map {
      WorkflowCommand("error", [("file", $0.file)], lines: [$0.error.description]).line
    }
    let findings = (report.findings + report.accepted).sorted().map { finding -> String in
      let command = finding.acceptance != nil || finding.level == .info ? "notice" : finding.level.rawValue
      var lines = [finding.text]
      if let catalog = finding.catalog { lines.append("\(catalog.place(in: folder)): the catalog says so here") }
      if let entry = finding.acceptance {
        lines.append("\(entry.position.place(in: folder)): accepted: \(entry.evidence)")
      }
      let properties = [
        ("file", finding.page.file), ("line", "\(finding.page.line)"), ("col", "\(finding.page.column)"),
        ("title", finding.rule.id),
      ]
      return WorkflowCommand(command, properties, lines: lines).line
    }
    return (failures + findings).joined()
  }
}

/// How a report on pages is printed.
public enum PageReportFormat: String, Sendable, CaseIterable {
  /// `page:line:col: error: text [id]`, as compilers do; then what was accepted, and what was read.
  case text
  /// One object.
  case json
  /// Workflow commands that GitHub shows beside the changed lines.
  case github
  /// Tables, as an issue or a step's summary shows them.
  case markdown
  /// The interchange format of code scanning services.
  case sarif
  /// A page that needs nothing else.
  case html

  /// - Parameter folder: What stands before the catalog's paths, so that they can be found from where the program runs.
  public func render(_ report: PageReport, folder: String) -> String {
    switch self {
    case .text: PageReportText(folder: folder).render(report)
    case .json: PageReportJSON(folder: folder).render(report)
    case .github: PageReportAnnotations(folder: folder).render(report)
    case .markdown: PageReportMarkdown(folder: folder).render(report)
    case .sarif: PageReportSARIF(folder: folder).render(report)
    case .html: PageReportHTML(folder: folder).render(report)
    }
  }
}

extension Position {
  /// The place as compilers write it.
  func place(in folder: String) -> String {
    let prefix = folder.isEmpty || folder == "." ? "" : folder.hasSuffix("/") ? folder : folder + "/"
    return "\(prefix)\(file):\(line):\(column)"
  }
}
