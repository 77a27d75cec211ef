import Catalog
import Findings
import SwiftEmitter

extension Comparison {
  mutating func compareIdentifier(_ old: IdentifierType, _ new: IdentifierType, _ subject: Subject) {
    reportChange(.identifierRawTypeChanged, subject, old.raw.rawValue, new.raw.rawValue, symbol: old.name)
    reportToggle(
      .identifierNoLongerSecret, .identifierBecameSecret, subject, old.isSecret, new.isSecret, symbol: old.name)
    compareUse(.ticketLifeShortened, .ticketLifeExtended, subject, old.lifeBound, new.lifeBound, symbol: old.name)
    compareUse(.ticketUsesLowered, .ticketUsesRaised, subject, old.usesBound, new.usesBound, symbol: old.name)
    reportText(subject, [old.about, old.term], [new.about, new.term], symbol: old.name)
    let conversions = Pairing(old.conversions, new.conversions, by: { $0.name })
    for conversion in conversions.removed {
      report(
        DriftNoun.conversion.removed, subject.part("from", conversion.name, base: conversion.position, head: nil),
        old: conversion.parameter(names), symbol: base.symbols.member(conversion.name, of: old.name))
    }
    for conversion in conversions.added {
      report(
        DriftNoun.conversion.added, subject.part("from", conversion.name, base: nil, head: conversion.position),
        new: conversion.parameter(TypeNames()), symbol: head.symbols.member(conversion.name, of: new.name))
    }
    for (was, now) in conversions.both {
      let part = subject.part("from", now.name, base: was.position, head: now.position)
      let symbol = base.symbols.member(was.name, of: old.name)
      reportChange(
        .conversionChanged, part, was.parameter(names), now.parameter(TypeNames()), symbol: symbol)
      reportText(part, [was.about], [now.about], symbol: symbol)
    }
  }

  /// How long or how often it works; nil: without end.
  private mutating func compareUse(
    _ less: DriftRule, _ more: DriftRule, _ subject: Subject, _ old: Field.Bound?, _ new: Field.Bound?,
    symbol: String
  ) {
    let move = Field.Bound.move(old, new, open: .max)
    guard move != 0 else { return }
    report(
      move < 0 ? less : more, subject, old: old.map { String($0.value) } ?? "no end",
      new: new.map { String($0.value) } ?? "no end", symbol: symbol)
  }
}

extension IdentifierType.Conversion {
  /// `of: SpaceID`
  fileprivate func parameter(_ names: TypeNames) -> String {
    "\(label ?? "_"): \(names.renamed[type] ?? type)"
  }
}
