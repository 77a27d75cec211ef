import Catalog
import SwiftEmitter

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
