@testable import Catalog
@testable import DocPages

/// A documentation page, compared with a small catalog.
struct Pages: FuzzTarget {
  private let catalog = TinyCatalog.load().catalog

  func run(_ input: [UInt8]) {
    guard let catalog else { fatalError("the small catalog has errors") }
    let report = PageCheck.run(pages: [("page.md", input)], catalog: catalog)
    let lines = input.split(separator: 0x0A, omittingEmptySubsequences: false).count + input.count { $0 == 0x0D }
    for finding in report.findings {
      expect(
        finding.page.line >= 1 && finding.page.line <= lines && finding.page.column >= 1,
        "a finding outside of the page")
    }
    for format in PageReportFormat.allCases { _ = format.render(report, folder: "Spec") }
    _ = CatalogSuggestion.all(for: report, catalog: catalog) { TinyCatalog.files[$0].map { Array($0.utf8) } }
  }
}
