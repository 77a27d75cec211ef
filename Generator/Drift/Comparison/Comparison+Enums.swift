import Catalog
import SwiftEmitter

extension Comparison {
  mutating func compareEnum(_ old: EnumType, _ new: EnumType, _ subject: Subject) {
    reportChange(.enumRawTypeChanged, subject, old.raw.rawValue, new.raw.rawValue, symbol: old.name)
    reportText(subject, [old.about, old.term], [new.about, new.term], symbol: old.name)
    // A value is what its member is called; renamed, it is what it is on the wire.
    let values = Pairing(old.values, new.values, by: { $0.swiftName }, { $0.raw })
    for value in values.removed {
      report(
        DriftNoun.enumValue.removed, subject.part("values", value.raw, base: value.position, head: nil),
        old: value.name,
        symbol: base.symbols.member(value.swiftName, of: old.name))
    }
    for value in values.added {
      report(
        DriftNoun.enumValue.added, subject.part("values", value.raw, base: nil, head: value.position), new: value.name,
        symbol: head.symbols.member(value.swiftName, of: new.name))
    }
    for (was, now) in values.both {
      compareValue(
        was, now, subject.part("values", now.raw, base: was.position, head: now.position),
        symbol: base.symbols.member(was.swiftName, of: old.name))
    }
  }

  private mutating func compareValue(
    _ old: EnumType.Value, _ new: EnumType.Value, _ subject: Subject, symbol: String
  ) {
    reportTraits(
      DriftNoun.enumValue.traits, subject, symbol: symbol, swiftName: (old.swiftName, new.swiftName),
      identity: (old.name, new.name), deprecated: (old.deprecated, new.deprecated))
    reportChange(.enumValueNumberChanged, subject, old.raw, new.raw, symbol: symbol)
    let (was, now) = (old.allowedIn.map(Set.init), new.allowedIn.map(Set.init))
    if let now, !now.isSuperset(of: was ?? Set(head.calls.map(\.endpoint.id))) {
      report(.enumValueNarrowed, subject, old: EnumType.Value.places(was), new: EnumType.Value.places(now))
    }
    if let was, !was.isSuperset(of: now ?? Set(head.calls.map(\.endpoint.id))) {
      report(.enumValueWidened, subject, old: EnumType.Value.places(was), new: EnumType.Value.places(now))
    }
    let deprecation = Self.rewording(old.deprecated, new.deprecated)
    reportText(
      subject, [old.about, old.term, old.since, old.until, old.evidence, deprecation.old],
      [new.about, new.term, new.since, new.until, new.evidence, deprecation.new], symbol: symbol)
  }
}

extension EnumType.Value {
  /// Where it is allowed, as a person reads it.
  fileprivate static func places(_ calls: Set<String>?) -> String {
    calls.map { $0.sorted().joined(separator: ", ") } ?? "everywhere"
  }
}
