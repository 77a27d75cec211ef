import Catalog
import SwiftEmitter

extension Comparison {
  mutating func compareServices() {
    let services = Pairing(base.catalog.services, head.catalog.services, by: { $0.id })
    let owner = Subject(family: "services", target: "services")
    for service in services.removed {
      report(
        .serviceRemoved, owner.part(service.id, base: service.position, head: nil), old: service.host,
        symbol: base.symbols.service(service.id))
    }
    for service in services.added {
      report(
        .serviceAdded, owner.part(service.id, base: nil, head: service.position), new: service.host,
        symbol: head.symbols.service(service.id))
    }
    for (old, new) in services.both {
      let subject = owner.part(new.id, base: old.position, head: new.position)
      let symbol = base.symbols.service(old.id)
      reportChange(.serviceHostChanged, subject, old.host, new.host, symbol: symbol)
      reportChange(
        .serviceTokenParameterChanged, subject, old.tokenParameter, new.tokenParameter, symbol: symbol)
      reportChange(
        .serviceEnvelopeChanged, subject, "\(old.codeField), \(old.messageField)",
        "\(new.codeField), \(new.messageField)", symbol: symbol)
      reportChange(.serviceErrcodeTypeChanged, subject, old.errcodeType, new.errcodeType, symbol: old.errcodeType)
      reportText(subject, [old.about, old.docs], [new.about, new.docs], symbol: symbol)
    }
  }
}
