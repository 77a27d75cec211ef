import Catalog
import Findings
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

extension Comparison {
  mutating func compareErrcodes() {
    for service in Set((base.catalog.errcodes + head.catalog.errcodes).map(\.service)) {
      // With the service goes its table, which is reported once.
      guard base.catalog.services.contains(where: { $0.id == service }),
        head.catalog.services.contains(where: { $0.id == service })
      else { continue }
      compareErrcodes(of: service)
    }
  }

  private mutating func compareErrcodes(of service: String) {
    let codes = Pairing(
      base.catalog.errcodes.first { $0.service == service }?.codes ?? [],
      head.catalog.errcodes.first { $0.service == service }?.codes ?? [],
      by: { $0.swiftName }, { String($0.code) })
    let owner = Subject(family: "errcodes", target: "errcodes.\(service)")
    for code in codes.removed {
      report(
        DriftNoun.errcode.removed, owner.part(String(code.code), base: code.position, head: nil), old: code.name,
        symbol: symbol(code, service, base))
    }
    for code in codes.added {
      report(
        DriftNoun.errcode.added, owner.part(String(code.code), base: nil, head: code.position), new: code.name,
        symbol: symbol(code, service, head))
    }
    for (old, new) in codes.both {
      let subject = owner.part(String(new.code), base: old.position, head: new.position)
      let symbol = symbol(old, service, base)
      reportTraits(
        DriftNoun.errcode.traits, subject, symbol: symbol, swiftName: (old.swiftName, new.swiftName),
        identity: (old.name, new.name))
      reportChange(.errcodeNumberChanged, subject, String(old.code), String(new.code), symbol: symbol)
      let rule: DriftRule =
        switch (old.action.isRepetition, new.action.isRepetition) {
        case (true, false): .errcodeNoLongerRepeated
        case (false, true): .errcodeNowRepeated
        default: .errcodeActionChanged
        }
      reportChange(rule, subject, old.action.rawValue, new.action.rawValue, symbol: symbol)
      reportToggle(.errcodeDocumented, .errcodeOnlyObserved, subject, old.isObserved, new.isObserved, symbol: symbol)
      reportText(subject, [old.about, old.advice], [new.about, new.advice], symbol: symbol)
    }
  }

  private func symbol(_ code: ErrcodeTable.Errcode, _ service: String, _ side: CatalogSide) -> String? {
    side.symbols.errcodeType(ofService: service).map { side.symbols.member(code.swiftName, of: $0) }
  }
}

extension ErrcodeTable.Action {
  /// Whether the library tries again by itself.
  fileprivate var isRepetition: Bool {
    switch self {
    case .retry, .slowDown, .refreshToken, .refreshSuiteToken: true
    case .fatal, .wait, .waitMonth, .reauthorise, .changeAddress, .checkOutcome: false
    }
  }
}
