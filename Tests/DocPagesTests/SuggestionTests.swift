import Findings
import Foundation
import Testing

@testable import Catalog
@testable import DocPages

@Suite("Suggestions for the catalog")
struct SuggestionTests {
  /// The catalog with suggestions put where they say.
  private func applied(
    _ suggestions: [CatalogSuggestion], to files: [String: String] = TinyCatalog.files, filling: Bool
  ) -> [String: String] {
    var files = files
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

  // MARK: - Client-side interfaces

  private static let pickers: [String: String] = [
    "case/pickers.yaml": """
    pickers: pickers
    service: wecom
    about: Windows of the library.
    hosts:
      app: {call: "lib.{name}", style: callbacks, message: errMsg, result: result, about: An app.}
    interfaces:
      pickShelf:
        summary: Lets a person pick a shelf (书架).
        hosts:
          app: {docs: {internal: 7008, updated: 2024-05-06}}
        result:
          shelf: {type: string, about: The shelf.}
        outcome: PickEnd
        outcomes: [ok, cancelled]
    """,
    "case/ends.yaml": """
    enums:
      PickEnd:
        raw: string
        about: How picking ends.
        values:
          ok: {name: ok}
          cancel: {name: cancelled}
    """,
  ]

  /// A page in the style of the real ones.
  private static func page(_ name: String, number: Int, parameters: String, result: String, ends: String) -> String {
    """
    ---
    title: "某窗口"
    source_url: https://docs.example.com/path/\(number)
    ---
    最后更新于 2024/05/06
    ### lib.\(name)(Object object)
    #### 参数

    ##### Object object

    | 参数名 | 必填 | 类型 | 说明 |
    | --- | --- | --- | --- |
    \(parameters)|success|否|Function|成功|

    #### 返回结果

    ##### Object res
    | 参数名 | 类型 | 说明 |
    | --- | --- | --- |
    |res|Obj|信息|
    |res.errMsg|string|结果|
    |res.result|Obj|数据|
    \(result)
    **错误列表说明**
    |res.errMsg|说明|
    |--|--|
    |\(name):ok|好|
    |\(name):cancel|罢|
    \(ends)
    """
  }

  private static let known = page(
    "pickShelf", number: 7008, parameters: "", result: "|res.result.shelf|string|某架|\n", ends: "")

  @Test("A window that the catalog lacks, and what it lacks of a known one, can be taken over once they are described")
  func interfaces() throws {
    var files = TinyCatalog.files
    files["catalog.yaml", default: ""] += "\n  - case/pickers.yaml\n  - case/ends.yaml"
    files.merge(Self.pickers) { $1 }
    let catalog = try #require(TinyCatalog.load(files).catalog)
    #expect(TinyCatalog.findings(on: Self.known, catalog: catalog).isEmpty)
    let pages = [
      Self.page(
        "pickShelf", number: 7008, parameters: "|floor|是|uint32|层|\n",
        result: "|res.result.shelf|string|某架|\n|res.result.room|Obj|室|\n|res.result.room.door|string|门|\n",
        ends: "|pickShelf:fail closed|闭|\n"),
      Self.page(
        "pickBook", number: 7009, parameters: "|mode|是|string|方式, 可选值:one、many|\n|hint|否|string|话|\n",
        result: "|res.result.ticket|string|票|\n|res.result.books|Obj[]|书|\n|res.result.books.isbn|string|号|\n",
        ends: "|pickBook:fail busy|忙|\n"),
    ]
    let report = PageCheck.run(
      pages: pages.enumerated().map { ("\($0.offset).md", Array($0.element.utf8)) }, catalog: catalog)
    let suggestions = CatalogSuggestion.all(for: report, catalog: catalog) { file in
      files[file].map { Array(($0 + "\n").utf8) }
    }
    #expect(
      Set(suggestions.map(\.what)) == [
        "a field of pickShelf.parameters", "a field of pickShelf.result", "a value of PickEnd",
        "a client-side interface", "an enum", "a type",
      ])
    let text = CatalogSuggestion.render(suggestions, folder: "Spec")
    #expect(text.contains("app: {docs: {internal: 7009, updated: 2024-05-06}}"))
    #expect(text.contains("outcomes: [ok, cancelled, fail_busy]"))
    // What is listed of the known one is a word in a list, which a person adds.
    var applied = applied(suggestions, to: files, filling: true)
    applied["case/pickers.yaml"] = applied["case/pickers.yaml"]?
      .replacing("outcomes: [ok, cancelled]\n", with: "outcomes: [ok, cancelled, fail_closed]\n")
    let (filled, remaining) = TinyCatalog.load(applied)
    #expect(
      remaining.isEmpty, "\(remaining.map { "\($0.position.file):\($0.position.line) \($0.text) [\($0.rule.id)]" })")
    let complete = try #require(filled)
    for page in pages { #expect(TinyCatalog.findings(on: page, catalog: complete).isEmpty) }
    let book = try #require(complete.clients.flatMap(\.interfaces).first { $0.id == "pickBook" })
    #expect(book.parameters.map(\.isRequired) == [true, false] && book.result.map(\.name) == ["ticket", "books"])
  }

  @Test("Each window of the real pages is drafted, if the catalog does not have it", ProjectPages.areThere)
  func realInterfaces() throws {
    let folder = try #require(ProjectPages.folder)
    let catalog = try #require(Catalog.load(directory: ProjectPages.spec).catalog)
    let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { !$0.hasPrefix(".") }.sorted()
      .map { "\(folder)/\($0)" }
    let documented = ["wedriveSelectFileForDownload", "selectPrivilegedContact", "downloadFile"]
    for id in documented {
      var lacking = catalog
      for index in lacking.clients.indices where lacking.clients[index].interfaces.count > 1 {
        lacking.clients[index].interfaces.removeAll { $0.id == id }
      }
      guard lacking.clients.flatMap(\.interfaces).count < catalog.clients.flatMap(\.interfaces).count else { continue }
      let report = PageCheck.run(files: files, catalog: lacking)
      let drafts = CatalogSuggestion.all(for: report, catalog: lacking, directory: ProjectPages.spec)
      let draft = try #require(drafts.first { $0.what == "a client-side interface" }, "\(id)")
      let known = try #require(catalog.clients.flatMap(\.interfaces).first { $0.id == id })
      for field in known.parameters + known.result {
        #expect(draft.yaml.contains { $0.hasPrefix("      \(field.name):") }, "\(id) \(field.name)")
      }
      #expect(draft.yaml.contains { $0.hasPrefix("    outcomes: [ok") })
    }
  }

  // MARK: - Text

  @Test("They say where they go")
  func text() throws {
    let text = CatalogSuggestion.render(try suggestions(), folder: "Spec")
    #expect(
      text.contains(
        "# a value of BookOrder: Spec/case/enums.yaml, behind line 7\n      3: {name: value_3, term: \"丙\", about: \"\"}\n"
      ))
  }
}
