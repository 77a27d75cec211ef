import Catalog

/// Compares pages with a catalog: reads them, finds what differs, and tells what the overlay accepts from what it does not.
public enum PageCheck {
  /// A page to be compared.
  public enum Input: Sendable {
    /// The file with the path.
    case file(String)
    /// What is at hand already, with a name for it.
    case bytes(name: String, [UInt8])
    /// What could not be had, and why.
    case unread(name: String, reason: String)
  }

  /// Compares files.
  public static func run(files: [String], catalog: Catalog, bounds: PageBounds = PageBounds()) -> PageReport {
    run(files.map(Input.file), catalog: catalog, bounds: bounds)
  }

  /// Compares pages, and tells which of their lines have changed since they were reviewed.
  ///
  /// - Parameter lock: The pages as they were reviewed; nil: that is not told.
  public static func run(
    _ inputs: [Input], catalog: Catalog, lock: PagesLock? = nil, bounds: PageBounds = PageBounds()
  ) -> PageReport {
    let pages = inputs.lazy.map { input -> (String, Result<[UInt8], PageError>) in
      switch input {
      case .file(let path): (path, PageFile.read(path, bounds: bounds))
      case .bytes(let name, let bytes): (name, .success(bytes))
      case .unread(let name, let reason): (name, .failure(.unreadable(reason)))
      }
    }
    return run(catalog: catalog, bounds: bounds, lock: lock, pages: pages)
  }

  /// Compares pages in memory: name and bytes.
  public static func run(
    pages: [(name: String, bytes: [UInt8])], catalog: Catalog, bounds: PageBounds = PageBounds()
  ) -> PageReport {
    run(catalog: catalog, bounds: bounds, lock: nil, pages: pages.lazy.map { ($0.name, .success($0.bytes)) })
  }

  private static func run(
    catalog: Catalog, bounds: PageBounds, lock: PagesLock?, pages: some Sequence<(String, Result<[UInt8], PageError>)>
  ) -> PageReport {
    let index = CatalogIndex(catalog)
    let vocabulary = PageVocabulary(index)
    var report = PageReport()
    var acceptance = Acceptance(catalog.corrections)
    for (file, content) in pages {
      do throws(PageError) {
        let page = try PageReader.read(try content.get(), file: file, vocabulary: vocabulary, bounds: bounds)
        var comparison = PageComparison(page, index: index, vocabulary: vocabulary)
        if let lock { comparison.compareLines(with: lock) }
        let reviewed = number(of: page, in: index)
        report.pages.append(
          PageReport.ReadPage(
            file: file, counts: page.counts,
            review: reviewed.map { number in
              PagesLock.Entry(
                page: number, kind: (index.pages[number] ?? page.kind?.rawValue).flatMap { $0.isEmpty ? nil : $0 },
                documentID: page.documentID,
                date: page.updated, lines: page.lines.hashes)
            }))
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

  /// The number under which a lock keeps a page: one of the catalog's, or the first of an overview, which no call names.
  private static func number(of page: Page, in index: CatalogIndex) -> String? {
    if let number = Set(page.numbers).intersection(index.pages.keys).min() { return number }
    guard page.documentsNothing else { return nil }
    return page.numbers.first { PagesLock.Entry.isName($0) }
  }
}
