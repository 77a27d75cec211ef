import Testing

@testable import Catalog
@testable import Drift

@Suite("Suggestions for the catalog")
struct SuggestionTests {
  /// The catalog with suggestions put where they say.
  private func applied(_ suggestions: [CatalogSuggestion], filling: Bool) -> [String: String] {
    var files = TinyCatalog.files
    for (file, group) in Dictionary(grouping: suggestions, by: \.file) {
      var lines = (files[file] ?? "").split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      // From the end on, so that the lines before keep their numbers.
      for suggestion in group.enumerated().sorted(by: { ($0.element.line, $0.offset) > ($1.element.line, $1.offset) }) {
        lines.insert(contentsOf: suggestion.element.yaml, at: suggestion.element.line)
      }
      var text = lines.joined(separator: "\n")
      if filling {
        text = text.replacing("summary: \"\"", with: "summary: Tells something new (新).")
          .replacing("about: \"\"", with: "about: Something.")
      }
      files[file] = text
    }
    return files
  }

  private static let page =
    TinyCatalog.page
    .replacing(
      "| order | 否 |",
      with: "| colour | 是 | uint32 | 颜色, 1:红 2:蓝 |\n| tags | 否 | string[] | 标 |\n| order | 否 |"
    )
    .replacing("1:甲 2:乙", with: "1:甲 2:乙 3:丙")
    .replacing(
      "| room.floor | int32 | 层 |",
      with: "| room.floor | int32 | 层 |\n| room.door | obj | 门 |\n| room.door.key | bool | 钥 |"
    )
    .replacing(
      "| books.pages |", with: "| books.writers | obj[] | 作者 |\n| books.writers.name | string | 名 |\n| books.pages |")
      + """
      **错误码**
      | 错误码 | 说明 |
      |---|---|
      | 5001 | 坏 |
      | 5002 | 更坏 |

      **请求地址**
      POST https://api.example.com/cgi-bin/library/book_lend
      最后更新于 2024/07/08
      **请求参数**
      参数 类型 必须 说明
      isbn string 是 号
      days uint32 否 天数

      **返回结果**
      {"errcode": 0, "loan": {"id": "L", "until": 1}}

      """

  private func suggestions() throws -> [CatalogSuggestion] {
    let catalog = try #require(TinyCatalog.load().catalog)
    let report = PageCheck.run(pages: [("page.md", Array(Self.page.utf8))], catalog: catalog)
    return CatalogSuggestion.all(for: report, catalog: catalog) { file in
      TinyCatalog.files[file].map { Array(($0 + "\n").utf8) }
    }
  }

  @Test("Once the descriptions are written, nothing is wrong with the catalog, and the page says the same")
  func complete() throws {
    let suggestions = try suggestions()
    #expect(
      suggestions.map(\.what) == [
        "a field of shelf_list.request", "a field of shelf_list.request", "a field of the object", "a call",
        "a value of BookOrder", "an enum", "an errcode of wecom", "a field of Book", "a type",
      ])
    let (unfilled, diagnostics) = TinyCatalog.load(applied(suggestions, filling: false))
    #expect(unfilled == nil)
    #expect(
      diagnostics.allSatisfy { ["missing-about", "missing-key", "wrong-shape", "summary-form"].contains($0.rule.id) })
    let (filled, remaining) = TinyCatalog.load(applied(suggestions, filling: true))
    #expect(
      remaining.isEmpty, "\(remaining.map { "\($0.position.file):\($0.position.line) \($0.text) [\($0.rule.id)]" })")
    let catalog = try #require(filled)
    #expect(TinyCatalog.findings(on: Self.page, catalog: catalog).isEmpty)
    let lend = try #require(catalog.families.flatMap(\.endpoints).first { $0.id == "book_lend" })
    #expect(lend.path == "/cgi-bin/library/book_lend" && lend.documentation.updated == "2024-07-08")
    #expect(lend.request.map(\.isRequired) == [true, false])
  }

  @Test("They say where they go")
  func text() throws {
    let text = CatalogSuggestion.render(try suggestions(), folder: "Spec")
    #expect(
      text.contains(
        "# a value of BookOrder: Spec/case/enums.yaml, behind line 7\n      3: {name: value_3, term: \"丙\", about: \"\"}\n"
      ))
  }
}
