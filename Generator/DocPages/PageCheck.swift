import Catalog

/// Compares pages with a catalog: reads them, finds what differs, and tells what the overlay accepts from what it does not.
public enum PageCheck {
  /// Compares files.
  public static func run(files: [String], catalog: Catalog, bounds: PageBounds = PageBounds()) -> PageReport {
    run(catalog: catalog, bounds: bounds, pages: files.map { ($0, PageFile.read($0, bounds: bounds)) })
  }

  /// Compares pages in memory: name and bytes.
  public static func run(
    pages: [(name: String, bytes: [UInt8])], catalog: Catalog, bounds: PageBounds = PageBounds()
  ) -> PageReport {
    run(catalog: catalog, bounds: bounds, pages: pages.map { ($0.name, .success($0.bytes)) })
  }

  private static func run(
    catalog: Catalog, bounds: PageBounds, pages: [(String, Result<[UInt8], PageError>)]
  ) -> PageReport {
    let index = CatalogIndex(catalog)
    let vocabulary = PageVocabulary(index)
    var report = PageReport()
    var acceptance = Acceptance(catalog.corrections)
    for (file, content) in pages {
      do throws(PageError) {
        let page = try PageReader.read(try content.get(), file: file, vocabulary: vocabulary, bounds: bounds)
        let comparison = PageComparison(page, index: index, vocabulary: vocabulary)
        report.pages.append(PageReport.ReadPage(file: file, counts: page.counts))
        acceptance.judge(comparison, into: &report)
      } catch {
        report.failures.append((file, error))
      }
    }
    report.findings += acceptance.obsolete
    report.findings.sort()
    report.accepted.sort()
    report.number()
    return report
  }
}
