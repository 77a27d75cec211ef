import Catalog
import Drift
import Findings
import Foundation
import Testing

/// `UPDATE_FIXTURES=1 swift test --filter DriftCaseTests` rewrites the expectations.
@Suite("Cases of drift")
struct DriftCaseTests {
  @Test("Every case can be read")
  func readable() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: DriftCase.folder.path)
    #expect(files.count == DriftCase.all.count && files.count > 60)
  }

  @Test("Both ways are reported exactly as expected", arguments: DriftCase.all)
  func expected(drift: DriftCase) throws {
    let (base, head) = try drift.catalogs()
    let findings = ReportFormat.text.render(DriftFixtures.report(base, head))
    let reversed = ReportFormat.text.render(DriftFixtures.report(head, base))
    if DriftFixtures.isUpdating {
      try drift.rewrite(findings: findings, reversed: reversed)
    } else {
      #expect(findings == drift.sections["findings"])
      #expect(reversed == drift.sections["reversed findings"])
    }
  }

  @Test("Every rule has a case under its name or its mirror's, and is found there", arguments: DriftRule.all)
  func complete(rule: DriftRule) throws {
    if case .waived = rule.mirror { return }
    if let own = DriftCase.all.first(where: { $0.name == rule.id }) {
      let (base, head) = try own.catalogs()
      #expect(ids(base, head).contains(rule.id))
      switch rule.mirror {
      case .rule(let mirror): #expect(ids(head, base).contains(mirror), "seen from the other side")
      case .itself: #expect(ids(head, base).contains(rule.id), "seen from the other side")
      case .waived: break
      }
    } else if case .rule(let mirror) = rule.mirror {
      let (base, head) = try #require(DriftCase.all.first { $0.name == mirror }, "\(rule.id) has no case").catalogs()
      #expect(ids(head, base).contains(rule.id))
    } else {
      Issue.record("\(rule.id) has no case")
    }
  }

  private func ids(_ base: Catalog, _ head: Catalog) -> Set<String> {
    Set(DriftFixtures.report(base, head).findings.map(\.rule.id))
  }
}
