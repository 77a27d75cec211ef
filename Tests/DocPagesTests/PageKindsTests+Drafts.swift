import Testing

@testable import Catalog
@testable import DocPages

/// Drafts, and the forms in which pages are saved.
extension PageKindsTests {
  @Test("A draft goes to the service of its host, and nothing is drafted for a host of no service")
  func services() throws {
    let foreign = Self.page().replacing("api.example.com", with: "api.example.org")
    #expect(try Self.draft(Self.page()).contains("# a call: case/calls.yaml"))
    #expect(try !Self.draft(foreign).contains("# a call"))
    let report = PageCheck.run(pages: [("page.md", Array(foreign.utf8))], catalog: try Self.catalog())
    #expect(report.findings.contains { $0.text.contains("no service of the catalog has the host 'api.example.org'") })
    // A host whose form says nothing either.
    let odd = Self.page().replacing("api.example.com", with: "library.example.org")
    #expect(try !Self.draft(odd).contains("# a call"))
    #expect(
      try Self.read(odd).remarks.contains { $0.text.contains("has the host 'library.example.org'") && $0.at.line == 2 })
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

  static let answer = "| room | obj | 室 |\n| room.floor | int32 | 层 |"

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
}
