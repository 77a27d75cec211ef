import Catalog
import Findings
import SwiftEmitter

extension Comparison {
  mutating func comparePickers() {
    let pairing = Pairing(
      base.pickers, head.pickers, by: { $0.interface.id }, { $0.interface.swiftName })
    for picker in pairing.removed {
      let interface = picker.interface
      report(
        DriftNoun.picker.removed, subject(picker, base: interface.position, head: nil), symbol: interface.swiftName)
    }
    for picker in pairing.added {
      let interface = picker.interface
      report(DriftNoun.picker.added, subject(picker, base: nil, head: interface.position), symbol: interface.swiftName)
    }
    for (old, new) in pairing.both {
      let subject = subject(new, base: old.interface.position, head: new.interface.position)
      comparePicker(old.interface, new.interface, subject)
      compareConditions(old.interface, new.interface, subject)
      compareOffers(old, new, subject)
      compareParts(old.interface, new.interface, subject)
    }
  }

  private func subject(_ picker: CatalogSide.Picker, base: Position?, head: Position?) -> Subject {
    let side = head == nil ? self.base : self.head
    return Subject(
      family: "pickers", target: "pickers.\(picker.interface.id)", page: side.page(of: picker), base: base, head: head)
  }

  private mutating func comparePicker(_ old: ClientInterface, _ new: ClientInterface, _ subject: Subject) {
    let symbol = old.swiftName
    reportTraits(
      DriftNoun.picker.traits, subject, symbol: symbol, swiftName: (old.swiftName, new.swiftName),
      identity: (old.id, new.id), apps: (old.apps, new.apps), deprecated: (old.deprecated, new.deprecated))
    let outcome = names.renamed[old.outcomeType] ?? old.outcomeType
    reportChange(.pickerOutcomeTypeChanged, subject, outcome, new.outcomeType, symbol: "\(symbol).Outcome")
    reportSets(.pickerOutcomeUnlisted, .pickerOutcomeListed, subject, old.outcomes, new.outcomes, symbol: symbol)
    reportChange(
      .pickerExpiryChanged, subject.part("expiry", base: nil, head: nil), old.lives, new.lives, symbol: symbol)
    let deprecation = Self.rewording(old.deprecated, new.deprecated)
    reportText(
      subject, [old.summary, old.about, deprecation.old], [new.summary, new.about, deprecation.new], symbol: symbol)
  }

  private mutating func compareConditions(_ old: ClientInterface, _ new: ClientInterface, _ subject: Subject) {
    let subject = subject.part("conditions", base: old.conditions.first?.position, head: new.conditions.first?.position)
    reportSets(
      .pickerParameterAdmitted, .pickerParameterRefused, subject, old.conditions.flatMap { $0.told(\.refused) },
      new.conditions.flatMap { $0.told(\.refused) }, symbol: old.swiftName)
    reportSets(
      .pickerParameterHeeded, .pickerParameterIgnored, subject, old.conditions.flatMap { $0.told(\.ignored) },
      new.conditions.flatMap { $0.told(\.ignored) }, symbol: old.swiftName)
  }

  private mutating func compareParts(_ old: ClientInterface, _ new: ClientInterface, _ subject: Subject) {
    func scope(_ part: String, _ direction: Finding.Direction, _ type: String) -> FieldScope {
      var subject = subject.part(part, base: nil, head: nil)
      subject.direction = direction
      return FieldScope(
        subject: subject, direction: direction, baseOwner: old.swiftName + type, headOwner: new.swiftName + type)
    }
    compareFields(old.parameters, new.parameters, in: scope("parameters", .request, ""))
    compareFields(old.result, new.result, in: scope("result", .response, ".Answer"))
    compareFields(old.failure, new.failure, in: scope("failure", .response, ".Failure"))
  }
}

extension ClientInterface.Condition {
  /// `hint with mode single`: each of the parameters, and beside what.
  fileprivate func told(_ parameters: KeyPath<Self, [String]>) -> [String] {
    let values = values.map { "\($0.field) \($0.value)" }.sorted().joined(separator: " and ")
    return self[keyPath: parameters].sorted().map { "\($0) with \(values)" }
  }
}

extension ClientInterface {
  fileprivate var lives: String? {
    let lives = expiries.map { "\($0.ticket) by \($0.seconds)" }
    return lives.isEmpty ? nil : lives.sorted().joined(separator: ", ")
  }
}

extension Comparison {
  mutating func compareClientHosts() {
    let hosts = Pairing(
      base.clientHosts, head.clientHosts, by: { "\($0.family.name) \($0.host.id)" }, { $0.host.id },
      { $0.host.swiftName })
    for host in hosts.removed {
      report(
        DriftNoun.clientHost.removed, subject(host.host, base: host.host.position, head: nil), old: host.host.function,
        symbol: "ClientHost.\(host.host.swiftName)")
    }
    for host in hosts.added {
      report(
        DriftNoun.clientHost.added, subject(host.host, base: nil, head: host.host.position), new: host.host.function,
        symbol: "ClientHost.\(host.host.swiftName)")
    }
    for (old, new) in hosts.both.map({ ($0.base.host, $0.head.host) }) {
      let subject = subject(new, base: old.position, head: new.position)
      let symbol = "ClientHost.\(old.swiftName)"
      reportTraits(
        DriftNoun.clientHost.traits, subject, symbol: symbol, swiftName: (old.swiftName, new.swiftName),
        identity: (old.id, new.id))
      reportChange(.clientHostCallChanged, subject, old.call, new.call, symbol: symbol)
      reportChange(.clientHostAnswerChanged, subject, old.answer, new.answer, symbol: symbol)
      reportText(subject, [old.about], [new.about], symbol: symbol)
    }
  }

  private func subject(_ host: ClientHost, base: Position?, head: Position?) -> Subject {
    Subject(family: "pickers", target: "hosts.\(host.id)", base: base, head: head)
  }

  /// Where an interface is offered, by whom, and where that is documented.
  mutating func compareOffers(_ old: CatalogSide.Picker, _ new: CatalogSide.Picker, _ subject: Subject) {
    let symbol = old.interface.swiftName
    let places = Pairing(old.offers, new.offers, by: { $0.offer.host }, { $0.constant })
    for (place, _) in places.removed {
      var part = subject.part("hosts", place.host, base: place.position, head: nil)
      part.page = base.page(of: place, in: old.family) ?? part.page
      report(DriftNoun.pickerHost.removed, part, symbol: symbol)
    }
    for (place, _) in places.added {
      var part = subject.part("hosts", place.host, base: nil, head: place.position)
      part.page = head.page(of: place, in: new.family) ?? part.page
      report(DriftNoun.pickerHost.added, part, symbol: symbol)
    }
    for (was, now) in places.both.map({ ($0.base.offer, $0.head.offer) }) {
      var part = subject.part("hosts", now.host, base: was.position, head: now.position)
      part.page = head.page(of: now, in: new.family) ?? part.page
      reportChange(.pickerFlagFormChanged, part, was.numbers, now.numbers, symbol: symbol)
      compareClients(was.clients, now.clients, part, symbol: symbol)
      reportPages(
        part, Pages(was.documentation, of: old.family.service, link: was.link),
        Pages(now.documentation, of: new.family.service, link: now.link), symbol: symbol)
    }
  }

  /// A platform whose first version went up and whose system went down is in both findings.
  private mutating func compareClients(
    _ old: [ClientInterface.Availability.Client], _ new: [ClientInterface.Availability.Client], _ subject: Subject,
    symbol: String
  ) {
    let platforms = Pairing(old, new, by: { $0.platform })
    // Where no clients are named, nothing is known to be refused.
    let (wasOpen, isOpen) = (old.isEmpty, new.isEmpty)
    let narrowed = platforms.both.filter { $0.head.isNarrower(than: $0.base) }
    let widened = platforms.both.filter { $0.base.isNarrower(than: $0.head) }
    let fewer = (isOpen ? [] : platforms.removed) + narrowed.map(\.base)
    let later = (wasOpen ? platforms.added : []) + narrowed.map(\.head)
    if !fewer.isEmpty || !later.isEmpty {
      report(
        .pickerClientsNarrowed, subject, old: fewer.isEmpty ? "any" : fewer.text,
        new: later.isEmpty ? nil : later.text, symbol: symbol)
    }
    let more = (wasOpen ? [] : platforms.added) + widened.map(\.head)
    let earlier = (isOpen ? platforms.removed : []) + widened.map(\.base)
    if !more.isEmpty || !earlier.isEmpty {
      report(
        .pickerClientsWidened, subject, old: earlier.isEmpty ? nil : earlier.text,
        new: more.isEmpty ? "any" : more.text, symbol: symbol)
    }
  }
}

extension CatalogSide.Picker {
  /// Where it is offered, each with the constant of the host: what a host is called when its id has changed.
  fileprivate var offers: [(offer: ClientInterface.Availability, constant: String?)] {
    interface.availability.map { offer in (offer, family.hosts.first { $0.id == offer.host }?.swiftName) }
  }
}

extension ClientHost {
  /// `wx.qy.{name} by callbacks`
  fileprivate var call: String { "\(function) by \(style.rawValue)" }

  /// `result, errMsg with qy.`
  fileprivate var answer: String {
    "\(resultField ?? "the answer itself"), \(messageField)" + (messagePrefix.map { " with \($0)" } ?? "")
  }
}

extension ClientInterface.Availability {
  fileprivate var numbers: String? {
    flagsAsNumbers.isEmpty ? nil : flagsAsNumbers.sorted().joined(separator: ", ")
  }
}

extension ClientInterface.Availability.Client {
  /// `mac 4.0.12 (system > 10.12)`
  fileprivate var text: String {
    "\(platform) \(since ?? "any")" + (system.map { " (system \($0))" } ?? "")
  }

  /// Whether people whom the other one reaches are no longer reached; what is said of systems is not ordered.
  fileprivate func isNarrower(than other: Self) -> Bool {
    other.version.lexicographicallyPrecedes(version) || (system != nil && system != other.system)
  }

  /// The parts of the first version; none for any.
  private var version: [Int] { (since ?? "").split(separator: ".").compactMap { Int($0) } }
}

extension [ClientInterface.Availability.Client] {
  fileprivate var text: String { map(\.text).sorted().joined(separator: ", ") }
}
