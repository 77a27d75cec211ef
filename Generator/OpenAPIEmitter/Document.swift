import Catalog
import SwiftEmitter

/// The OpenAPI document of some services of a catalog.
///
/// Families, calls and types keep the catalog's order. Types that no call and no event of these services has are left out, and
/// so are client-side interfaces, which are not HTTP.
struct Document {
  private let services: [Service]
  private let families: [Family]
  private let events: [Event]
  private let types: [ObjectType]
  private let identifiers: [IdentifierType]
  private let enums: [EnumType]
  private let envelopes: [String: Envelope]
  private let schemas: Schemas

  /// - Parameter isIncluded: Whether a service belongs in the document.
  init(_ catalog: Catalog, where isIncluded: (Service) -> Bool) {
    let services = catalog.services.filter(isIncluded)
    let ids = Set(services.map(\.id))
    let schemas = Schemas(types: DeclaredTypes(catalog))
    self.services = services
    self.schemas = schemas
    families = catalog.families.filter { ids.contains($0.service) }
    events = catalog.events.filter { ids.contains($0.service) }
    types = catalog.types
    identifiers = catalog.identifiers
    enums = catalog.enums
    envelopes = Dictionary(
      services.map { service in
        let codes = catalog.errcodes.first { $0.service == service.id }?.codes ?? []
        return (service.id, Envelope(service: service, errcodes: codes, schemas: schemas))
      }, uniquingKeysWith: { first, _ in first })
  }

  private var hasSeveralServices: Bool { services.count > 1 }

  var map: YAMLMap {
    var map: YAMLMap = ["openapi": "3.1.0", "info": .map(info)]
    if !hasSeveralServices {
      map.add("servers", unlessEmpty: services.flatMap { $0.servers(carryingToken: false) })
    }
    map.add(
      "tags", unlessEmpty: families.map { ["name": .text(tag($0)), "description": .text(DocText.stopped($0.about))] })
    map.add("paths", .map(paths))
    map.add("webhooks", unlessEmpty: webhooks)
    map.add("components", .map(components))
    return map
  }

  /// A catalog has no version of its own; what it says is as new as the newest page that it was written after.
  private var info: YAMLMap {
    let documented = families.flatMap { $0.endpoints.map(\.documentation) } + events.map(\.documentation)
    let description = services.map { "`\($0.id)`: \(DocText.stopped($0.about))" }.joined(separator: "\n\n")
    return [
      "title": .text(services.map(\.id).joined(separator: " and ")), "description": .text(description),
      "version": .text(documented.compactMap(\.updated).max() ?? "0"),
    ]
  }

  private func tag(_ family: Family) -> String {
    hasSeveralServices ? "\(family.service)/\(family.name)" : family.name
  }

  /// The calls by path. Two services may have the same path and method, for which OpenAPI has one place only: the later one's
  /// path then ends with `#` and the service, which is no part of what is sent.
  private var paths: YAMLMap {
    var order: [String] = []
    var items: [String: YAMLMap] = [:]
    var taken: Set<String> = []
    for family in families {
      guard let envelope = envelopes[family.service] else { continue }
      for endpoint in family.endpoints {
        let method = endpoint.method.rawValue.lowercased()
        let isFree = taken.insert("\(method) \(endpoint.path)").inserted
        let path = isFree ? endpoint.path : "\(endpoint.path)#\(family.service)"
        let operation = Operation(
          endpoint: endpoint, tag: tag(family), envelope: envelope, sharesServer: !hasSeveralServices)
        if items[path] == nil { order.append(path) }
        items[path, default: [:]].add(method, .map(operation.map))
      }
    }
    var paths = YAMLMap()
    for path in order { paths.add(path, items[path].map { .map($0) }) }
    return paths
  }

  private var webhooks: YAMLMap {
    var webhooks = YAMLMap()
    for event in events {
      guard let service = envelopes[event.service]?.service else { continue }
      webhooks.add(event.id, .map(Webhook(event: event, service: service, schemas: schemas).map))
    }
    return webhooks
  }

  private var components: YAMLMap {
    let fields = families.flatMap { $0.endpoints.flatMap { $0.request + $0.response } } + events.flatMap(\.fields)
    let used = schemas.types.reachable(from: fields)
    var declared = YAMLMap()
    for type in types where used.contains(type.name) {
      declared.add(type.name, .map(schemas.object(type.fields, description: DocText.stopped(type.about))))
    }
    for type in identifiers where used.contains(type.name) { declared.add(type.name, .map(schemas.component(type))) }
    for type in enums where used.contains(type.name) { declared.add(type.name, .map(schemas.component(type))) }
    for service in services { declared.add(envelopes[service.id]?.components ?? [:]) }
    var schemes = YAMLMap()
    for service in services { schemes.add(service.schemes) }
    return ["schemas": .map(declared), "securitySchemes": .map(schemes)]
  }
}
