import TestSupport
import Testing

@testable import Catalog
@testable import DocPages

/// Figures of a page at the ends of what a number holds: nothing traps.
@Suite("Extreme figures of pages")
struct ExtremeFiguresTests {
  @Test("Ranges, bounds, codes, dates and samples", arguments: ExtremeFigures.texts)
  func pages(figure: String) throws {
    let catalog = try #require(TinyCatalog.load().catalog)
    let texts = [
      "取值范围[0, \(figure))", "取值范围[\(figure), \(figure))", "取值范围[\(figure), 1]", "最多\(figure)TB", "最大 \(figure) KB",
      "不超过\(figure)小时",
    ]
    for text in texts {
      let page = TinyCatalog.page.replacing(
        "| order | 否 | uint32 |", with: "| order | 否 | uint32 | \(text) |\n| b | 否 | uint32 |")
      #expect(page != TinyCatalog.page)
      let report = PageCheck.run(pages: [("page.md", Array((page + "\n\(text)\n").utf8))], catalog: catalog)
      #expect(report.failures.isEmpty)
    }
    let others = """
      最后更新：\(figure)/\(figure)/\(figure)
      最后更新：2022/\(figure)/01

      | 错误码 | 说明 |
      | --- | --- |
      | \(figure) | 错误 |

      ```json
      {"a": \(figure), "b": [\(figure), \(figure)]}
      ```
      """
    let report = PageCheck.run(pages: [("page.md", Array((TinyCatalog.page + "\n" + others).utf8))], catalog: catalog)
    #expect(report.failures.isEmpty)
  }
}
