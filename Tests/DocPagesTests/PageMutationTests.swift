import Findings
import TestSupport
import Testing

@testable import Catalog
@testable import DocPages

@Suite("Pages written from the catalog")
struct PageMutationTests {
  /// The catalog of this repository, without what it accepts of real pages.
  static let catalog: Catalog? = {
    var catalog = Catalog.load(directory: ProjectPages.spec).catalog
    catalog?.corrections = []
    return catalog
  }()

  /// The pages: calls that share a page number stand on one page; a dump has a whole family.
  private static func groups(_ index: CatalogIndex, _ style: PageWriter.Style) -> [[ExpectedCall]] {
    let callable = index.calls.filter {
      $0.route != nil || $0.names.contains { $0.hasPrefix("wx.") || $0.hasPrefix("tt.") }
    }
    if style == .dump {
      let families = index.catalog.families.map { family in
        callable.filter { call in family.endpoints.contains { $0.id == call.id } }
      }
      return families.filter { !$0.isEmpty }
    }
    let numbered = Dictionary(grouping: callable.filter { !$0.pages.isEmpty }) { $0.pages[0] }
    return numbered.keys.sorted().compactMap { numbered[$0] }
  }

  @Test("say what the catalog says", arguments: PageWriter.Style.allCases)
  func unchanged(style: PageWriter.Style) throws {
    let catalog = try #require(Self.catalog)
    let index = CatalogIndex(catalog)
    for (number, calls) in Self.groups(index, style).enumerated() {
      let writer = PageWriter.write(PageDraft(calls, catalog: catalog), style: style, seed: UInt64(number))
      let report = PageCheck.run(pages: [("page.md", writer.bytes)], catalog: catalog)
      let told = report.findings.filter { $0.level > .info }
      #expect(
        told.isEmpty, "\(calls.map(\.id)): \(told.prefix(3).map { "\($0.page.line) \($0.text) [\($0.rule.id)]" })")
      #expect(report.failures.isEmpty)
      #expect(report.pages.first?.counts.unread == 0)
      #expect(report.pages.first?.counts.calls == calls.count)
    }
  }

  @Test("A single change is reported at its place, 99 times of 100")
  func mutations() throws {
    let catalog = try #require(Self.catalog)
    let index = CatalogIndex(catalog)
    var generator = SplitMix64(seed: 20_261_121)
    var counts: [PageMutation.Kind: (found: Int, all: Int)] = [:]
    var missed: [String] = []
    let wanted = 70
    let groups = PageWriter.Style.allCases.map { ($0, Self.groups(index, $0)) }
    for kind in PageMutation.Kind.allCases {
      var round: UInt64 = 0
      while counts[kind, default: (0, 0)].all < wanted, round < 5000 {
        round += 1
        guard let (style, pages) = groups.randomElement(using: &generator),
          let calls = pages.randomElement(using: &generator)
        else { continue }
        var draft = PageDraft(calls, catalog: catalog)
        guard let mutation = PageMutation(kind, of: &draft, style: style, using: &generator) else { continue }
        let writer = PageWriter.write(draft, style: style, seed: round)
        let report = PageCheck.run(pages: [("page.md", writer.bytes)], catalog: catalog)
        let isFound = found(mutation, in: report, places: writer.places)
        counts[kind, default: (0, 0)].all += 1
        counts[kind, default: (0, 0)].found += isFound ? 1 : 0
        if !isFound {
          missed.append("\(kind.rawValue), \(style), \(calls.map(\.id)), \(mutation.tags) \(mutation.target ?? "")")
        }
      }
    }
    let all = counts.values.reduce((found: 0, all: 0)) { ($0.found + $1.found, $0.all + $1.all) }
    for kind in PageMutation.Kind.allCases {
      let (found, all) = counts[kind, default: (0, 0)]
      print("  \(kind.rawValue): \(found) of \(all)")
    }
    print("  single changes to pages reported at the right place: \(all.found) of \(all.all)")
    for miss in missed.prefix(20) { print("  missed: \(miss)") }
    #expect(all.all >= 500)
    #expect(Double(all.found) >= 0.99 * Double(all.all))
    for kind in PageMutation.Kind.allCases { #expect(counts[kind, default: (0, 0)].all == wanted, "\(kind)") }
  }

  private func found(_ mutation: PageMutation, in report: PageReport, places: [PageDraft.Tag: Int]) -> Bool {
    let lines = Set(mutation.tags.compactMap { places[$0] })
    return report.findings.contains { finding in
      guard case .differs(let deviation) = finding.rule, mutation.deviations.contains(deviation) else { return false }
      if let target = mutation.target { return finding.targets.contains(target) && finding.catalog != nil }
      return lines.contains(finding.page.line)
    }
  }
}
