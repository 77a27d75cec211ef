import Findings
import Foundation
import Testing

@testable import Catalog
@testable import DocPages

@Suite("Bad pages")
struct HostilePagesTests {
  private func report(_ bytes: [UInt8]) throws -> PageReport {
    let catalog = try #require(TinyCatalog.load().catalog)
    return PageCheck.run(pages: [("page.md", bytes)], catalog: catalog)
  }

  /// What is told, within some seconds.
  private func told(_ text: String, within limit: Duration = .seconds(20)) throws -> Set<PageRule> {
    var rules: Set<PageRule> = []
    let time = try ContinuousClock().measure { rules = Set(try report(Array(text.utf8)).findings.map(\.rule)) }
    #expect(time < limit, "\(time)")
    return rules
  }

  @Test("What is no text is refused with its place")
  func binary() throws {
    let cases: [([UInt8], PageError)] = [
      (Array("ab\n".utf8) + [0xFF, 0xD8], .notText(line: 2, column: 1, what: "it holds a byte that is not UTF-8")),
      (Array("甲b".utf8) + [0], .notText(line: 1, column: 3, what: "it holds the control character U+0")),
      ([], .empty), (Array(" \n\r\n".utf8), .empty),
    ]
    for (bytes, error) in cases {
      let report = try report(bytes)
      #expect(report.failures.map(\.error) == [error])
      #expect(report.findings.isEmpty)
    }
  }

  @Test("A page of 100 MB is refused before it is read")
  func size() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "page-\(UUID().uuidString).md").path()
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(FileManager.default.createFile(atPath: path, contents: nil))
    // A hole: as long as it has to be, and nothing on the disk.
    #expect(truncate(path, 100 << 20) == 0)
    let catalog = try #require(TinyCatalog.load().catalog)
    var report = PageReport()
    let time = ContinuousClock().measure { report = PageCheck.run(files: [path, path + ".gone"], catalog: catalog) }
    #expect(report.failures.map(\.error) == [.tooLarge(PageBounds().bytes), .missing])
    #expect(time < .seconds(2))
  }

  @Test("A line of a megabyte is named and passed over")
  func longLine() throws {
    let line = String(repeating: "x", count: 1 << 20)
    #expect(try told(TinyCatalog.page + line + "\n") == [.remark(.lineNotRead)])
    #expect(try told(TinyCatalog.page + "```json\n{\"a\": \"\(line)\"}\n```\n") == [.remark(.lineNotRead)])
  }

  @Test("Samples that nest without end, and pieces that never close, are told")
  func unclosed() throws {
    for deep in [String(repeating: "{\"a\":", count: 10_000), String(repeating: "[", count: 50_000)] {
      #expect(try told(TinyCatalog.page + "```json\n{\"a\": \(deep)\n```\n").contains(.remark(.sampleNotRead)))
    }
    #expect(try told(TinyCatalog.page + "```json\n{\"shelf\": \"S\"\n").contains(.remark(.sampleNotRead)))
    #expect(try told(TinyCatalog.page + "| 参数 | 类型 |\n").isSubset(of: [.remark(.rowNotRead)]))
    #expect(try told("---\n" + String(repeating: "a: b\n", count: 1000)) == [.remark(.nothingRead)])
    let escaped = try told(TinyCatalog.page + "```json\n{\"shelf\": \"a line that ends with \\\n\"}\n```\n")
    #expect(escaped.contains(.remark(.sampleRepaired)))
  }

  @Test("Much of the same takes no longer than its size explains")
  func manyOfTheSame() throws {
    for piece in [
      "{\n", "[\n", "| a | b |\n", "| 参数 | 类型 |\n| --- | --- |\n", "参数 类型\n", "a.b({\n", "```\n", "# 参数\n", "1:甲 ",
      "\"a\" \"b\"\n", "不超过", "|", "[0, 2^", "{\"a\":{\"x\":1},\n", "{\n\n", "最后更新:2", "(", "&nbsp;",
    ] {
      _ = try told(TinyCatalog.page + String(repeating: piece, count: 8_000) + "\n", within: .seconds(30))
    }
  }

  @Test("A table with very many rows of one name is read")
  func manyRows() throws {
    let rows = String(repeating: "x string 甲\n", count: 20_000)
    _ = try told(TinyCatalog.page + "**返回结果**\n参数 类型 说明\n" + rows)
  }
}
