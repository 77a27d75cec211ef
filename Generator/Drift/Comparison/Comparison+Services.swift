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

extension Comparison {
  mutating func compareEvents() {
    let events = Pairing(base.catalog.events, head.catalog.events, by: { $0.id }, { $0.signature })
    for event in events.removed {
      report(
        DriftNoun.event.removed, subject(event, base: event.position, head: nil), old: event.signature,
        symbol: GeneratedNames.type(of: event))
    }
    for event in events.added {
      report(
        DriftNoun.event.added, subject(event, base: nil, head: event.position), new: event.signature,
        symbol: GeneratedNames.type(of: event))
    }
    for (old, new) in events.both {
      let subject = subject(new, base: old.position, head: new.position)
      let (was, now) = (GeneratedNames.type(of: old), GeneratedNames.type(of: new))
      reportTraits(
        DriftNoun.event.traits, subject, symbol: was, swiftName: (was, now), identity: (old.id, new.id),
        deprecated: (old.deprecated, new.deprecated))
      reportChange(.eventServiceChanged, subject, old.service, new.service, symbol: was)
      reportChange(.eventSignatureChanged, subject, old.signature, new.signature, symbol: was)
      let deprecation = Self.rewording(old.deprecated, new.deprecated)
      reportText(
        subject, [old.summary, old.about, deprecation.old], [new.summary, new.about, deprecation.new], symbol: was)
      reportPages(subject, Pages(old.documentation), Pages(new.documentation), symbol: was)
      var fields = subject.part("fields", base: nil, head: nil)
      fields.direction = .response
      compareFields(
        old.fields, new.fields,
        in: FieldScope(subject: fields, direction: .response, baseOwner: was, headOwner: now))
    }
  }

  private func subject(_ event: Event, base: Position?, head: Position?) -> Subject {
    let page = event.documentation.pages.first.map {
      (head == nil ? self.base : self.head).symbols.link($0.page, service: event.service)
    }
    return Subject(family: "events", target: "events.\(event.id)", page: page, base: base, head: head)
  }
}

extension Event {
  /// `Event wedrive_file_change, MsgType event`
  fileprivate var signature: String { match.map { "\($0.node) \($0.text)" }.sorted().joined(separator: ", ") }
}
