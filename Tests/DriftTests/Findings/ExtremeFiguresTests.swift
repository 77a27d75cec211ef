import Foundation
import Testing

@testable import Catalog
@testable import Drift

/// Figures from outside at the ends of what a number holds: nothing traps.
@Suite("Extreme figures")
struct ExtremeFiguresTests {
  private static let figures = [
    "-9223372036854775808", "-9223372036854775807", "-1", "0", "1", "4294967295", "4294967296", "9223372036854775807",
    "9223372036854775808", "18446744073709551615", "18446744073709551616", "99999999999999999999999999", "1e308", "0.1",
    "2^63", "2^62", "2^-1", "2^9223372036854775807",
  ]

  @Test("In a page: ranges, bounds, codes, dates and samples", arguments: figures)
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

  @Test("In a file of observations", arguments: figures)
  func observations(figure: String) {
    let json = """
      {"format": 1, "observations": [{"endpoint": "a", "kind": "unknown-errcode", "errcode": \(figure), "replies": \(figure)}]}
      """
    let format = "{\"format\": \(figure), \"observations\": []}"
    // A figure that the type does not hold is refused, and one that it holds is taken as it is.
    let fits = Int(figure) != nil
    #expect(((try? ObservedReplies(Array(json.utf8))) != nil) == fits)
    #expect(((try? ObservedReplies(Array(format.utf8))) != nil) == (figure == "1"))
  }

  @Test("In the headers of a tar archive", arguments: figures)
  func archives(figure: String) {
    func entry(_ kind: Character, size: String, _ content: String) -> [UInt8] {
      var header = [UInt8](repeating: 0, count: 512)
      header.replaceSubrange(0..<1, with: Array("a".utf8))
      header.replaceSubrange(
        124..<136, with: Array(size.utf8.prefix(12)) + Array(repeating: 0, count: max(0, 12 - size.utf8.count)))
      header[156] = kind.asciiValue ?? 0
      let bytes = Array(content.utf8)
      return header + bytes + [UInt8](repeating: 0, count: (512 - bytes.count % 512) % 512)
    }
    let end = [UInt8](repeating: 0, count: 1024)
    for size in [figure, "777777777777", "-1", "+7", ""] {
      #expect(TarArchive.files(in: entry("0", size: size, "abcdefg") + end)?["a"]?.count ?? 0 <= 7)
    }
    // An extended header whose records give a length of their own: true, too long, too short, and shorter than its digits.
    for length in [figure, "1", "2", "0", "11", "12", "13"] {
      let record = "\(length) path=long"
      let size = String(record.utf8.count, radix: 8)
      let files = TarArchive.files(in: entry("x", size: size, record) + entry("0", size: "3", "abc") + end)
      #expect(files?.count == 1)
    }
    let right = TarArchive.files(in: entry("x", size: "15", "13 path=long\n") + entry("0", size: "3", "abc") + end)
    #expect(right == ["long": Array("abc".utf8)])
  }
}
