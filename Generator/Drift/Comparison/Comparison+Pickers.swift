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
