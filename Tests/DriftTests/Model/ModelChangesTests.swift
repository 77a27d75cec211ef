import Catalog
import Drift
import Findings
import Testing

/// A property that is added to the model, and not compared, is found here.
@Suite("What the model says, and what is noticed of it")
struct ModelChangesTests {
  @Test("Every property of every type is changed, or excused for a reason")
  func complete() throws {
    #expect(ModelChanges(try DriftFixtures.catalog([:])).forgotten == [])
  }

  @Test("Every change is noticed, forward and backward")
  func noticed() throws {
    let base = try DriftFixtures.catalog([:])
    let changes = ModelChanges(base).changes
    #expect(changes.count > 250)
    let missed = changes.filter { change in
      Comparison.findings(from: base, to: change.catalog).isEmpty
        || Comparison.findings(from: change.catalog, to: base).isEmpty
    }
    #expect(Set(missed.map(\.property)).sorted() == [])
  }
}
