import Catalog
import Findings
import SwiftEmitter

/// One of the two catalogs that are compared, with what follows from it as a whole.
struct CatalogSide {
  /// A call with the family and service it belongs to, and its names in Swift.
  struct Call {
    let endpoint: Endpoint
    let family: Family
    let names: SwiftSymbols.Call

    var service: String { family.service }
  }

  /// The calls of which a shared type is part.
  struct Use {
    var sentBy: Set<String> = []
    var answeredBy: Set<String> = []

    func merged(with other: Use?) -> Use {
      Use(
        sentBy: sentBy.union(other?.sentBy ?? []), answeredBy: answeredBy.union(other?.answeredBy ?? []))
    }

    var direction: Finding.Direction {
      sentBy.isEmpty ? .response : answeredBy.isEmpty ? .request : .both
    }

    var calls: [String] { sentBy.union(answeredBy).sorted() }
  }

  let catalog: Catalog
  let symbols: SwiftSymbols
  let calls: [Call]
  /// By the name of the type.
  private(set) var uses: [String: Use] = [:]
  /// The calls whose fields a limit bounds, by the limit's name.
  private(set) var bounded: [String: Set<String>] = [:]
  let objects: [String: ObjectType]
  /// The first page of a call, a client-side interface or an event, by its id.
  private let pages: [String: String]

  init(_ catalog: Catalog) {
    self.catalog = catalog
    let symbols = SwiftSymbols(catalog)
    self.symbols = symbols
    calls = catalog.families.flatMap { family in
      family.endpoints.map {
        Call(endpoint: $0, family: family, names: symbols.call($0, service: family.service))
      }
    }
    objects = Dictionary(catalog.types.map { ($0.name, $0) }) { first, _ in first }
    let callPages = calls.map { (id: $0.endpoint.id, pages: $0.endpoint.documentation.pages, service: $0.service) }
    let eventPages = catalog.events.map { (id: $0.id, pages: $0.documentation.pages, service: $0.service) }
    let links =
      (callPages + eventPages).compactMap { one in
        one.pages.first.map { (one.id, symbols.link($0.page, service: one.service)) }
      }
      + catalog.clients.flatMap { family in
        family.interfaces.compactMap { interface in
          CatalogSide.page(of: Picker(interface: interface, family: family), symbols).map { (interface.id, $0) }
        }
      }
    pages = Dictionary(links, uniquingKeysWith: { first, _ in first })
    for call in calls {
      var seen: Set<String> = []
      note(call.endpoint.request, of: call.endpoint.id, seen: &seen) { $0.sentBy.insert(call.endpoint.id) }
      seen = []
      note(call.endpoint.response, of: call.endpoint.id, seen: &seen) { $0.answeredBy.insert(call.endpoint.id) }
    }
    for interface in catalog.clients.flatMap(\.interfaces) {
      var seen: Set<String> = []
      note(interface.parameters, of: interface.id, seen: &seen) { $0.sentBy.insert(interface.id) }
      seen = []
      note(interface.result + interface.failure, of: interface.id, seen: &seen) { $0.answeredBy.insert(interface.id) }
      uses[interface.outcomeType, default: Use()].answeredBy.insert(interface.id)
    }
    for event in catalog.events {
      var seen: Set<String> = []
      note(event.fields, of: event.id, seen: &seen) { $0.answeredBy.insert(event.id) }
    }
  }

  private mutating func note(
    _ fields: [Field], of id: String, seen: inout Set<String>, _ change: (inout Use) -> Void
  ) {
    for field in fields {
      for limit in field.constraints.limits { bounded[limit.name, default: []].insert(id) }
      if let inner = field.type.inlineFields { note(inner, of: id, seen: &seen, change) }
      guard let name = field.type.declaredName, seen.insert(name).inserted else { continue }
      change(&uses[name, default: Use()])
      if let object = objects[name] { note(object.fields, of: id, seen: &seen, change) }
    }
  }

  /// The first page that documents a call.
  func page(of call: Call) -> String? {
    call.endpoint.documentation.pages.first.map { symbols.link($0.page, service: call.service) }
  }

  /// The link to a page that a limit names: of the service whose calls it bounds, or that document it, too.
  func link(toPage page: String, of limit: Limit) -> String? {
    let bounded = bounded[limit.name] ?? []
    let call = calls.first { call in
      bounded.contains(call.endpoint.id) || call.endpoint.documentation.pages.contains { $0.page == page }
    }
    return (call?.service ?? catalog.services.first?.id).map { symbols.link(page, service: $0) }
  }

  /// The first page of the first of several calls.
  func page(ofCalls ids: [String]) -> String? {
    ids.lazy.compactMap { pages[$0] }.first
  }

  // MARK: - Client-side interfaces

  /// An interface with the family it belongs to.
  struct Picker {
    let interface: ClientInterface
    let family: ClientFamily
  }

  var pickers: [Picker] {
    catalog.clients.flatMap { family in family.interfaces.map { Picker(interface: $0, family: family) } }
  }

  var clientHosts: [(family: ClientFamily, host: ClientHost)] {
    catalog.clients.flatMap { family in family.hosts.map { (family, $0) } }
  }

  /// The first page that documents an interface.
  func page(of picker: Picker) -> String? { CatalogSide.page(of: picker, symbols) }

  private static func page(of picker: Picker, _ symbols: SwiftSymbols) -> String? {
    picker.interface.availability.lazy.compactMap { page(of: $0, in: picker.family, symbols) }.first
  }

  /// The first page that documents an interface in one of its hosts.
  func page(of offer: ClientInterface.Availability, in family: ClientFamily) -> String? {
    CatalogSide.page(of: offer, in: family, symbols)
  }

  private static func page(
    of offer: ClientInterface.Availability, in family: ClientFamily, _ symbols: SwiftSymbols
  ) -> String? {
    guard let page = offer.documentation.pages.first?.page, let service = family.service else { return offer.link }
    return symbols.link(page, service: service)
  }
}

extension Field.Constraints {
  /// The limits that it names.
  fileprivate var limits: [Limit] {
    let ends = [items, range, length, bytes].flatMap { [$0?.lower, $0?.upper] } + [weightBound]
    return (ends.compactMap { $0 } + quotas.map(\.bound)).compactMap(\.limit)
  }
}

/// What stands on both sides of a comparison, and what on one only.
struct Pairing<Element> {
  private(set) var both: [(base: Element, head: Element)] = []
  private(set) var removed: [Element]
  private(set) var added: [Element]

  /// Pairs elements by the first key; what is left, by the second, and so on.
  ///
  /// A key pairs only if it occurs once on each side: a guess that could go two ways is none.
  init(_ base: [Element], _ head: [Element], by keys: (Element) -> String?...) {
    removed = base
    added = head
    for key in keys { pair(by: key) }
  }

  private mutating func pair(by key: (Element) -> String?) {
    if removed.isEmpty || added.isEmpty { return }
    let old = indices(of: removed, by: key)
    let new = indices(of: added, by: key)
    var pairs: [(old: Int, new: Int)] = []
    for (name, places) in old where places.count == 1 {
      if let others = new[name], others.count == 1 { pairs.append((places[0], others[0])) }
    }
    pairs.sort { $0.old < $1.old }
    both += pairs.map { (removed[$0.old], added[$0.new]) }
    let (goneOld, goneNew) = (Set(pairs.map(\.old)), Set(pairs.map(\.new)))
    removed = removed.indices.filter { !goneOld.contains($0) }.map { removed[$0] }
    added = added.indices.filter { !goneNew.contains($0) }.map { added[$0] }
  }

  private func indices(of elements: [Element], by key: (Element) -> String?) -> [String: [Int]] {
    var result: [String: [Int]] = [:]
    for index in elements.indices {
      if let name = key(elements[index]) { result[name, default: []].append(index) }
    }
    return result
  }
}
