import Catalog
import Findings

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
