import Testing

@testable import Catalog
@testable import DocPages

/// The forms in which pages say things, each with the least page that has it.
@Suite("Forms of documentation pages")
struct PageKindsTests {
  static func catalog(_ changed: [String: String] = [:]) throws -> Catalog {
    try #require(TinyCatalog.load(changed).catalog)
  }

  static func read(_ text: String) throws -> Page {
    let vocabulary = PageVocabulary(CatalogIndex(try catalog()))
    return try PageReader.read(Array(text.utf8), file: "page.md", vocabulary: vocabulary)
  }

  /// A page of one call that the catalog does not have.
  static func page(request: String = "", response: String = "", tail: String = "") -> String {
    """
    **请求方式**：POST（**HTTPS**）
    **请求地址**：https://api.example.com/cgi-bin/library/lend?access_token=TOKEN
    **参数说明**
    | 参数 | 必须 | 类型 | 说明 |
    | --- | --- | --- | --- |
    | shelf | 是 | string | 某架 |
    \(request)

    **返回结果**
    **参数说明**
    | 参数 | 类型 | 说明 |
    | --- | --- | --- |
    | errcode | int32 | 码 |
    \(response)

    \(tail)
    """
  }

  /// What is drafted for a page, as one text.
  static func draft(_ text: String, name: String = "page.md", changed: [String: String] = [:]) throws -> String {
    let catalog = try catalog(changed)
    let files = TinyCatalog.files.merging(changed) { _, new in new }
    let report = PageCheck.run(pages: [(name, Array(text.utf8))], catalog: catalog)
    let suggestions = CatalogSuggestion.all(for: report, catalog: catalog) { files[$0].map { Array($0.utf8) } }
    return CatalogSuggestion.render(suggestions, folder: "")
  }

  static func remarks(_ page: Page) -> [String] { page.remarks.map { "\($0.at.line) \($0.kind.rawValue)" } }

  static func paths(_ side: PageSide) -> [String] {
    FieldNesting(samples: [], known: []).paths(of: side.tables).map { $0.path.joined(separator: ".") }
  }

  // MARK: - Objects

  @Test(
    "An object's table belongs to the row that names it, on the row's side",
    arguments: [
      "**Room说明**", "**Room 说明：**", "Room结构体说明：", "**Room结构说明：**", "### Room\n**字段说明**", "### Room结构体",
      "**`Room` 参数说明：**", "###Room", "##Room结构体", "#Room说明", "＃＃＃Room", "### Room ###", "###**Room**",
      "###`Room`", "**Room**说明", "**Room**字段说明：", "＊＊Room说明＊＊",
    ])
  func objects(label: String) throws {
    let table = "\(label)\n| 参数 | 类型 | 说明 |\n|--|\n| floor | int32 | 层 |"
    let named = try Self.read(Self.page(response: "| room | obj | 室,详见Room |", tail: table))
    #expect(Self.paths(named.calls[0].response) == ["errcode", "room", "room.floor"])
    let linked = try Self.read(Self.page(response: "| room | object([Room](#room)) | 室 |", tail: table))
    #expect(Self.paths(linked.calls[0].response) == ["errcode", "room", "room.floor"])
    let asked = try Self.read(Self.page(request: "| room | 是 | obj | 室,详见[Room](#room) |", tail: table))
    #expect(Self.paths(asked.calls[0].request) == ["shelf", "room", "room.floor"])
    #expect(Self.remarks(asked).contains { $0.hasSuffix("object-elsewhere") })
    let unnamed = try Self.read(Self.page(tail: table))
    #expect(Self.paths(unnamed.calls[0].response) == ["errcode", "floor"])
    #expect(Self.remarks(unnamed).contains { $0.hasSuffix("object-unnamed") })
  }

  @Test(
    "A heading without a space, or in full-width marks, is one wherever the reader looks for headings",
    arguments: ["##返回结果", "#返回结果", "＃＃返回结果", "＃ 返回结果", "##2.返回结果", "###**返回结果**", "## 返回结果 ##"])
  func gluedHeadings(heading: String) throws {
    let table = "| 参数 | 类型 | 说明 |\n|--|--|--|\n| floor | int32 | 层 |"
    let sampled = "{\n  \"shelf\": \"a\"\n}"
    // Behind a table without a blank line, behind a sample without a fence, and on a line of its own.
    for before in ["| note | 否 | string | 注 |", "\n\(sampled)", "\n文字"] {
      let page = try Self.read(
        """
        ##借书
        **请求方式**：POST（**HTTPS**）
        **请求地址**：https://api.example.com/cgi-bin/library/lend?access_token=TOKEN
        ##参数说明
        | 参数 | 必须 | 类型 | 说明 |
        | --- | --- | --- | --- |
        | shelf | 是 | string | 某架 |
        \(before)
        \(heading)
        \(table)
        """)
      #expect(Self.paths(page.calls[0].response) == ["floor"], "\(before)")
      #expect(Self.paths(page.calls[0].request).first == "shelf")
    }
  }

  @Test("A colour, a number and a directive are no headings", arguments: ["#ff0000", "#返回", "#12", "#include", "#"])
  func noHeadings(text: String) {
    let line = Excerpt(line: 1, scalars: Array(text.unicodeScalars)[...])
    #expect((BlockReader.heading(line) != nil) == (text == "#返回"))
  }

  @Test("Objects that hold each other are read once for each way to them")
  func circle() throws {
    let tail = """
      ### Node
      | 参数 | 类型 | 说明 |
      |--|
      | left | object([Node](#node)) | 左 |
      | name | string | 名 |
      """
    let page = try Self.read(Self.page(response: "| tree | object([Node](#node)) | 树 |", tail: tail))
    #expect(Self.paths(page.calls[0].response) == ["errcode", "tree", "tree.left", "tree.name"])
  }

  @Test("Rows with dots make the objects that have no row")
  func implied() throws {
    let draft = try Self.draft(Self.page(request: "| room.extra.flag | 否 | bool | 旗 |"))
    #expect(draft.contains("room:\n") && draft.contains("extra:\n") && draft.contains("flag: {type: bool"))
  }

  // MARK: - Lines

  @Test("A name behind a row with dots stands at the top again, and in the object that the row before opened")
  func behindDots() throws {
    let rows =
      "| a.b.flag | bool | 否 | x |\n| plain | string | 是 | x |\n| c.list | obj[] | 否 | x |\n| inner | string | 否 | x |"
    let page = try Self.read(Self.page(request: rows))
    #expect(Self.paths(page.calls[0].request) == ["shelf", "a.b.flag", "plain", "c.list", "c.list.inner"])
  }

  @Test("A row behind a blank line goes on with its table; one that stands alone is told")
  func orphans() throws {
    let parted = try Self.read(Self.page(request: "\n| note | 否 | string | 注 |\n\n\n| last | 否 | string | 末 |"))
    #expect(Self.paths(parted.calls[0].request) == ["shelf", "note", "last"])
    let alone = try Self.read(Self.page(request: "\n文字\n\n| note | 否 | string | 注 |"))
    #expect(Self.paths(alone.calls[0].request) == ["shelf"])
    #expect(Self.remarks(alone).contains { $0.hasSuffix("row-not-read") })
  }

  @Test("What is commented out is not read, and rows among it are told")
  func comments() throws {
    let page = try Self.read(
      Self.page(request: "<!--\n| hidden | 否 | string | 隐 |\n-->\n| mode | 否 | uint32 | 1:读<!--；4:写--> |"))
    #expect(page.calls[0].request.tables[0].rows.map(\.name) == ["shelf", "mode"])
    #expect(ValueMention.all(in: page.calls[0].request.tables[0].rows[1].description).map(\.value) == ["1"])
    #expect(Self.remarks(page) == ["8 comment-not-read"])
  }

  @Test("A rule below a heading opens a table; one between rows does not")
  func rules() throws {
    let page = try Self.read(
      Self.page(request: "|---|---|---|---|\n| mode | 否 | uint32 | 式 |\n| 错误码 | 说明 |\n|---|---|\n| 5001 | 无 |"))
    #expect(page.calls[0].request.tables[0].rows.map(\.name) == ["shelf", "mode"])
    #expect(page.calls[0].errcodes.map(\.code) == [5001])
  }

  @Test("Bold that is written with underscores is bold, and names keep theirs")
  func underscores() throws {
    let page = try Self.read(
      "__请求方式__:GET(__HTTPS__)\n__请求地址：__ https://api.example.com/cgi-bin/library/a__b?access_token=T\n")
    #expect(page.calls.map(\.name) == ["a__b"])
    #expect(page.calls[0].method?.method == "GET")
  }

  @Test("A table without rows is still one: what its sample shows is missing in it")
  func emptied() throws {
    let page = TinyCatalog.page.replacing("| shelf | 是 | string | 某架 |\n", with: "")
      .replacing("| order | 否 | uint32 | 次序, 1:甲 2:乙 |\n| limit | 否 | uint32 | 条数, 不超过40 |\n", with: "")
    let found = TinyCatalog.findings(on: page, catalog: try Self.catalog())
    #expect(found.contains { $0.hasSuffix("field-not-in-table") })
  }

  @Test("An address that a sentence mentions documents nothing, and once more in a sample it is the same call")
  func addresses() throws {
    let page = try Self.read(
      Self.page(
        tail: """
          https://api.example.com/cgi-bin/library/other 接口可查看
          见 https://api.example.com/cgi-bin/library/third
          ```
          POST https://api.example.com/cgi-bin/library/lend?access_token=T HTTP/1.1
          ```
          """))
    #expect(page.calls.map(\.name) == ["lend"])
  }

  @Test("A sample that begins with the call's address is sent to it, behind the reply, too; an answer stays one")
  func sentSamples() throws {
    let begun = """
      ```
      POST https://api.example.com/cgi-bin/library/lend?access_token=T HTTP/1.1
      Content-Type: application/json

      """
    let sent = try Self.read(Self.page(tail: "**返回结果**\n\n\(begun)\n{\"reader\": \"r1\"}\n```\n"))
    #expect(sent.calls[0].request.samples.contains { $0.root.members.map(\.key) == ["reader"] })
    let answered = try Self.read(Self.page(tail: "**返回结果**\n\n\(begun)\n{\"errcode\": 0, \"due\": 3}\n```\n"))
    #expect(answered.calls[0].response.samples.contains { $0.root.members.map(\.key) == ["errcode", "due"] })
  }

  @Test("A call without a table and a page without a call are told")
  func nothing() throws {
    #expect(Self.remarks(try Self.read("# 概述\n\n只有话\n")).contains { $0.hasSuffix("nothing-read") })
    #expect(
      Self.remarks(try Self.read("**请求地址**：https://api.example.com/cgi-bin/library/lend\n")) == ["1 nothing-read"])
  }

  @Test("A table of numbers outside of a call lists errcodes only if the page says so")
  func numbers() throws {
    let table = "| 编号 | 说明 |\n|--|--|\n| 1 | 甲 |\n| 2 | 乙 |\n"
    #expect(try Self.read("---\ntitle: \"楼层\"\n---\n\(table)").errcodes.isEmpty)
    #expect(try Self.read("---\ntitle: \"全局错误码\"\n---\n\(table)").errcodes.map(\.code) == [1, 2])
  }

  @Test("The page's date is not beaten by a later line that tells of a change")
  func dates() throws {
    let page = try Self.read("最后更新：2024/05/06\n\n" + Self.page(tail: "2025/01/02 更新了说明"))
    #expect(page.calls[0].updated?.date == "2024-05-06")
  }

  // MARK: - Cells

  @Test(
    "A field is required unless it says in which case it is",
    arguments: [
      ("编号(mode为1时填写)", RequiredMarker.sometimes), ("mode为1时必填", .sometimes), ("为true时必须填写shelf", .yes), ("编号", .yes),
    ])
  func required(text: String, marker: RequiredMarker) throws {
    let page = try Self.read(Self.page(request: "| number | 是 | uint32 | \(text) |"))
    #expect(page.calls[0].request.tables[0].rows[1].required?.marker == marker)
  }

  @Test(
    "Values are found however a cell lists them",
    arguments: [
      ("否公开。0-否；1-是", ["0", "1"]), ("状态</br>1 - 甲</br>2 - 乙", ["1", "2"]), ("类型：<br>0：甲<br>1：乙", ["0", "1"]),
      ("1代表甲，2代表乙", ["1", "2"]), ("1--甲,2--乙", ["1", "2"]), ("0或不填代表甲，1 代表乙", ["0", "1"]), ("1—甲；2—乙", ["1", "2"]),
      ("op=0表示甲，op=1表示乙", ["0", "1"]), ("长度为1-100", []), ("2024-05-06", []),
    ] as [(String, [String])])
  func values(text: String, expected: [String]) throws {
    let page = try Self.read(Self.page(request: "| mode | 否 | uint32 | \(text) |"))
    #expect(ValueMention.all(in: page.calls[0].request.tables[0].rows[1].description).map(\.value) == expected)
  }

  @Test(
    "A table of values belongs to the list that a row's type names",
    arguments: ["### ShelfKind\n| 枚举值 | 描述 |", "### ShelfKind\n\n| 架子类型 | 说明 |", "###ShelfKind\n| 类型 | 说明 |"])
  func valueTables(head: String) throws {
    let tail = "\(head)\n|--|--|\n| WOOD | 木 |\n| STEEL | 铁 |"
    let draft = try Self.draft(Self.page(request: "| kind | 否 | string([ShelfKind](#shelfkind)) | 类 |", tail: tail))
    #expect(draft.contains("kind: {type: Kind") && draft.contains("WOOD: {name:") && draft.contains("STEEL: {name:"))
  }

  @Test(
    "Types are read with links, lengths and in other words",
    arguments: [
      ("object([Room](#room))", "the object Room"), ("Object\\[\\]([Room](#room))", "a list of Room"),
      ("int([Style](#1/style))", "a whole number"), ("string[1,256]", "a string"), ("String(32)", "a string"),
      ("String数组", "a list of strings"), ("array(obj)", "a list of objects"), ("obj []", "a list of objects"),
    ])
  func types(text: String, meaning: String) {
    #expect(PageType(text, allowsNames: true)?.description == meaning)
  }
}
