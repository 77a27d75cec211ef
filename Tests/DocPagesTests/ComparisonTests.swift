import Findings
import Testing

@testable import Catalog
@testable import DocPages

@Suite("Comparing a page with the catalog")
struct ComparisonTests {
  private func catalog(_ changed: [String: String] = [:]) throws -> Catalog {
    let (catalog, diagnostics) = TinyCatalog.load(changed)
    #expect(diagnostics.isEmpty, "\(diagnostics.map { "\($0.position): \($0.text)" })")
    return try #require(catalog)
  }

  @Test("A page that says the same gives nothing")
  func same() throws {
    #expect(TinyCatalog.findings(on: TinyCatalog.page, catalog: try catalog()).isEmpty)
  }

  @Test(
    "A difference is found where it stands",
    arguments: [
      ("| order | 否 | uint32 | 次序, 1:甲 2:乙 |", "| order | 否 | string | 次序, 1:甲 2:乙 |", ["21:15 page-type-differs"]),
      ("| order | 否 | uint32 |", "| order | 是 | uint32 |", ["21:11 required-differs"]),
      ("1:甲 2:乙", "1:甲 2:乙 3:丙", ["21:36 value-not-in-catalog"]), ("1:甲 2:乙", "1:甲", ["21:28 value-not-on-page"]),
      ("不超过40", "不超过50", ["22:3 limit-not-on-page", "22:31 limit-differs"]),
      ("条数, 不超过40", "条数", ["22:3 limit-not-on-page"]),
      (
        "| room.floor | int32 | 层 |", "| room.floor | int32 | 层 |\n| room.door | string | 门 |",
        ["45:3 field-not-in-catalog"]
      ),
      ("| more | bool | 还有 |\n", "", ["29:3 field-not-in-table"]),
      ("\"more\": true,\n", "\"more\": \"yes\",\n", ["29:11 sample-type-differs"]),
      ("POST", "GET", ["6:11 method-differs"]),
      ("/cgi-bin/library/shelf_list", "/cgi-bin/library/shelf_get", ["7:11 path-differs"]),
      ("2024/05/06", "2024/05/07", ["5:7 page-newer"]),
      ("\"order\": 1,", "\"order\": 9,", ["12:12 value-not-in-catalog"]),
    ] as [(String, String, [String])])
  func difference(old: String, new: String, expected: [String]) throws {
    #expect(TinyCatalog.page.contains(old))
    let found = TinyCatalog.findings(on: TinyCatalog.page.replacing(old, with: new), catalog: try catalog())
    #expect(found == expected)
  }

  @Test("Errcodes of a page are compared with those of the service and of the call")
  func errcodes() throws {
    let page = TinyCatalog.page + "**错误码**\n| 错误码 | 说明 |\n|---|---|\n| 0 | 好 |\n| 5002 | 坏 |\n"
    #expect(
      TinyCatalog.findings(on: page, catalog: try catalog()) == [
        "48:3 errcode-not-on-page", "49:3 errcode-not-in-catalog",
      ])
  }

  @Test("Columns that are swapped, repaired samples and older pages are remarks")
  func remarks() throws {
    let page = TinyCatalog.page
      .replacing("| shelf | 是 | string |", with: "| shelf | string | 是 |")
      .replacing("\"limit\": 10\n", with: "\"limit\": LIMIT,\n").replacing("2024/05/06", with: "2023/01/01")
    let found = TinyCatalog.findings(on: page, catalog: try catalog())
    #expect(found.isEmpty)
    let report = PageCheck.run(pages: [("page.md", Array(page.utf8))], catalog: try catalog())
    #expect(report.findings.map(\.rule) == [.pageOlder, .remark(.sampleRepaired), .remark(.columnsSwapped)])
  }

  @Test("An object in two places may be described at one; where it is described, it is compared")
  func sharedObject() throws {
    let catalog = try catalog([
      "case/calls.yaml": (TinyCatalog.files["case/calls.yaml"] ?? "")
        .replacing("    response:\n", with: "    response:\n      best: {type: Book, about: The best.}\n")
    ])
    func page(_ rows: String, _ sample: String = "{}") -> String {
      TinyCatalog.page.replacing("| room | obj |", with: "| best | obj | 佳 |\n\(rows)| room | obj |")
        .replacing("\"room\": {", with: "\"best\": \(sample), \"room\": {")
    }
    let both = "| best.isbn | string | 号 |\n| best.pages | uint32 | 页 |\n"
    #expect(TinyCatalog.findings(on: page(both), catalog: catalog).isEmpty)
    #expect(TinyCatalog.findings(on: page(""), catalog: catalog).isEmpty)
    #expect(TinyCatalog.findings(on: page("", "{\"isbn\": \"N\", \"pages\": 1}"), catalog: catalog).isEmpty)
    let one = "| best.isbn | string | 号 |\n"
    #expect(TinyCatalog.findings(on: page(one), catalog: catalog) == ["43:3 field-not-on-page"])
    #expect(TinyCatalog.findings(on: page(one, "{\"pages\": 1}"), catalog: catalog) == ["31:12 field-not-in-table"])
    let other = both.replacing("uint32", with: "string")
    #expect(TinyCatalog.findings(on: page(other), catalog: catalog) == ["45:16 page-type-differs"])
    let further = both + "| best.weight | uint32 | 重 |\n"
    #expect(TinyCatalog.findings(on: page(further), catalog: catalog) == ["46:3 field-not-in-catalog"])
  }

  @Test("A call that is not in the catalog, and one that its page no longer has")
  func calls() throws {
    let other = TinyCatalog.page.replacing("shelf_list", with: "room_open").replacing("path/7001", with: "path/9")
    #expect(TinyCatalog.findings(on: other, catalog: try catalog()) == ["7:11 endpoint-not-in-catalog"])
    let gone = "---\ntitle: \"Shelves\"\nsource_url: https://docs.example.com/path/7001\n---\nNothing.\n"
    #expect(TinyCatalog.findings(on: gone, catalog: try catalog()) == ["2:9 endpoint-not-on-page", "2:9 nothing-read"])
  }

  @Test("A fingerprint is one finding's, and stays when lines move, words change and an entry accepts it")
  func fingerprints() throws {
    func fingerprints(_ page: String, _ catalog: Catalog) -> [PageRule: [String]] {
      let report = PageCheck.run(pages: [("a/page.md", Array(page.utf8))], catalog: catalog)
      return Dictionary(grouping: report.findings + report.accepted, by: \.rule).mapValues { $0.map(\.fingerprint) }
    }
    let page = retyped.replacing("不超过40", with: "不超过50").replacing("1:甲 2:乙", with: "1:甲 2:乙 3:丙 4:丁")
    let found = fingerprints(page, try catalog())
    #expect(found.keys.count == 4 && Set(found.values.joined()).count == found.values.joined().count)
    #expect(found.values.joined().allSatisfy { $0.count == 16 })
    let moved = page.replacing("# ", with: "\n\n# ").replacing("次序", with: "另一次序").replacing("\n**", with: "\n\n**")
    #expect(moved != page)
    #expect(fingerprints(moved, try catalog()) == found)
    let accepting = try catalog(
      Self.entry("target: endpoints.shelf_list.response.room.floor\n    accept: page-type-differs"))
    #expect(fingerprints(page, accepting) == found)
  }

  // MARK: - The overlay

  private static func entry(_ change: String, page: Int = 7001, more: String = "") -> [String: String] {
    [
      "overlay.yaml": """
      overlay:
        - \(change)
          documented: Something else.
          evidence: A sample shows it.
          page: \(page)
          date: 2026-11-21\(more)
      """
    ]
  }

  private let retyped = TinyCatalog.page.replacing("| room.floor | int32 |", with: "| room.floor | string |")

  @Test("What an entry corrects, or accepts, is shown with its evidence and is no finding")
  func accepted() throws {
    for change in [
      "target: endpoints.shelf_list.response.room.floor\n    accept: page-type-differs",
      "target: endpoints.shelf_list.response.room\n    accept: page-type-differs",
      "target: endpoints.shelf_list.response.room.object.floor\n    set: {type: int64}",
    ] {
      let catalog = try catalog(Self.entry(change))
      let report = PageCheck.run(pages: [("page.md", Array(retyped.utf8))], catalog: catalog)
      #expect(report.findings.isEmpty, "\(report.findings.map(\.text))")
      #expect(report.accepted.map(\.rule) == [.differs(.typeDiffers)])
      #expect(report.accepted.first?.acceptance?.evidence == "A sample shows it.")
      let text = PageReportFormat.text.render(report, folder: "Spec")
      #expect(text.contains("accepted: the page types 'room.floor'") && text.contains("note: A sample shows it."))
    }
  }

  @Test("An entry accepts its own difference only")
  func otherDifference() throws {
    let catalog = try catalog(
      Self.entry("target: endpoints.shelf_list.response.room.floor\n    accept: required-differs"))
    let found = TinyCatalog.findings(on: retyped, catalog: catalog)
    #expect(found == ["7:11 overlay-entry-obsolete", "44:16 page-type-differs"])
  }

  @Test("Once the page no longer shows it, the entry is an error")
  func obsolete() throws {
    for change in [
      "target: endpoints.shelf_list.response.room.floor\n    accept: page-type-differs",
      "target: endpoints.shelf_list.request.shelf\n    set: {required: null}",
    ] {
      let catalog = try catalog(Self.entry(change))
      let page =
        change.contains("shelf\n")
        ? TinyCatalog.page.replacing("| shelf | 是 |", with: "| shelf | 否 |") : TinyCatalog.page
      let report = PageCheck.run(pages: [("page.md", Array(page.utf8))], catalog: catalog)
      #expect(report.findings.map(\.rule) == [.overlayEntryObsolete])
      #expect(report.findings.first?.text.hasPrefix("overlay entry no longer applies") == true)
      #expect(report.findings.first?.catalog?.file == "overlay.yaml")
    }
  }

  @Test("An entry for an edition, or about another page, is not judged by this one")
  func notJudged() throws {
    let change = "target: endpoints.shelf_list.response.room.floor\n    accept: page-type-differs"
    for entry in [Self.entry(change, more: "\n    edition: 2020-01-01"), Self.entry(change, page: 99)] {
      #expect(TinyCatalog.findings(on: TinyCatalog.page, catalog: try catalog(entry)).isEmpty)
    }
    // And an entry for an older edition accepts nothing on a newer page.
    let old = try catalog(Self.entry(change, more: "\n    edition: 2020-01-01"))
    #expect(TinyCatalog.findings(on: retyped, catalog: old) == ["44:16 page-type-differs"])
  }

  // MARK: - Rules

  @Test("Every rule is explained, under an id of its own", arguments: PageRule.allCases)
  func rules(rule: PageRule) {
    #expect(NameForm.kebabCase.matches(rule.id))
    #expect(PageRule.named(rule.id) == rule, "an id of another rule")
    #expect(Rule.named(rule.id) == nil, "an id of the catalog's checks")
    #expect(rule.summary.hasSuffix(".") && rule.explanation.hasSuffix("."))
    #expect(rule.page.hasPrefix("\(rule.id) (\(rule.level.rawValue))"))
    #expect(PageRule.index.contains(rule.id))
  }
}
