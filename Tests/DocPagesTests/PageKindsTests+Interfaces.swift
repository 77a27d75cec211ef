import Testing

@testable import Catalog
@testable import DocPages

/// Events, and what a page calls in the app around it.
extension PageKindsTests {
  static let events = """
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
  static let changes = """
    enums:
      ShelfChange:
        raw: string
        about: A change.
        values:
          add_shelf: {name: added, about: It is new.}
          drop_shelf: {name: dropped, about: It is gone.}
    """

  static func eventPage(
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

  static let pickers = """
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
  static let outcomes = """
    enums:
      ExampleOutcome:
        raw: string
        about: An outcome.
        values:
          ok: {name: ok, about: It went well.}
    """
  static let clients = ["case/pickers.yaml": pickers, "case/outcomes.yaml": outcomes]

  static func imported(_ name: String, _ parameters: String = "count: 1", _ result: String = "shelfId")
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
    // What a page of the promise style hands over besides is code.
    let functions = try Self.draft(
      Self.imported("pickRoom", "count: 1, success(res) {}, fail: function (res) {}, done: (res) => {}")
        .replacing("7200", with: "7300"), changed: Self.clients)
    for name in ["success", "fail", "done"] {
      #expect(functions.contains("# Left out: '\(name)'") && !functions.contains("\(name): {"), "\(functions)")
    }
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
