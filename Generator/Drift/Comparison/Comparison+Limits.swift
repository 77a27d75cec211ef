import Catalog
import SwiftEmitter

extension Comparison {
  mutating func compareLimits() {
    let limits = Pairing(base.catalog.limits, head.catalog.limits, by: { $0.name }, { $0.swiftName })
    let owner = Subject(family: "limits", target: "limits")
    for limit in limits.removed {
      report(
        DriftNoun.limit.removed, owner.part(limit.name, base: limit.position, head: nil), old: String(limit.value),
        symbol: base.symbols.limit(limit))
    }
    for limit in limits.added {
      report(
        DriftNoun.limit.added, owner.part(limit.name, base: nil, head: limit.position), new: String(limit.value),
        symbol: head.symbols.limit(limit))
    }
    for (old, new) in limits.both {
      var subject = owner.part(new.name, base: old.position, head: new.position)
      subject.page = new.page.flatMap { head.link(toPage: $0, of: new) }
      subject.usedBy = (base.bounded[old.name] ?? []).union(head.bounded[new.name] ?? []).sorted()
      let symbol = base.symbols.limit(old)
      reportTraits(
        DriftNoun.limit.traits, subject, symbol: symbol, swiftName: (old.swiftName, new.swiftName),
        identity: (old.name, new.name))
      if old.unit != new.unit {
        report(
          .limitUnitChanged, subject, old: "\(old.value) \(old.unit.rawValue)",
          new: "\(new.value) \(new.unit.rawValue)",
          symbol: symbol)
      } else if old.value != new.value {
        report(
          new.value < old.value ? .limitLowered : .limitRaised, subject, old: String(old.value),
          new: String(new.value), symbol: symbol)
      }
      reportText(subject, [old.about], [new.about], symbol: symbol)
      reportChange(.pagesChanged, subject, old.page, new.page, symbol: symbol)
    }
  }
}
