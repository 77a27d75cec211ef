import Catalog
import Findings

/// The interchange format that code scanning services read, version 2.1.0.
///
/// Accepted findings are results too, suppressed with their reason, as the format wants it.
enum SARIFReport {
  private static let schema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

  static func render(_ report: DriftReport) -> String {
    let rules = report.rules
    let indices = Dictionary(uniqueKeysWithValues: rules.enumerated().map { ($1.id, $0) })
    let results =
      report.findings.map { result($0, indices) }
      + report.accepted.map { result($0.finding, indices, reason: $0.reason) }
    let driver: JSONValue = [
      "name": "wedrive-spec diff", "rules": .array(rules.map(rule)),
    ]
    let run: JSONValue = [
      "tool": ["driver": driver], "columnKind": "unicodeCodePoints", "results": .array(results),
    ]
    let log: JSONValue = ["$schema": .string(schema), "version": "2.1.0", "runs": [run]]
    return log.text
  }

  private static func rule(_ rule: DriftRule) -> JSONValue {
    [
      "id": .string(rule.id), "shortDescription": message("… \(rule.phrase)"),
      "fullDescription": message(rule.explanation), "help": message(rule.page),
      "defaultConfiguration": ["level": .string(level(rule.level))],
      "properties": ["swiftEffect": .string(rule.effect.rawValue)],
    ]
  }

  private static func result(_ finding: Finding, _ indices: [String: Int], reason: String? = nil) -> JSONValue {
    let place = finding.head ?? finding.base
    let location = place.map { place -> JSONValue in
      .members(
        ("physicalLocation", physical(place)),
        ("logicalLocations", finding.symbol.map { [["fullyQualifiedName": .string($0)]] }))
    }
    let related = finding.head == nil ? nil : finding.base
    return .members(
      ("ruleId", .string(finding.rule.id)), ("ruleIndex", indices[finding.rule.id].map(JSONValue.number)),
      ("level", .string(level(finding.level))), ("message", message(finding.text)),
      ("locations", .array(location.map { [$0] } ?? [])),
      (
        "relatedLocations",
        related.map { related in
          [["id": 1, "message": message("before, in \(related.path)"), "physicalLocation": physical(related)]]
        }
      ),
      ("partialFingerprints", ["driftFingerprint/v1": .string(finding.fingerprint)]),
      ("suppressions", reason.map { [["kind": "external", "justification": .string($0)]] }),
      (
        "properties",
        .members(
          ("target", .string(finding.target)), ("old", .text(finding.old)), ("new", .text(finding.new)),
          ("page", .text(finding.page)))
      ))
  }

  private static func physical(_ location: Location) -> JSONValue {
    [
      "artifactLocation": ["uri": .string(uri(location.file))],
      "region": ["startLine": .number(location.line), "startColumn": .number(location.column)],
    ]
  }

  private static func message(_ text: String) -> JSONValue { ["text": .string(text)] }

  private static func level(_ level: FindingLevel) -> String { level == .info ? "note" : level.rawValue }

  /// The path as a relative reference: everything that may not stand in one is percent-encoded.
  private static func uri(_ path: String) -> String {
    path.utf8.map { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "-"),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        String(UnicodeScalar(byte))
      default:
        "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }.joined()
  }
}
