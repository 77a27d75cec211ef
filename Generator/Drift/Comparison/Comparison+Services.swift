import Catalog
import SwiftEmitter

extension Comparison {
  mutating func compareServices() {
    compareTokenKinds()
    let services = Pairing(base.catalog.services, head.catalog.services, by: { $0.id })
    let owner = Subject(family: "services", target: "services")
    for service in services.removed {
      report(
        DriftNoun.service.removed, owner.part(service.id, base: service.position, head: nil), old: service.host,
        symbol: base.symbols.service(service.id))
    }
    for service in services.added {
      report(
        DriftNoun.service.added, owner.part(service.id, base: nil, head: service.position), new: service.host,
        symbol: head.symbols.service(service.id))
    }
    for (old, new) in services.both {
      let subject = owner.part(new.id, base: old.position, head: new.position)
      let symbol = base.symbols.service(old.id)
      reportChange(.serviceHostChanged, subject, old.host, new.host, symbol: symbol)
      reportChange(
        .serviceTokenParameterChanged, subject, old.tokens.first?.name, new.tokens.first?.name, symbol: symbol)
      reportChange(
        .serviceEnvelopeChanged, subject, "\(old.codeField), \(old.messageField)",
        "\(new.codeField), \(new.messageField)", symbol: symbol)
      reportChange(.serviceErrcodeTypeChanged, subject, old.errcodeType, new.errcodeType, symbol: old.errcodeType)
      reportChange(.serviceAPITypeChanged, subject, old.apiType, new.apiType, symbol: old.apiType)
      reportChange(
        .serviceTokenlessChanged, subject, old.tokenless?.rawValue, new.tokenless?.rawValue, symbol: symbol)
      reportText(subject, [old.about, old.docs], [new.about, new.docs], symbol: symbol)
    }
  }

  /// Services share the kinds of tokens of one name. Those of a service that is new, or gone, come and go with it.
  private mutating func compareTokenKinds() {
    let kinds = Pairing(base.tokenKinds, head.tokenKinds, by: { $0.kind.name })
    let lasting = Set(base.catalog.services.map(\.id)).intersection(head.catalog.services.map(\.id))
    let owner = Subject(family: "services", target: "services")
    for (kind, service) in kinds.removed where lasting.contains(service.id) {
      report(
        DriftNoun.tokenKind.removed, owner.part(service.id, "token", base: service.position, head: nil), old: kind.name,
        symbol: base.symbols.tokenKind(kind))
    }
    for (kind, service) in kinds.added where lasting.contains(service.id) {
      report(
        DriftNoun.tokenKind.added, owner.part(service.id, "token", base: nil, head: service.position), new: kind.name,
        symbol: head.symbols.tokenKind(kind))
    }
  }
}

extension CatalogSide {
  /// Each kind of token with the first service that has it.
  fileprivate var tokenKinds: [(kind: TokenKind, service: Service)] {
    var names: Set<String> = []
    return catalog.services.flatMap { service in service.tokens.map { ($0, service) } }
      .filter { names.insert($0.0.name).inserted }
  }
}
