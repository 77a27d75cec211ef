import Testing

@testable import Catalog

@Suite("The table of rules")
struct RuleTests {
  @Test("Ids are unique, in kebab-case, and everything is explained", arguments: Rule.all.map(\.id))
  func complete(id: String) throws {
    let rule = try #require(Rule.named(id))
    #expect(NameForm.kebabCase.matches(rule.id))
    #expect(Rule.all.filter { $0.id == rule.id }.count == 1)
    #expect(rule.summary.hasSuffix(".") && !rule.summary.contains("\n"))
    #expect(!rule.explanation.isEmpty && !rule.example.isEmpty)
    #expect(rule.page.contains(rule.explanation) && rule.page.contains(rule.id))
    #expect(Rule.index.contains(rule.id))
  }

  @Test("An id that does not exist leads to one that does")
  func suggestion() {
    #expect(Rule.suggestion(for: "unknwon-key") == "unknown-key")
    #expect(Rule.suggestion(for: "zebra") == nil)
  }

  @Test(
    "The nearest name is suggested, if it is near",
    arguments: [
      ("SpaceId", "SpaceID"), ("requird", "required"), ("requierd", "required"), ("Requried", "required"), ("x", nil),
      ("elephant", nil), ("rangee", "range"), ("tpye", "type"),
    ] as [(String, String?)])
  func nearest(name: String, expected: String?) {
    #expect(Suggestion.nearest(to: name, among: ["required", "SpaceID", "range", "type", "about"]) == expected)
  }

  @Test("Of equally near names the first in the alphabet is suggested")
  func ties() {
    #expect(Suggestion.nearest(to: "file_c", among: ["file_b", "file_a", "file_d"].shuffled()) == "file_a")
  }
}
