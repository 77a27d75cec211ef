import Catalog
import Findings

/// A report in the interchange format that code scanning services read, version 2.1.0. What is accepted is suppressed, with
/// its reason.
struct PageReportSARIF {
  let folder: String

  private static let schema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

  func render(_ report: PageReport) -> String {
    let findings = (report.findings + report.accepted).sorted()
    let used = Set(findings.map(\.rule))
    let rules = PageRule.allCases.filter(used.contains)
    let driver: JSONValue = ["name": "wedrive-spec docs", "rules": .array(rules.map(rule))]
    let notes = report.failures.map { failure -> JSONValue in
      ["level": "error", "message": ["text": .string("\(failure.file): \(failure.error)")]]
    }
    let invocation: JSONValue = .object([
      ("executionSuccessful", .bool(report.failures.isEmpty)),
      ("toolExecutionNotifications", .array(notes)),
    ])
    let run: JSONValue = [
      "tool": ["driver": driver], "columnKind": "unicodeCodePoints", "invocations": [invocation],
      "results": .array(findings.map(result)),
    ]
    let log: JSONValue = ["$schema": .string(PageReportSARIF.schema), "version": "2.1.0", "runs": [run]]
    return log.text
  }

  private func rule(_ rule: PageRule) -> JSONValue {
    [
      "id": .string(rule.id), "shortDescription": ["text": .string(rule.summary)],
      "fullDescription": ["text": .string(rule.explanation)],
      "defaultConfiguration": ["level": .string(level(rule.level))],
    ]
  }

  private func result(_ finding: PageFinding) -> JSONValue {
    .members(
      ("ruleId", .string(finding.rule.id)), ("level", .string(level(finding.level))),
      ("message", ["text": .string(finding.text)]),
      ("locations", [["physicalLocation": place(finding.page, folder: "")]]),
      (
        "relatedLocations",
        finding.catalog.map { catalog in
          [
            [
              "id": 1, "message": ["text": "the catalog says so here"],
              "physicalLocation": place(catalog, folder: folder),
            ]
          ]
        }
      ),
      ("partialFingerprints", ["pageFingerprint/v1": .string(finding.fingerprint)]),
      ("suppressions", finding.acceptance.map { [["kind": "external", "justification": .string($0.evidence)]] }),
      ("properties", .members(("target", .text(finding.targets.first)), ("call", .text(finding.call)))))
  }

  private func place(_ position: Position, folder: String) -> JSONValue {
    let prefix = folder.isEmpty || folder == "." || folder.hasSuffix("/") ? folder : folder + "/"
    return [
      "artifactLocation": ["uri": .string(PageReportSARIF.uri(prefix + position.file))],
      "region": ["startLine": .number(position.line), "startColumn": .number(position.column)],
    ]
  }

  private func level(_ level: FindingLevel) -> String { level == .info ? "note" : level.rawValue }

  /// The path, or the address, with everything encoded that may not stand in one.
  private static func uri(_ path: String) -> String {
    path.utf8.map { byte in
      let scalar = Unicode.Scalar(byte)
      if scalar.isASCIILetter || scalar.isASCIIDigit || "/.-_~:".unicodeScalars.contains(scalar) {
        return String(scalar)
      }
      let digits = String(byte, radix: 16, uppercase: true)
      return "%" + (digits.count < 2 ? "0" : "") + digits
    }.joined()
  }
}

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
