import Catalog
import Findings

/// A report for programs: one object with `pages`, `failures` and `findings`. What is accepted has a member `accepted`.
struct PageReportJSON {
  let folder: String

  func render(_ report: PageReport) -> String {
    let pages = report.pages.map(page)
    let failures = report.failures.map { "{\"file\": \(quoted($0.file)), \"text\": \(quoted($0.error.description))}" }
    let findings = (report.findings + report.accepted).sorted().map(finding)
    return "{\n\(member("pages", pages)),\n\(member("failures", failures)),\n\(member("findings", findings))\n}\n"
  }

  private func member(_ name: String, _ elements: [String]) -> String {
    elements.isEmpty
      ? "  \"\(name)\": []" : "  \"\(name)\": [\n" + elements.map { "    \($0)" }.joined(separator: ",\n") + "\n  ]"
  }

  private func page(_ page: PageReport.ReadPage) -> String {
    let counts = page.counts
    let numbers: [(String, Int)] = [
      ("calls", counts.calls), ("fieldTables", counts.fieldTables), ("valueTables", counts.valueTables),
      ("otherTables", counts.otherTables), ("rows", counts.rows), ("samples", counts.samples),
      ("repairedSamples", counts.repairedSamples), ("values", counts.values), ("limits", counts.limits),
      ("dates", counts.dates), ("unread", counts.unread),
    ]
    let members = numbers.map { "\"\($0.0)\": \($0.1)" }.joined(separator: ", ")
    return "{\"file\": \(quoted(page.file)), \(members)}"
  }

  private func finding(_ finding: PageFinding) -> String {
    var members = [
      "\"id\": \(quoted(finding.rule.id))", "\"level\": \(quoted(finding.level.rawValue))",
      "\"call\": \(finding.call.map(quoted) ?? "null")",
      "\"target\": \(finding.targets.first.map(quoted) ?? "null")",
      "\"page\": \(place(finding.page, folder: ""))",
      "\"catalog\": \(finding.catalog.map { place($0, folder: folder) } ?? "null")",
      "\"text\": \(quoted(finding.text))",
      "\"fingerprint\": \(quoted(finding.fingerprint))",
    ]
    if let entry = finding.acceptance {
      members.append(
        "\"accepted\": {\"documented\": \(quoted(entry.documented)), \"evidence\": \(quoted(entry.evidence)), "
          + "\"entry\": \(place(entry.position, folder: folder))}")
    }
    return "{\(members.joined(separator: ", "))}"
  }

  private func place(_ position: Position, folder: String) -> String {
    let prefix = folder.isEmpty || folder == "." ? "" : folder.hasSuffix("/") ? folder : folder + "/"
    return "{\"file\": \(quoted(prefix + position.file)), \"line\": \(position.line), \"column\": \(position.column)}"
  }

  private func quoted(_ text: String) -> String { JSONText.quoted(text) }
}
