import Catalog
import Findings
import Foundation
import Testing

@testable import DocPages

/// The real pages, where they are at hand. They are read and compared, and nothing of them is kept.
@Suite("Real pages")
struct SharedPagesTests {
  @Test("Everything on them is in the catalog, or accepted with a reason, and nothing is passed over")
  func pages() throws {
    guard let folder = ProjectPages.folder else {
      print("  skipped: no real pages (WEDRIVE_DOCS_PAGES, or ../shared/docs-pages)")
      return
    }
    let catalog = try #require(Catalog.load(directory: ProjectPages.spec).catalog)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted().filter { !$0.hasPrefix(".") }
    #expect(!names.isEmpty)
    let report = PageCheck.run(files: names.map { "\(folder)/\($0)" }, catalog: catalog)
    #expect(report.failures.isEmpty)
    #expect(report.pages.count == names.count)
    for page in report.pages {
      #expect(page.counts.calls > 0 && page.counts.rows > 0 && page.counts.samples > 0, "\(page.file)")
    }
    let unexplained = report.findings.filter { $0.level > .info }
    for finding in unexplained { print("  \(finding.page): \(finding.text) [\(finding.rule.id)]") }
    #expect(unexplained.isEmpty)
    #expect(report.accepted.allSatisfy { !($0.acceptance?.evidence ?? "").isEmpty })
    // What is not compared is told.
    let kinds: [PageRemark.Kind] = [.tableNotCompared, .codeNotRead, .rowNotRead, .sampleNotRead, .lineNotRead]
    let told = Set(kinds.map(PageRule.remark))
    let unread = report.pages.reduce(0) { $0 + $1.counts.unread }
    #expect(report.findings.count { told.contains($0.rule) } == unread)
  }
}
