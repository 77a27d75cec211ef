import Catalog
import SwiftEmitter

/// One call as an operation.
struct Operation {
  let endpoint: Endpoint
  /// The family's name in this document.
  let tag: String
  let envelope: Envelope
  /// Whether the document has one service, whose host it names for all calls that go nowhere else.
  let sharesServer: Bool

  private var service: Service { envelope.service }

  var map: YAMLMap {
    var map: YAMLMap = ["operationId": .text(endpoint.id), "tags": [.text(tag)], "summary": .text(endpoint.summary)]
    map.add("description", text: Descriptions.text(about: endpoint.about, deprecated: endpoint.deprecated))
    if endpoint.deprecated != nil { map.add("deprecated", true) }
    map.add(endpoint.documentation.keys(of: service))
    let servers = service.servers(carryingToken: endpoint.carriesToken)
    if !sharesServer || servers.count > 1 { map.add("servers", .list(servers)) }
    map.add("security", .list(security))
    addRequest(to: &map)
    let reply = envelope.reply(endpoint.response)
    map.add(
      "responses",
      [
        "200": [
          "description": .text(envelope.description(errcodes: endpoint.errcodes)),
          "content": ["application/json": ["schema": reply]],
        ]
      ])
    map.add(endpoint.extensions)
    return map
  }

  /// Any one of the kinds of tokens that the call takes, or none, where the network may vouch for the caller.
  private var security: [YAMLValue] {
    let kinds = endpoint.tokens.map { kind -> YAMLValue in [service.scheme(kind): []] }
    return endpoint.carriesToken && service.tokenless != nil ? kinds + [[:]] : kinds
  }

  private func addRequest(to map: inout YAMLMap) {
    switch endpoint.method {
    case .get: map.add("parameters", unlessEmpty: endpoint.request.map { .map(parameter($0)) })
    case .post:
      var schema = envelope.schemas.object(endpoint.request)
      schema.add("oneOf", unlessEmpty: alternatives)
      map.add("requestBody", ["required": true, "content": ["application/json": ["schema": .map(schema)]]])
    }
  }

  private func parameter(_ field: Field) -> YAMLMap {
    var parameter: YAMLMap = ["name": .text(field.name), "in": "query"]
    if field.isRequired { parameter.add("required", true) }
    parameter.add("schema", .map(envelope.schemas.field(field)))
    return parameter
  }

  /// One schema for each alternative: all of its fields, and none of the others'.
  private var alternatives: [YAMLValue] {
    var all: [String] = []
    for field in endpoint.alternatives.joined() where !all.contains(field) { all.append(field) }
    return endpoint.alternatives.map { fields in
      let others = all.filter { !fields.contains($0) }
      return [
        "required": .texts(fields), "not": ["anyOf": .list(others.map { ["required": [.text($0)]] })],
      ]
    }
  }
}

extension Service {
  /// Where calls go: the host and, for calls that may do without their token, the same over plain http where that is allowed.
  func servers(carryingToken: Bool) -> [YAMLValue] {
    let usual: YAMLValue = ["url": .text(host), "description": .text(DocText.stopped(about))]
    guard carryingToken, tokenless == .plainHTTP, host.hasPrefix("https://") else { return [usual] }
    let plain = "http://" + host.dropFirst("https://".count)
    return [
      usual,
      ["url": .text(plain), "description": "Without a token only, where the network vouches for the caller."],
    ]
  }

  /// The name of a token's scheme. Services name their tokens alike, and still do not take each other's.
  func scheme(_ kind: TokenKind) -> String { "\(id).\(kind.name)" }

  /// The tokens: query parameters.
  var schemes: YAMLMap {
    var schemes = YAMLMap()
    for kind in tokens {
      schemes.add(
        scheme(kind),
        [
          "type": "apiKey", "in": "query", "name": .text(kind.name),
          "description": .text("A token of the service `\(id)`."),
        ])
    }
    return schemes
  }
}
