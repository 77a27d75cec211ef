import Catalog

/// A report as GitHub's workflow commands. What is accepted, and remarks, are notices.
struct PageReportAnnotations {
  let folder: String

  func render(_ report: PageReport) -> String {
    let failures = report.failures.map { "::error file=\(property($0.file))::\(message($0.error.description))\n" }
    let findings = (report.findings + report.accepted).sorted().map { finding -> String in
      let command = finding.acceptance != nil || finding.level == .info ? "notice" : finding.level.rawValue
      var lines = [finding.text]
      if let catalog = finding.catalog { lines.append("\(catalog.place(in: folder)): the catalog says so here") }
      if let entry = finding.acceptance {
        lines.append("\(entry.position.place(in: folder)): accepted: \(entry.evidence)")
      }
      let place = "file=\(property(finding.page.file)),line=\(finding.page.line),col=\(finding.page.column)"
      return "::\(command) \(place),title=\(property(finding.rule.id))::\(message(lines.joined(separator: "\n")))\n"
    }
    return (failures + findings).joined()
  }

  private func message(_ text: String) -> String {
    text.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
  }

  private func property(_ text: String) -> String {
    message(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
  }
}
