import Catalog
import Findings

/// One object, as `drift-report.schema.json` describes it.
enum JSONReport {
  static func render(_ report: DriftReport) -> String {
    let value: JSONValue = [
      "format": 1,
      "base": .string(report.base.label),
      "head": .string(report.head.label),
      "summary": .object(
        FindingLevel.allCases.map { ($0.rawValue, .number(report.count($0))) }
          + [("accepted", .number(report.accepted.count))]),
      "findings": .array(report.findings.map { finding($0) }),
      "accepted": .array(report.accepted.map { finding($0.finding, reason: $0.reason) }),
    ]
    return value.text
  }

  private static func finding(_ finding: Finding, reason: String? = nil) -> JSONValue {
    .members(
      ("id", .string(finding.rule.id)), ("level", .string(finding.level.rawValue)),
      ("fingerprint", .string(finding.fingerprint)), ("target", .string(finding.target)),
      ("family", .string(finding.family)),
      (
        "endpoint", finding.call.map { ["id": .string($0.id), "method": .string($0.method), "path": .string($0.path)] }
      ),
      ("field", .text(finding.field)), ("direction", .text(finding.direction?.rawValue)),
      ("usedBy", finding.usedBy.isEmpty ? nil : .array(finding.usedBy.map(JSONValue.string))),
      ("old", .text(finding.old)), ("new", .text(finding.new)),
      ("replies", finding.replies.map(JSONValue.number)), ("base", finding.base.map(location)),
      ("head", finding.head.map(location)),
      ("swift", .members(("effect", .string(finding.rule.effect.rawValue)), ("symbol", .text(finding.symbol)))),
      ("page", .text(finding.page)), ("text", .string(finding.text)), ("reason", .text(reason)))
  }

  private static func location(_ location: Location) -> JSONValue {
    .members(
      ("revision", .text(location.revision)), ("file", .string(location.file)), ("line", .number(location.line)),
      ("column", .number(location.column)))
  }
}
