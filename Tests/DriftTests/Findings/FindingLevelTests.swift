import Drift
import Findings
import Testing

@Suite("Levels of findings")
struct FindingLevelTests {
  @Test("are ordered by how much they matter")
  func order() { #expect(FindingLevel.allCases.sorted() == [.info, .warning, .error]) }
}
