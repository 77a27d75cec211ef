import Catalog
import Findings
import Foundation
import Testing

@testable import DocPages

/// The real pages, where they are at hand. They are read and compared, and nothing of them is kept.
@Suite("Real pages")
struct SharedPagesTests {
  @Test(
    "Everything on them is in the catalog, or accepted with a reason, and nothing is passed over", ProjectPages.areThere
  )
  func pages() throws {
    let folder = try #require(ProjectPages.folder)
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

/// Where this repository's catalog is, and the real pages, if there are any.
enum ProjectPages {
  static let package = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  static let spec = package.appending(path: "Spec").path(percentEncoded: false)

  /// The folder of real pages: `WEDRIVE_DOCS_PAGES`, or `../shared/docs-pages` beside the package.
  static var folder: String? {
    let named = ProcessInfo.processInfo.environment["WEDRIVE_DOCS_PAGES"]
    let beside = package.deletingLastPathComponent().appending(path: "shared/docs-pages").path(percentEncoded: false)
    let path = named ?? beside
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }

  /// For tests that need them.
  static var areThere: ConditionTrait {
    .enabled(if: folder != nil, "no real pages (WEDRIVE_DOCS_PAGES, or ../shared/docs-pages)")
  }
}
