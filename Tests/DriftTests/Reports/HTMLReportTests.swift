import Catalog
import Drift
import Findings
import Foundation
import TestSupport
import Testing

@Suite("The HTML report")
struct HTMLReportTests {
  @Test("loads nothing from elsewhere, and shows what it quotes as text")
  func selfContained() throws {
    let page = ReportFormat.html.render(try SampleReport.make())
    #expect(page.contains("default-src 'none'"))
    #expect(!page.contains("<link") && !page.contains("<img") && !page.contains("src=") && !page.contains("url("))
    #expect(!page.contains("<b>&\"") && page.contains("&lt;b&gt;&amp;&quot;&#39;"))
    #expect(page.contains("lang=\"en\"") && page.contains("name=\"viewport\""))
  }

  @Test("says so when nothing differs")
  func empty() throws {
    let catalog = try DriftFixtures.catalog([:])
    #expect(ReportFormat.html.render(DriftFixtures.report(catalog, catalog)).contains("The two catalogs say the same."))
  }

  @Test("filters in a browser", .enabled(if: Self.browser != nil, "Chromium is not installed"))
  func filtering() throws {
    let report = try SampleReport.make()
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "report.html")
      try ReportFormat.html.render(report).write(to: file, atomically: true, encoding: .utf8)
      func shown(_ fragment: String) throws -> [String] {
        let page = try document(file.absoluteString + fragment, in: folder)
        #expect(page.contains("class=\"js\""), "the script has run")
        let articles = page.split(separator: "<article ").dropFirst().map { $0.prefix { $0 != ">" } }
        #expect(articles.count == report.findings.count)
        let visible = articles.filter { !$0.contains(" hidden") }
        #expect(page.contains("\(visible.count) of \(articles.count) shown"))
        return visible.compactMap { article in
          article.firstRange(of: "data-rule=\"").map { String(article[$0.upperBound...].prefix { $0 != "\"" }) }
        }.sorted()
      }
      let all = report.findings.map(\.rule.id).sorted()
      #expect(try shown("") == all)
      #expect(try shown("#level=error") == report.findings.filter { $0.level == .error }.map(\.rule.id).sorted())
      #expect(try shown("#level=info,warning") == report.findings.filter { $0.level != .error }.map(\.rule.id).sorted())
      #expect(try shown("#family=services") == ["service-host-changed"])
      #expect(try shown("#text=stricter") == ["request-range-tightened"])
      #expect(try shown("#level=error&family=files&text=file_drop") == ["endpoint-removed"])
      #expect(try shown("#text=no+such+thing") == [])
      #expect(try shown("#family=unknown") == all)
      #expect(try shown("#f-\(report.findings[0].fingerprint)") == all)
    }
  }

  private static let browser = ["chromium", "chromium-browser", "google-chrome"].first {
    CommandRun.succeeds($0, ["--version"])
  }

  /// The document as it is after its script has run.
  private func document(_ address: String, in folder: URL) throws -> String {
    let run = try CommandRun(
      program: try #require(Self.browser),
      [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
        "--user-data-dir=\(folder.path)/profile", "--virtual-time-budget=2000", "--dump-dom", address,
      ], in: folder)
    try #require(run.status == 0, "\(run.errors)")
    return run.output
  }
}
