import Findings
import Testing

@testable import Catalog
@testable import DocPages

/// Enums of strings, in every form in which pages state their values.
@Suite("Values that are words")
struct WordValueTests {
  /// The catalog with a field `mood`, whose values are words.
  private func catalog() throws -> Catalog {
    let (catalog, diagnostics) = TinyCatalog.load([
      "case/calls.yaml": (TinyCatalog.files["case/calls.yaml"] ?? "")
        .replacing("    request:\n", with: "    request:\n      mood: {type: Mood, about: The mood.}\n"),
      "case/enums.yaml": (TinyCatalog.files["case/enums.yaml"] ?? "") + """

          Mood:
            raw: string
            about: A mood.
            values:
              calm: {name: calm, about: Calm.}
              wild: {name: wild, about: Wild.}
        """,
    ])
    #expect(diagnostics.isEmpty, "\(diagnostics.map(\.text))")
    return try #require(catalog)
  }

  /// A page whose row of `mood`, on line 21, has a description; and what stands behind the table.
  private func page(_ description: String, sample: String = "calm", behind: String = "") -> String {
    TinyCatalog.page.replacing("| order | 否 |", with: "| mood | 否 | string | \(description) |\n| order | 否 |")
      .replacing("\"order\": 1,", with: "\"order\": 1, \"mood\": \"\(sample)\",")
      .replacing("不超过40 |\n", with: "不超过40 |\n\(behind)")
  }

  @Test(
    "are told in a sentence, in a list, behind marks and in quotes; one more and one less is found",
    arguments: [
      ("心情, calm表示静, wild表示动", ", warm表示暖", ", wild表示动"), ("心情, 可选值:calm、wild", "、warm", ""),
      ("心情, 取值: calm / wild / calm", " / warm", ""), ("心情。calm:静;wild:动", ";warm:暖", ";wild:动"),
      ("`calm` - 静, `wild` - 动", ", `warm` - 暖", ", `wild` - 动"),
      ("心情, \"calm\"(静)或\"wild\"(动)", "或\"warm\"(暖)", "或\"wild\"(动)"),
      ("心情, 枚举值为 calm, wild", ", warm", ""), ("calm = 静 wild = 动", " warm = 暖", " wild = 动"),
      ("Mood, one of calm or wild", " or warm", ""),
    ])
  func styles(text: String, more: String, less: String) throws {
    let catalog = try catalog()
    #expect(TinyCatalog.findings(on: page(text), catalog: catalog).isEmpty)
    let added = TinyCatalog.findings(on: page(text + more), catalog: catalog)
    let column = try #require(
      page(text + more).split(separator: "\n", omittingEmptySubsequences: false)[20].firstRange(of: "warm"))
    let line = page(text + more).split(separator: "\n", omittingEmptySubsequences: false)[20]
    let place = line.unicodeScalars.distance(from: line.startIndex, to: column.lowerBound) + 1
    #expect(added == ["21:\(place) value-not-in-catalog"])
    if !less.isEmpty {
      let removed = TinyCatalog.findings(on: page(text.replacing(less, with: "")), catalog: catalog)
      #expect(removed.count == 1 && removed[0].hasPrefix("21:") && removed[0].hasSuffix("value-not-on-page"))
    }
  }

  @Test("are shown in samples, where capitals stand for something else")
  func samples() throws {
    let text = "心情, calm表示静, wild表示动"
    #expect(TinyCatalog.findings(on: page(text, sample: "MOOD"), catalog: try catalog()).isEmpty)
    #expect(TinyCatalog.findings(on: page(text, sample: "wild"), catalog: try catalog()).isEmpty)
    #expect(
      TinyCatalog.findings(on: page(text, sample: "warm"), catalog: try catalog()) == ["12:23 value-not-in-catalog"])
  }

  @Test("have a table of their own")
  func table() throws {
    func table(_ rows: String...) -> String {
      "\n**mood 的合法值**\n| 值 | 说明 |\n|---|---|\n" + rows.joined(separator: "\n") + "\n"
    }
    let catalog = try catalog()
    #expect(
      TinyCatalog.findings(on: page("心情", behind: table("| calm | 静 |", "| wild | 动 |")), catalog: catalog).isEmpty)
    let added = page("心情", behind: table("| calm | 静 |", "| wild | 动 |", "| warm | 暖 |"))
    #expect(TinyCatalog.findings(on: added, catalog: catalog) == ["30:3 value-not-in-catalog"])
    let removed = page("心情", behind: table("| calm | 静 |"))
    #expect(TinyCatalog.findings(on: removed, catalog: catalog) == ["28:3 value-not-on-page"])
  }

  @Test("are a draft of an enum, where the catalog has no such field")
  func suggested() throws {
    let catalog = try #require(TinyCatalog.load().catalog)
    let report = PageCheck.run(pages: [("page.md", Array(page("心情, calm:静;wild:动").utf8))], catalog: catalog)
    let text = CatalogSuggestion.render(
      CatalogSuggestion.all(for: report, catalog: catalog) { TinyCatalog.files[$0].map { Array(($0 + "\n").utf8) } },
      folder: "Spec")
    #expect(text.contains("mood: {type: Mood, about: \"\"}") && text.contains("raw: string"))
    #expect(text.contains("calm: {name: calm, term: \"静\", about: \"\"}"))
  }
}
