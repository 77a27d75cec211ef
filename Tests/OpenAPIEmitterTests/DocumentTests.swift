import Catalog
import Testing

@testable import OpenAPIEmitter

@Suite("OpenAPI documents")
struct DocumentTests {
  private static let goods = """
    family: goods
    service: shop
    about: What can be bought.
    metered: true
    endpoints:
      order:
        summary: Orders goods (订购).
        about: Once only.
        path: /goods/order
        docs: {internal: 7, agency: 8, updated: 2026-01-02}
        effect: create
        exactly-one-of: [[name], [shelf, row]]
        request:
          name: {type: string, length: [1, null], weight: name_weight, about: What., term: 名称}
          shelf: {type: Shelf, about: Where.}
          row: {type: uint32, range: [1, 9], about: Which row.}
          picture: {type: base64, bytes: [null, 4], about: What it looks like.}
        response:
          number: {type: uint64, always: true, accepts: [string], about: The order.}
        errcodes: [4]
      prices:
        summary: Tells prices.
        path: /goods/prices
        method: GET
        token: none
        docs: {internal: 9}
        effect: read
        request:
          secret: {type: secret, required: true, about: What opens the list.}
    """
  private static let rest = [
    "identifiers:\n  Shelf: {raw: string, about: A shelf.}\n",
    "errcodes:\n  4: {name: sold_out, about: Nothing is left., action: fatal, advice: Come again.}\nservice: shop\n",
    "limits:\n  name_weight: {value: 20, unit: count, about: How long a name may be.}\n",
  ]

  private func document(service: String? = nil) throws -> String {
    OpenAPIEmitter.text(
      for: try Documents.catalog(of: Self.goods, Self.rest[0], Self.rest[1], Self.rest[2]), service: service)
  }

  @Test("A call has what the catalog says of it: request, bounds, alternatives, reply, and keys of its own")
  func call() throws {
    let expected = """
      post:
        operationId: order
        tags:
          - goods
        summary: "Orders goods (订购)."
        description: "Once only."
        externalDocs:
          url: "https://shop.example/7"
        x-documentation:
          - kind: internal
            url: "https://shop.example/7"
          - kind: agency
            url: "https://shop.example/8"
        x-documentation-updated: "2026-01-02"
        servers:
          - url: "https://shop.example"
            description: "A shop."
          - url: "http://shop.example"
            description: "Without a token only, where the network vouches for the caller."
        security:
          - shop.key: []
          - {}
        requestBody:
          required: true
          content:
            application/json:
              schema:
                type: object
                properties:
                  name:
                    type: string
                    minLength: 1
                    maxLength: 20
                    x-max-weight: 20
                    description: "What (名称)."
                    x-limits:
                      x-max-weight: name_weight
                  shelf:
                    $ref: "#/components/schemas/Shelf"
                    description: Where.
                  row:
                    type: integer
                    format: uint32
                    minimum: 1
                    maximum: 9
                    description: "Which row."
                  picture:
                    type: string
                    contentEncoding: base64
                    maxLength: 8
                    x-max-bytes: 4
                    description: "What it looks like."
                oneOf:
                  - required:
                      - name
                    not:
                      anyOf:
                        - required:
                            - shelf
                        - required:
                            - row
                  - required:
                      - shelf
                      - row
                    not:
                      anyOf:
                        - required:
                            - name
        responses:
          "200":
            description: "What was asked for, or a refusal, such as 4 (`sold_out`)."
            content:
              application/json:
                schema:
                  oneOf:
                    - type: object
                      properties:
                        code:
                          type: integer
                          const: 0
                          description: "0 or absent: the call was taken."
                        text:
                          type: string
                        number:
                          type:
                            - integer
                            - string
                          format: uint64
                          pattern: "^-?[0-9]+$"
                          minimum: 0
                          description: "The order."
                      required:
                        - number
                    - $ref: "#/components/schemas/shop.Refusal"
        x-effect: create
        x-repeatable: false
        x-metered: true
        x-app-kinds:
          - internal
          - agency
        x-errcodes:
          - 4
      """
    #expect(try Documents.section("/goods/order:", of: document(service: "shop")) == expected)
  }

  @Test("A request of GET goes in the query, and a call without a token goes over plain http nowhere")
  func query() throws {
    let call = try Documents.section("/goods/prices:", of: document(service: "shop"))
    #expect(
      try Documents.section("parameters:", of: call)
        == """
        - name: secret
          in: query
          required: true
          schema:
            type: string
            format: password
            description: "What opens the list."
        """)
    #expect(call.contains("  security: []\n") && !call.contains("servers:"))
    #expect(
      try Documents.section("servers:", of: document(service: "shop")).hasPrefix("- url: \"https://shop.example\""))
    let besideOthers = try Documents.section("/goods/prices:", of: document())
    #expect(try Documents.section("servers:", of: besideOthers).split(separator: "- url").count == 1)
  }

  @Test("Errcodes and a refusal's form are the service's own")
  func errcodes() throws {
    let text = try document()
    let codes = """
      "4":
        name: sold_out
        about: "Nothing is left."
        action: fatal
        advice: "Come again."
      """
    #expect(try Documents.section("x-errcodes:", of: Documents.section("shop.Errcode:", of: text)) == codes)
    #expect(try Documents.section("shop.Refusal:", of: text).contains("$ref: \"#/components/schemas/shop.Errcode\""))
    #expect(try !Documents.section("bank.Errcode:", of: text).contains("x-errcodes"))
    #expect(try Documents.section("bank.key:", of: text).hasPrefix("type: apiKey\nin: query\nname: key\n"))
  }

  @Test("Services that have the same path and method have a place each, and name their own host there")
  func samePath() throws {
    let loan = """
      family: loans
      service: bank
      about: What can be lent.
      endpoints:
        loan:
          summary: Lends money.
          path: /goods/order
          docs: {internal: 7}
          effect: create
      """
    let text = OpenAPIEmitter.text(
      for: try Documents.catalog(of: Self.goods, loan, Self.rest[0], Self.rest[1], Self.rest[2]))
    let first = try Documents.section("/goods/order:", of: text)
    let second = try Documents.section("\"/goods/order#bank\":", of: text)
    #expect(first.contains("operationId: order\n") && first.contains("url: \"https://shop.example\""))
    #expect(second.contains("operationId: loan\n") && second.contains("url: \"https://bank.example\""))
  }

  @Test("An event is a webhook whose message is XML")
  func webhook() throws {
    let events = """
      events:
        sold_out:
          summary: Tells that nothing is left.
          docs: {internal: 10}
          match: {MsgType: event}
          fields:
            Goods: {type: [string], about: What is gone.}
            Time: {type: int64, always: true, unit: unix-seconds, about: Since when.}
      service: bank
      """
    let text = OpenAPIEmitter.text(for: try Documents.catalog(of: events))
    let message = """
      type: object
      xml:
        name: xml
      properties:
        MsgType:
          type: string
          const: event
        Goods:
          type: array
          items:
            type: string
          description: "What is gone."
        Time:
          type: integer
          format: int64
          description: "Since when."
          x-unit: unix-seconds
      required:
        - MsgType
        - Time
      """
    #expect(try Documents.section("schema:", of: Documents.section("sold_out:", of: text)) == message)
  }

  @Test("Every reference leads to a schema, and every schema is used", arguments: Documents.folders)
  func references(_ folder: String) throws {
    let catalog = try Documents.catalog(folder)
    for service in [nil] + catalog.services.map(\.id) {
      let text = OpenAPIEmitter.text(for: catalog, service: service)
      let used = Set(text.matches(of: /\$ref: "#\/components\/schemas\/([^"]+)"/).map { String($0.1) })
      let names = try Documents.section("schemas:", of: Documents.section("components:", of: text))
        .split(separator: "\n").filter { !$0.hasPrefix(" ") }.map { String($0.dropLast()) }
      #expect(Set(names) == used && names.count == used.count, "\(service ?? "all")")
    }
  }

  @Test(
    "Each call and each event stands once in the document of all, and in that of its service",
    arguments: Documents.folders)
  func completeness(_ folder: String) throws {
    let catalog = try Documents.catalog(folder)
    for service in [nil] + catalog.services.map(\.id) {
      let ids = OpenAPIEmitter.text(for: catalog, service: service).matches(of: /operationId: "?([^"\n]+)/)
        .map { String($0.1) }
      let families = catalog.families.filter { service == nil || $0.service == service }
      #expect(ids == families.flatMap(\.endpoints).map(\.id))
    }
  }
}
