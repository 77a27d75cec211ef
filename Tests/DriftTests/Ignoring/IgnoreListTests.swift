import Catalog
import Drift
import Findings
import Testing

@Suite("Accepted findings")
struct IgnoreListTests {
  private func report(
    of drift: String = "limit-lowered", ignoring text: String, today: String = "2026-01-01"
  ) throws -> DriftReport {
    let (base, head) = try DriftCase(name: drift).catalogs()
    let (list, diagnostics) = IgnoreList.read(Array(text.utf8), file: "accepted.yaml")
    try #require(list != nil, "\(DiagnosticFormat.text.render(diagnostics, folder: ""))")
    return DriftFixtures.report(base, head, ignoring: list, today: today)
  }

  @Test("are named by rule and target, and given with their reason")
  func byRule() throws {
    let report = try report(
      of: "limit-of-a-page-lost",
      ignoring: """
        ignore:
          - {id: request-range-relaxed, target: endpoints.file_list.request.limit, reason: Nobody asks for so many.}
        """)
    #expect(report.findings.map(\.rule.id) == ["paging-signature-changed"])
    #expect(report.accepted.map(\.finding.rule.id) == ["request-range-relaxed"])
    #expect(report.accepted.map(\.reason) == ["Nobody asks for so many."])
    #expect(report.summary == "1 error; 1 accepted")
  }

  @Test("are named by fingerprint")
  func byFingerprint() throws {
    let (base, head) = try DriftCase(name: "limit-of-a-page-lost").catalogs()
    let entries = DriftFixtures.report(base, head).findings.map {
      "  - {fingerprint: \($0.fingerprint), reason: Agreed.}\n"
    }
    let report = try report(of: "limit-of-a-page-lost", ignoring: "ignore:\n" + entries.joined())
    #expect(report.findings.isEmpty && report.accepted.count == 2)
  }

  @Test("count again when their entry has expired, and the entry is named")
  func expired() throws {
    let text = """
      ignore:
        - {id: limit-lowered, target: limits.page_size, reason: For now., until: 2026-01-31}
      """
    #expect(try report(ignoring: text, today: "2026-01-31").accepted.count == 1)
    let later = try report(ignoring: text, today: "2026-02-01")
    #expect(later.accepted.isEmpty)
    let remark = try #require(later.findings.first { $0.rule.id == "ignore-entry-expired" })
    #expect(remark.head?.description == "accepted.yaml:2:6" && remark.new == "until 2026-01-31")
  }

  @Test("that are not there any more are named")
  func unmatched() throws {
    let report = try report(
      ignoring: """
        ignore:
          - {id: limit-raised, target: limits.page_size, reason: It was so once.}
          - {fingerprint: 0123456789abcdef, reason: It was so once.}
        """)
    let remarks = report.findings.filter { $0.rule.id == "ignore-entry-unmatched" }
    #expect(remarks.map(\.target).sorted() == ["0123456789abcdef", "limit-raised of limits.page_size"])
    #expect(remarks.compactMap(\.head).map(\.line).sorted() == [2, 3])
  }

  @Test(
    "with mistakes are refused with the place",
    arguments: [
      ("ignore:\n  - {id: a, target: b}\n", "accepted.yaml:2:6: error: this entry has no 'reason' [missing-key]"),
      ("ignore:\n  - {id: a, reason: c}\n", "accepted.yaml:2:6: error: this entry has no 'target' [missing-key]"),
      (
        "ignore:\n  - {fingerprint: a, target: b, reason: c}\n",
        "accepted.yaml:2:22: error: this entry has a 'fingerprint', which leaves nothing for 'target' [conflicting-keys]"
      ),
      (
        "ignore:\n  - {id: a, target: b, reason: c, until: soon}\n",
        "accepted.yaml:2:42: error: 'until' of this entry is 'soon', not a date (YYYY-MM-DD) [bad-date]"
      ),
      ("ignored: []\n", "accepted.yaml:1:1: error: the ignore file has no 'ignore' [missing-key]"),
    ])
  func mistakes(text: String, expected: String) {
    let (list, diagnostics) = IgnoreList.read(Array(text.utf8), file: "accepted.yaml")
    #expect(list == nil)
    #expect(DiagnosticFormat.text.render(diagnostics, folder: "").contains(expected))
  }
}
