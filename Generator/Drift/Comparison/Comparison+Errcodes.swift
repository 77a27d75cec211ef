import Catalog
import Findings
import SwiftEmitter

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
