import Catalog
import Drift
import Findings
import Testing

@Suite("What does not matter")
struct StabilityTests {
  /// A catalog in which everything may be in any order that a program cannot see.
  private func shuffled(_ catalog: Catalog, _ random: inout SystemRandomNumberGenerator) -> Catalog {
    var catalog = catalog
    for index in catalog.families.indices { catalog.families[index].endpoints.shuffle(using: &random) }
    for index in catalog.enums.indices { catalog.enums[index].values.shuffle(using: &random) }
    for index in catalog.types.indices {
      catalog.types[index].fields = mixed(catalog.types[index].fields, &random)
      catalog.types[index].variants.shuffle(using: &random)
    }
    for family in catalog.families.indices {
      for index in catalog.families[family].endpoints.indices {
        catalog.families[family].endpoints[index].response = mixed(
          catalog.families[family].endpoints[index].response, &random)
        catalog.families[family].endpoints[index].errcodes.shuffle(using: &random)
      }
    }
    catalog.families.shuffle(using: &random)
    catalog.types.shuffle(using: &random)
    catalog.identifiers.shuffle(using: &random)
    catalog.enums.shuffle(using: &random)
    catalog.limits.shuffle(using: &random)
    catalog.services.shuffle(using: &random)
    return catalog
  }

  /// Fields in another order, apart from those that are parameters.
  private func mixed(_ fields: [Field], _ random: inout SystemRandomNumberGenerator) -> [Field] {
    fields.filter { $0.isAlways || $0.isRequired }
      + fields.filter { !$0.isAlways && !$0.isRequired }.shuffled(using: &random)
  }

  @Test("Order yields nothing, in the fixtures and in the project's own catalog")
  func order() throws {
    var random = SystemRandomNumberGenerator()
    let own = try #require(Catalog.load(directory: DriftFixtures.package.appending(path: "Spec").path).catalog)
    for catalog in [try DriftFixtures.catalog([:]), own] {
      for _ in 0..<5 {
        let findings = Comparison.findings(from: catalog, to: shuffled(catalog, &random))
        #expect(findings.isEmpty, "\(findings.map(\.text))")
      }
    }
  }

  @Test("Fingerprints do not depend on texts and places")
  func fingerprints() throws {
    let (base, head) = try DriftCase(name: "request-range-tightened").catalogs()
    let before = try #require(Comparison.findings(from: base, to: head).first)
    var reworded = head
    for family in reworded.families.indices {
      for endpoint in reworded.families[family].endpoints.indices {
        reworded.families[family].endpoints[endpoint].summary += " Or so."
        for field in reworded.families[family].endpoints[endpoint].request.indices {
          reworded.families[family].endpoints[endpoint].request[field].about += " Or so."
          reworded.families[family].endpoints[endpoint].request[field].position = Position(
            file: "elsewhere.yaml", line: 9, column: 9)
        }
      }
    }
    let after = try #require(Comparison.findings(from: base, to: reworded).first)
    #expect(after.fingerprint == before.fingerprint)
    #expect(after.head != before.head)
  }

  @Test("Fingerprints tell findings apart", arguments: DriftCase.all)
  func distinct(drift: DriftCase) throws {
    let (base, head) = try drift.catalogs()
    let found = Comparison.findings(from: base, to: head) + Comparison.findings(from: head, to: base)
    #expect(
      Set(found.map(\.fingerprint)).count == found.count
        || found.contains { $0.rule == DriftRule.named("text-changed") })
  }

  @Test("A catalog does not differ from itself")
  func same() throws {
    let catalog = try DriftFixtures.catalog([:])
    #expect(Comparison.findings(from: catalog, to: catalog).isEmpty)
    let report = DriftFixtures.report(catalog, catalog)
    #expect(report.summary == "no differences" && !report.reaches(.info))
    for format in ReportFormat.allCases { _ = format.render(report) }
  }
}
