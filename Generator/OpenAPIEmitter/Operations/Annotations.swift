import Catalog

extension Endpoint {
  /// What OpenAPI has no keys for.
  var extensions: YAMLMap {
    var map: YAMLMap = [
      "x-effect": .text(effect.rawValue), "x-repeatable": .bool(isRepeatable),
    ]
    map.add("x-repeatable-why", text: repeatableWhy)
    if isMetered { map.add("x-metered", true) }
    if hasBareReply { map.add("x-bare-reply", true) }
    map.add("x-app-kinds", unlessEmpty: apps.map { .text($0.rawValue) })
    map.add("x-errcodes", unlessEmpty: errcodes.map { .number(Int64($0)) })
    map.add("x-paging", paging.map { .map($0.map) })
    map.add("x-blocks", blocks.map { .map($0.map) })
    return map
  }
}

extension Endpoint.Paging {
  fileprivate var map: YAMLMap {
    var map: YAMLMap = ["from": .text(from), "next": .text(next), "more": .text(more), "items": .texts(items)]
    guard let overlap else { return map }
    map.add("size", text: overlap.size)
    map.add("identity", text: overlap.identity)
    map.add("order", .texts(overlap.order))
    return map
  }
}

extension Endpoint.BlockUpload {
  fileprivate var map: YAMLMap {
    var map: YAMLMap = [
      "part": .text(part.text), "finish": .text(finish.text), "size": .text(size.text), "digests": .text(digests.text),
      "exists": .text(exists.text), "key": .text(key.text), "index": .text(index.text), "content": .text(content.text),
      "result": .text(result.text),
    ]
    map.add("expired", unlessEmpty: expired.map { .number(Int64($0)) })
    return map
  }
}

extension Endpoint.Documentation {
  /// The first page, which tools show, and all pages with the kinds of app that each is for.
  func keys(of service: Service) -> YAMLMap {
    var map = YAMLMap()
    let links = pages.map { kind, page in (kind: kind.rawValue, url: service.link(toPage: page)) }
    map.add("externalDocs", links.first.map { ["url": .text($0.url)] })
    map.add("x-documentation", unlessEmpty: links.map { ["kind": .text($0.kind), "url": .text($0.url)] })
    map.add("x-documentation-updated", text: updated)
    return map
  }
}
