import Findings
@testable import Catalog
@testable import DocPages

/// A small catalog, so that a test can say on one screen what a page is compared with.
enum TinyCatalog {
  static let files: [String: String] = [
    "catalog.yaml": """
    format: 1
    services:
      wecom:
        about: A server.
        host: https://api.example.com
        docs: https://docs.example.com/path/{page}
        token: [access_token]
        envelope: {code: errcode, message: errmsg}
        swift: ExampleErrcode
    files:
      - case/calls.yaml
      - case/types.yaml
      - case/enums.yaml
      - case/errcodes.yaml
      - case/limits.yaml
    """,
    "case/calls.yaml": """
    family: calls
    about: Calls of a library.
    endpoints:
      shelf_list:
        summary: Lists the books of a shelf (书架).
        path: /cgi-bin/library/shelf_list
        docs: {internal: 7001, updated: 2024-05-06}
        effect: read
        request:
          shelf: {type: string, required: true, about: The shelf.}
          order: {type: BookOrder, about: The order.}
          limit: {type: uint32, range: [1, shelf_size], about: How many.}
        response:
          more: {type: bool, about: Whether there are more.}
          books: {type: [Book], about: The books.}
          room:
            about: The room.
            object:
              floor: {type: int32, about: The floor.}
        errcodes: [5001]
    """,
    "case/types.yaml": """
    types:
      Book:
        about: A book.
        fields:
          isbn: {type: string, about: The number.}
          pages: {type: uint32, about: How many pages.}
    """,
    "case/enums.yaml": """
    enums:
      BookOrder:
        raw: uint32
        about: An order.
        values:
          1: {name: by_title, about: By title.}
          2: {name: by_author, about: By author.}
    """,
    "case/errcodes.yaml": """
    errcodes:
      5001: {name: no_shelf, about: There is no such shelf., action: fatal}
    """,
    "case/limits.yaml": """
    limits:
      shelf_size: {value: 40, unit: count, docs: 7001, about: The most books.}
    """,
  ]

  /// The catalog with some files written otherwise, and what is wrong with it.
  static func load(_ changed: [String: String] = [:]) -> (catalog: Catalog?, diagnostics: [Diagnostic]) {
    var files = files
    for (path, text) in changed {
      files[path] = text
      if path != "catalog.yaml", let listed = files["catalog.yaml"], !listed.contains(path) {
        files["catalog.yaml"] = listed + "\n  - \(path)"
      }
    }
    return Catalog.load(files: files.mapValues { Array(($0 + "\n").utf8) })
  }

  /// A page that says what the catalog says.
  static let page = """
    ---
    title: "Shelves"
    source_url: https://docs.example.com/path/7001
    ---
    最后更新于 2024/05/06
    **请求方式**: POST(**HTTPS**)
    **请求地址**: https://api.example.com/cgi-bin/library/shelf_list?access_token=TOKEN
    **请求示例**
    ```json
    {
      "shelf": "S",
      "order": 1,
      "limit": 10
    }
    ```
    **参数说明:**
    | 参数 | 必须 | 类型 | 说明 |
    | --- | --- | --- | --- |
    | access_token | 是 | string | 凭证 |
    | shelf | 是 | string | 某架 |
    | order | 否 | uint32 | 次序, 1:甲 2:乙 |
    | limit | 否 | uint32 | 条数, 不超过40 |

    **返回结果**
    ```json
    {
      "errcode": 0,
      "errmsg": "ok",
      "more": true,
      "books": [{"isbn": "N", "pages": 3}],
      "room": {"floor": 2}
    }
    ```
    **参数说明:**
    | 参数 | 类型 | 说明 |
    | --- | --- | --- |
    | errcode | int32 | 码 |
    | errmsg | string | 话 |
    | more | bool | 还有 |
    | books | obj[] | 书 |
    | books.isbn | string | 号 |
    | books.pages | uint32 | 页 |
    | room | obj | 室 |
    | room.floor | int32 | 层 |

    """

  /// What is found on a page, as `line:column id`.
  static func findings(on page: String, catalog: Catalog, above level: FindingLevel = .info) -> [String] {
    let report = PageCheck.run(pages: [("page.md", Array(page.utf8))], catalog: catalog)
    return report.findings.filter { $0.level > level }.map { "\($0.page.line):\($0.page.column) \($0.rule.id)" }
  }
}
