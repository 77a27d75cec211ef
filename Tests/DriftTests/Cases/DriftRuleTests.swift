import Catalog
import Drift
import Findings
import Testing

@Suite("The table of drift rules")
struct DriftRuleTests {
  @Test("There are at least sixty, and no id means two things")
  func unique() {
    #expect(DriftRule.all.count >= 60)
    let ids = DriftRule.all.map(\.id) + Rule.all.map(\.id)
    #expect(Set(ids).count == ids.count)
  }

  @Test("Each has a mirror that mirrors it, or a written reason for having none", arguments: DriftRule.all)
  func symmetry(rule: DriftRule) throws {
    switch rule.mirror {
    case .rule(let id):
      let mirror = try #require(DriftRule.named(id), "\(rule.id) names '\(id)'")
      guard case .rule(let back) = mirror.mirror else {
        Issue.record("\(id) does not mirror \(rule.id)")
        return
      }
      #expect(back == rule.id)
    case .itself: break
    case .waived(let reason): #expect(reason.hasSuffix("."))
    }
  }

  @Test("What no longer compiles is an error, and what is only added is information", arguments: DriftRule.all)
  func levels(rule: DriftRule) {
    if rule.effect == .sourceBreaking { #expect(rule.level == .error) }
    if rule.effect == .additive { #expect(rule.level == .info) }
    if rule.effect == .none { #expect(rule.level < .error) }
  }

  @Test("Each is explained", arguments: DriftRule.all)
  func explained(rule: DriftRule) {
    #expect(rule.id.allSatisfy { $0.isLowercase || $0 == "-" })
    #expect(!rule.phrase.hasSuffix(".") && rule.explanation.hasSuffix("."))
    #expect(rule.page.contains(rule.explanation) && DriftRule.index.contains(rule.id))
  }
}

extension DriftRule: CustomTestStringConvertible {
  /// The id.
  public var testDescription: String { id }
}
