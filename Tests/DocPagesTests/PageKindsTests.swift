import Testing

@testable import Catalog
@testable import DocPages

/// The forms in which pages say things, each with the least page that has it.
@Suite("Forms of documentation pages")
struct PageKindsTests {
  private static func catalog(_ changed: [String: String] = [:]) throws -> Catalog {
    try #require(TinyCatalog.load(changed).catalog)
  }

  private static func read(_ text: String) throws -> Page {
    let vocabulary = PageVocabulary(CatalogIndex(try catalog()))
    return try PageReader.read(Array(text.utf8), file: "page.md", vocabulary: vocabulary)
  }

  /// A page of one call that the catalog does not have.
  private static func page(request: String = "", response: String = "", tail: String = "") -> String {
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
  private static func draft(_ text: String, name: String = "page.md", changed: [String: String] = [:]) throws -> String
  {
    let catalog = try catalog(changed)
    let files = TinyCatalog.files.merging(changed) { _, new in new }
    let report = PageCheck.run(pages: [(name, Array(text.utf8))], catalog: catalog)
    let suggestions = CatalogSuggestion.all(for: report, catalog: catalog) { files[$0].map { Array($0.utf8) } }
    return CatalogSuggestion.render(suggestions, folder: "")
  }

  private static func remarks(_ page: Page) -> [String] { page.remarks.map { "\($0.at.line) \($0.kind.rawValue)" } }

  private static func paths(_ side: PageSide) -> [String] {
    FieldNesting(samples: [], known: []).paths(of: side.tables).map { $0.path.joined(separator: ".") }
  }

  // MARK: - Objects

  @Test(
    "An object's table belongs to the row that names it, on the row's side",
    arguments: [
      "**Room说明**", "**Room 说明：**", "Room结构体说明：", "**Room结构说明：**", "### Room\n**字段说明**", "### Room结构体",
      "**`Room` 参数说明：**",
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

  @Test("A table of values belongs to the list that a row's type names")
  func valueTables() throws {
    let tail = "### ShelfKind\n| 枚举值 | 描述 |\n|--|--|\n| WOOD | 木 |\n| STEEL | 铁 |"
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

  // MARK: - Drafts

  @Test("A draft goes to the service of its host, and nothing is drafted for a host that is nobody's")
  func services() throws {
    let foreign = Self.page().replacing("api.example.com", with: "api.example.org")
    #expect(try Self.draft(Self.page()).contains("# a call: case/calls.yaml"))
    #expect(try !Self.draft(foreign).contains("# a call"))
    let report = PageCheck.run(pages: [("page.md", Array(foreign.utf8))], catalog: try Self.catalog())
    #expect(report.findings.contains { $0.text.contains("no service of the catalog has the host 'api.example.org'") })
  }

  @Test("The kind of app follows the folder; if it does not, the draft says so")
  func kinds() throws {
    #expect(try Self.draft(Self.page(), name: "002-第三方应用开发/page.md").contains("docs: {third-party:"))
    #expect(try Self.draft(Self.page()).contains("# The page does not say for which kind of app it is."))
  }

  @Test("A list's elements keep what is required, and a string beside a sample's list is a list")
  func lists() throws {
    let sample = "**请求示例**\n```json\n{\"books\": [{\"isbn\": \"N\"}], \"tags\": [\"a\"]}\n```\n**参数说明**"
    let page = Self.page(
      request: "| books | 是 | obj[] | 书 |\n| books.isbn | 是 | string | 号 |\n| tags | 否 | string | 标 |"
    ).replacing("**参数说明**\n| 参数 | 必须", with: "\(sample)\n| 参数 | 必须")
    let draft = try Self.draft(page)
    #expect(draft.contains("isbn: {type: string, required: true"))
    #expect(draft.contains("tags: {type: [string]"))
  }

  @Test("Names that Swift or the client has get another one, and what the catalog cannot hold is said")
  func names() throws {
    let draft = try Self.draft(
      Self.page(
        request:
          "| type | 否 | uint32 | 1:甲 2:乙 |\n| validate | 否 | bool | 验 |\n| result | 否 | obj | 果 |\n| result.a | 否 | string | 甲 |"
      ).replacing("library/lend", with: "library/send"))
    #expect(draft.contains("swift: sendCall") && draft.contains("validateValue") && !draft.contains("\n  Type:"))
    #expect(draft.contains("swift: resultObject"))
    let query = try Self.draft(
      Self.page(request: "| ids | 否 | string[] | 号 |").replacing("：POST", with: "：GET"))
    #expect(query.contains("# Left out: 'ids'"))
    let repeated = try Self.draft(Self.page().replacing("library/lend", with: "museum/shelf_list"))
    #expect(repeated.contains("museum_shelf_list:"))
  }

  @Test("A kind of app comes from the page's head before its folder, and from what the catalog knows of its number")
  func hints() throws {
    let head = "---\ndirectory: \"服务商代开发/库\"\n---\n"
    #expect(try Self.draft(head + Self.page(), name: "第三方应用开发/page.md").contains("docs: {agency:"))
    #expect(try Self.draft(TinyCatalog.page + Self.page()).contains("docs: {internal: 7001"))
  }

  @Test(
    "A list that a table calls one value is told; what is required in some cases is drafted as its column says")
  func remarks() throws {
    let sample = "**请求示例**\n```json\n{\"tags\": [\"a\"]}\n```\n**参数说明**"
    let page = Self.page(request: "| tags | 否 | string | 标 |\n| pen | 是 | string | 笔(mode为1时填写) |")
      .replacing("**参数说明**\n| 参数 | 必须", with: "\(sample)\n| 参数 | 必须")
    let report = PageCheck.run(pages: [("page.md", Array(page.utf8))], catalog: try Self.catalog())
    #expect(report.findings.contains { $0.rule == .remark(.sampleShowsList) && $0.text.hasPrefix("'tags' of 'lend'") })
    let draft = try Self.draft(page)
    #expect(draft.contains("pen: {type: string, required: true") && draft.contains("# Take `required` away"))
  }

  @Test("The size of blocks is no bound of the field beside it")
  func blocks() throws {
    let page = try Self.read(Self.page(request: "| index | 是 | uint32 | 按4M分块，从1开始，不超过9 |"))
    let row = page.calls[0].request.tables[0].rows[1]
    #expect(row.description.flatMap { LimitMention.all(in: $0, isRow: true) }.map(\.value) == [9])
  }

  // MARK: - Forms

  private static let answer = "| room | obj | 室 |\n| room.floor | int32 | 层 |"

  @Test("A page is read in whatever form it was saved")
  func forms() throws {
    let markdown = Self.page(request: "| mode | 否 | uint32 | 式 |", response: Self.answer)
    func quoted(_ text: String) -> String { JSONText.quoted(text) }
    let reply =
      "{\"data\": {\"title\": \"借\", \"time\": 1700000000, \"doc_id\": 3, \"content_md\": \(quoted(markdown))}}"
    let html = """
      <!DOCTYPE html><html><head><title>借</title><style>p { color: red }</style></head><body>
      <p><strong>请求方式</strong>：POST</p>
      <p><strong>请求地址</strong>：https://api.example.com/cgi-bin/library/lend?access_token=T</p>
      <h3>参数说明</h3>
      <table><tr><th>参数</th><th>必须</th><th>类型</th><th>说明</th></tr>
      <tr><td>shelf</td><td>是</td><td>string</td><td>某架 &lt;甲&gt;</td></tr>
      <tr><td>mode</td><td>否</td>
      <td>uint32</td><td>1：读<br>2：写</td></tr></table>
      <h3>返回结果</h3><p><strong>参数说明</strong></p>
      <table><tr><td>参数</td><td>类型</td><td>说明</td></tr><tr><td>errcode</td><td>int32</td><td>码</td></tr>
      <tr><td>room</td><td>obj</td><td>室</td></tr><tr><td>room.floor</td><td>int32</td><td>层</td></tr></table>
      </body></html>
      """
    let pod = """
      =encoding utf8

      =head1 NAME

      Library

      =head1 FUNCTION

      =head2 lend(access_token, hash);

      借 最后更新：2023/11/15

      =head3 请求包结构体为

          { "shelf": "S", "mode": 1 }

      =head4 参数说明

          参数	类型	必须	说明
          access_token	string	是	凭证
          shelf	string	是	B<某架>
          mode	uint32	否	式

      =head4 RETURN 参数说明

          参数	类型	说明
          errcode	int32	码
          room	obj	室
          room.floor	int32	层

      =cut
      """
    let glued = """
      请求方式：POST
      请求地址：https://api.example.com/cgi-bin/library/lend?access_token=T
      请求参数
      参数类型是否必须说明
      shelfstring是某架
      modeuint32否式
      返回参数
      参数类型说明
      errcodeint32码
      roomobj室
      room.floorint32层
      """
    let tables = """
      ## 请求地址
      POST https://api.example.com/cgi-bin/library/lend?access_token=T
      ## 请求参数
      ```json
      [{"name": "shelf", "type": "string", "required": true, "desc": "某架"},
       {"name": "mode", "type": "number", "required": false, "desc": "式"}]
      ```
      ## 返回参数
      <param-table :rows='[{"name": "errcode", "type": "int32", "desc": "码"},
        {"name": "room", "type": "object", "desc": "室", "children": [{"name": "floor", "type": "int32", "desc": "层"}]}]'></param-table>
      """
    let feishu = """
      ## 请求
      基本 | &nbsp;
      ---|---
      HTTP URL | https://api.example.com/cgi-bin/library/lend
      HTTP Method | GET

      ### 请求体
      :::html
      <md-table><md-thead><md-tr><md-th>名称</md-th><md-th>类型</md-th><md-th>必填</md-th><md-th>描述</md-th></md-tr></md-thead>
      <md-tr><md-td><md-text type="field-name">shelf</md-text></md-td><md-td>string</md-td><md-td>是</md-td><md-td>某架</md-td></md-tr>
      <md-tr><md-td>mode</md-td><md-td>int</md-td><md-td>否</md-td><md-td>式</md-td></md-tr></md-table>
      :::
      ### 响应体
      <md-dt-table><md-dt-thead><md-dt-tr><md-dt-th>名称</md-dt-th><md-dt-th>类型</md-dt-th><md-dt-th>描述</md-dt-th></md-dt-tr></md-dt-thead>
      <md-dt-tr level="0"><md-dt-td>errcode</md-dt-td><md-dt-td>int</md-dt-td><md-dt-td>码</md-dt-td></md-dt-tr>
      <md-dt-tr level="0"><md-dt-td>room</md-dt-td><md-dt-td>object</md-dt-td><md-dt-td>室</md-dt-td></md-dt-tr>
      <md-dt-tr level="1"><md-dt-td>floor</md-dt-td><md-dt-td>int</md-dt-td><md-dt-td>层</md-dt-td></md-dt-tr></md-dt-table>
      """
    let forms = [
      "markdown": markdown, "reply": reply, "html": html, "pod": pod, "glued": glued, "tables": tables,
      "feishu": feishu,
    ]
    for (name, text) in forms {
      let page = try Self.read(text)
      #expect(page.calls.map(\.name) == ["lend"], "\(name)")
      guard let call = page.calls.first else { continue }
      #expect(Self.paths(call.request).filter { $0 != "access_token" } == ["shelf", "mode"], "\(name)")
      #expect(Self.paths(call.response) == ["errcode", "room", "room.floor"], "\(name)")
      #expect(call.request.tables.first?.rows.first { $0.name == "shelf" }?.required?.marker == .yes, "\(name)")
    }
    let saved = try Self.read(reply)
    #expect(saved.title?.text == "借" && saved.updated == "2023-11-15" && saved.documentID == "3")
    #expect(try Self.read(html).title?.text == "借")
  }

  @Test(
    "A saved reply without a page says why",
    arguments: [
      ("{\"result\": {\"errCode\": -30001, \"message\": \"x\"}}", "captcha (-30001)"), ("{\"data\": {}}", "no member"),
      ("{\"data\": {\"content_md\": ", "not the JSON"), ("{\"errCode\": 42, \"data\": {}}", "code 42"),
    ])
  func refusals(text: String, reason: String) throws {
    let vocabulary = PageVocabulary(CatalogIndex(try Self.catalog()))
    do throws(PageError) {
      _ = try PageReader.read(Array(text.utf8), file: "x", vocabulary: vocabulary)
      Issue.record("it was read")
    } catch { #expect("\(error)".contains(reason)) }
  }

  // MARK: - Events

  private static let events = """
    service: wecom
    events:
      shelf_change:
        summary: Tells that a shelf has changed (书架变更).
        docs: {internal: 7100, updated: 2024-05-06}
        match: {MsgType: event, Event: shelf_change}
        fields:
          ToUserName: {type: string, about: The corp.}
          CreateTime: {type: int64, about: When.}
          ChangeType: {type: ShelfChange, always: true, about: What.}
          ShelfId: {type: [string], about: The shelves.}
    """
  private static let changes = """
    enums:
      ShelfChange:
        raw: string
        about: A change.
        values:
          add_shelf: {name: added, about: It is new.}
          drop_shelf: {name: dropped, about: It is gone.}
    """

  private static func eventPage(
    name: String = "shelf_change", sender: String = "此事件该值固定为sys", values: String = "`add_shelf`-新增，`drop_shelf`-删除",
    nodes: String = ""
  ) -> String {
    """
    ---
    category_id: 7100
    ---
    最后更新：2024/05/06
    ```
    <xml>
     <ToUserName><
    - ![CDATA[toUser]]></ToUserName>
     <FromUserName><![CDATA[sys]]></FromUserName>
     <CreateTime>1348831860</CreateTime>
     <MsgType><![CDATA[event]]></MsgType>
     <Event><![CDATA[\(name)]]></Event>
     <ChangeType><![CDATA[xxx_shelf]]></ChangeType>
     <ShelfId><![CDATA[s1]]></ShelfId>
    </xml>
    ```
    | 参数 | 说明 |
    | --- | --- |
    | ToUserName | 某企业 |
    | FromUserName | \(sender) |
    | CreateTime | 时间 |
    | MsgType | 固定为：event |
    | Event | 固定为：\(name) |
    | ChangeType | 有以下值：\(values) |
    | ShelfId | 书架 |
    \(nodes)
    """
  }

  @Test(
    "A callback's page is compared with the catalog's event",
    arguments: [
      (eventPage(), []), (eventPage(name: "shelf_moved"), ["12:3 path-differs"]),
      (eventPage(sender: "成员UserID"), ["20:3 field-not-in-catalog"]),
      (eventPage(values: "`add_shelf`-新增，`drop_shelf`-删除，`move_shelf`-移动"), ["24:42 value-not-in-catalog"]),
      (eventPage(nodes: "| Reason | 缘由 |"), ["26:3 field-not-in-catalog"]),
      (
        eventPage().replacing("| ShelfId | 书架 |", with: "").replacing(" <ShelfId><![CDATA[s1]]></ShelfId>\n", with: ""),
        ["16:3 field-not-on-page"]
      ),
    ] as [(String, [String])])
  func events(page: String, expected: [String]) throws {
    let catalog = try Self.catalog(["case/events.yaml": Self.events, "case/changes.yaml": Self.changes])
    let found = TinyCatalog.findings(on: page, catalog: catalog)
    #expect(found.map { $0.split(separator: " ").last } == expected.map { $0.split(separator: " ").last }, "\(found)")
    #expect(found.map { $0.split(separator: ":").first } == expected.map { $0.split(separator: ":").first }, "\(found)")
  }

  @Test("A callback's table on a page of calls belongs to the event and to no call")
  func eventTable() throws {
    let page = try Self.read(Self.eventPage() + "\n\n" + Self.page())
    #expect(page.calls.map(\.name) == ["lend"] && Self.paths(page.calls[0].request) == ["shelf"])
    #expect(page.events.count == 1 && page.events[0].rows.count == 7)
    #expect(Self.remarks(page).contains { $0.hasSuffix("event-table") })
  }

  // MARK: - What a page calls in the app around it

  private static let pickers = """
    pickers: example
    service: wecom
    about: What a page calls.
    hosts:
      mini:
        call: "mini.{name}"
        style: callbacks
        message: errMsg
        result: result
        about: A mini-program.
      web:
        call: "web.{name}"
        style: promise
        message: errMsg
        result: result
        about: A web page.
      old:
        call: old.invoke
        style: invoke
        message: err_msg
        result: result
        about: An old web page.
    interfaces:
      pickShelf:
        summary: Lets a person pick a shelf (选书架).
        clients: {ios: 4.0.12, android: 4.0.12}
        hosts:
          web: {docs: {internal: 7200}}
          old: {docs: {internal: 7200}}
        parameters:
          count: {type: uint32, required: true, about: How many.}
        result:
          shelfId: {type: string, always: true, about: The shelf.}
        outcome: ExampleOutcome
        outcomes: [ok]
    """
  private static let outcomes = """
    enums:
      ExampleOutcome:
        raw: string
        about: An outcome.
        values:
          ok: {name: ok, about: It went well.}
    """
  private static let clients = ["case/pickers.yaml": pickers, "case/outcomes.yaml": outcomes]

  private static func imported(_ name: String, _ parameters: String = "count: 1", _ result: String = "shelfId")
    -> String
  {
    """
    ---
    category_id: 7200
    ---
    <!-- import \(name) from @example/sdk -->

    ## 旧版调用
    ```javascript
    old.invoke('\(name)', {
      \(parameters)
    }, function (res) {
      if (res.err_msg == "\(name):ok") {
        var got = res.result.\(result);
      }
    });
    ```
    """
  }

  @Test("A page of an import and a sample documents the interface, its parameters and its result")
  func imports() throws {
    let catalog = try Self.catalog(Self.clients)
    #expect(TinyCatalog.findings(on: Self.imported("pickShelf"), catalog: catalog).isEmpty)
    let asked = TinyCatalog.findings(on: Self.imported("pickShelf", "count: 1, colour: 'x'"), catalog: catalog)
    #expect(asked.map { $0.split(separator: " ").last } == ["field-not-in-catalog"])
    let answered = TinyCatalog.findings(on: Self.imported("pickShelf", "count: 1", "floor"), catalog: catalog)
    #expect(answered == ["12:26 field-not-in-catalog"])
    let draft = try Self.draft(
      Self.imported("pickRoom", "count: 1").replacing("7200", with: "7300"), changed: Self.clients)
    #expect(draft.contains("pickRoom:") && draft.contains("count: {type: uint32") && draft.contains("shelfId:"))
  }

  @Test("A version that the catalog does not name, and words that something goes away, are told")
  func ends() throws {
    let catalog = try Self.catalog(Self.clients)
    let known = Self.imported("pickShelf") + "\n企业微信4.0.12及以上版本支持\n"
    #expect(TinyCatalog.findings(on: known, catalog: catalog).isEmpty)
    let newer = Self.imported("pickShelf") + "\n企业微信4.1.30及以上版本支持\n"
    #expect(TinyCatalog.findings(on: newer, catalog: catalog) == ["16:5 version-not-in-catalog"])
    let field = TinyCatalog.page.replacing("| order | 否 |", with: "| order(后续将废弃) | 否 |")
    #expect(TinyCatalog.findings(on: field, catalog: try Self.catalog()) == ["21:11 deprecation-not-in-catalog"])
    let call = TinyCatalog.page.replacing("**请求示例**", with: "该接口即将废弃\n**请求示例**")
    #expect(TinyCatalog.findings(on: call, catalog: try Self.catalog()) == ["8:4 deprecation-not-in-catalog"])
  }

  @Test("A package's declarations are read as the calls that they declare")
  func declarations() throws {
    let catalog = try Self.catalog(Self.clients)
    func declared(_ members: String, _ result: String = "shelfId: string;") -> String {
      """
      /** What is picked. */
      export interface Picked extends Base { result: { \(result) }; errMsg: string }
      export declare enum Colour { red = 'red', blue = 'blue' }
      /**
       * Picks a shelf.
       */
      export declare function pickShelf(params: {
        /** How many. */
        \(members)
      }, callback?: (res: any) => void): Promise<Picked>;
      """
    }
    #expect(TinyCatalog.findings(on: declared("count: number;"), catalog: catalog).isEmpty)
    #expect(TinyCatalog.findings(on: declared("count?: number;"), catalog: catalog) == ["9:3 required-differs"])
    let more = TinyCatalog.findings(on: declared("count: number; colours?: Colour[]"), catalog: catalog)
    #expect(more == ["9:18 field-not-in-catalog"])
    let less = TinyCatalog.findings(on: declared("count: number;", "floor: 1 | 2"), catalog: catalog)
    #expect(Set(less.map { $0.split(separator: " ").last }) == ["field-not-in-catalog", "field-not-on-page"])
    let draft = try Self.draft(
      declared("count: number; colours?: Colour[]").replacing("pickShelf", with: "pickRoom"), changed: Self.clients)
    #expect(draft.contains("pickRoom:") && draft.contains("red: {name: red") && draft.contains("web: {}"))
  }

  @Test("A page that its title names is drafted with the object that its sample calls the function of")
  func titled() throws {
    let page = """
      ---
      title: "pickDesk"
      source_url: https://open.example.com/document/pickdesk
      ---
      # pickDesk
      ## 输入
      名称 | 数据类型 | 是否必填 | 描述
      --- | --- | --- | ---
      count | number | 是 | 数
      ```js
      mini.pickDesk({
        "count": 1,
        success(res) {}
      });
      ```
      ## 输出
      名称 | 数据类型 | 描述
      --- | --- | ---
      deskId | string | 桌
      """
    let draft = try Self.draft(page, changed: Self.clients)
    #expect(draft.contains("pickDesk:") && draft.contains("mini: {") && draft.contains("deskId:"))
  }
}
