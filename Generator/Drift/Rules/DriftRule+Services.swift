import Findings

extension DriftRule {
  /// Hosts.
  static let services: [DriftRule] =
    DriftNoun.service.rules + DriftNoun.tokenKind.rules + [
      serviceHostChanged, serviceTokenParameterChanged, serviceEnvelopeChanged, serviceErrcodeTypeChanged,
      serviceAPITypeChanged, serviceTokenlessChanged,
    ]

  static let serviceHostChanged = DriftRule(
    "service-host-changed", .error, .behaviour, "is at another address", mirror: .itself,
    why: "Every call goes elsewhere, and so do the tokens. Proxies and allow lists have to follow.")

  static let serviceTokenParameterChanged = DriftRule(
    "service-token-parameter-changed", .error, .behaviour, "usually takes another kind of token", mirror: .itself,
    why: "Every call that names no kind of its own goes with another one, and is refused if this is wrong.")

  static let serviceEnvelopeChanged = DriftRule(
    "service-envelope-changed", .error, .behaviour, "says in other fields how a call went", mirror: .itself,
    why: "If this is wrong, refusals are taken for success.")

  static let serviceErrcodeTypeChanged = DriftRule(
    "service-errcode-type-changed", .error, .sourceBreaking, "has another errcode type", mirror: .itself,
    why: "The type, the service's constant and the accessor of refusals are called otherwise.")

  static let serviceAPITypeChanged = DriftRule(
    "service-api-type-changed", .error, .sourceBreaking, "has another protocol", mirror: .itself,
    why: "Clients, servers and stubs name the protocol with the calls. Keep it with `api:`.")

  static let serviceTokenlessChanged = DriftRule(
    "service-tokenless-changed", .warning, .behaviour, "takes calls without a token in other cases", mirror: .itself,
    why: "Programs in the service's own network are refused, or their calls go over plain http. Make sure it is meant.")

}

extension DriftRule {
  /// Errcodes of services.
  static let errcodes: [DriftRule] =
    DriftNoun.errcode.rules + [
      errcodeNumberChanged, errcodeNoLongerRepeated, errcodeNowRepeated, errcodeActionChanged, errcodeOnlyObserved,
      errcodeDocumented,
    ]

  static let errcodeNumberChanged = DriftRule(
    "errcode-number-changed", .error, .behaviour, "is another number", mirror: .itself,
    why: "A comparison with the member no longer finds what it found.")

  static let errcodeNoLongerRepeated = DriftRule(
    "errcode-no-longer-repeated", .warning, .behaviour, "is now reported instead of tried again",
    mirror: "errcode-now-repeated",
    why: "Callers see a refusal that the library used to get over by itself.")

  static let errcodeNowRepeated = DriftRule(
    "errcode-now-repeated", .warning, .behaviour, "is now tried again instead of reported",
    mirror: "errcode-no-longer-repeated",
    why: "Callers wait where they got a refusal. What may not be repeated is reported as before.")

  static let errcodeActionChanged = DriftRule(
    "errcode-action-changed", .info, .behaviour, "is handled otherwise", mirror: .itself,
    why: "It is reported, or repeated, as before; how, or with what advice, is another matter.")

  static let errcodeOnlyObserved = DriftRule(
    "errcode-only-observed", .info, .none, "is no longer documented", mirror: "errcode-documented",
    why: "No page lists it; it was seen.")

  static let errcodeDocumented = DriftRule(
    "errcode-documented", .info, .none, "is now documented", mirror: "errcode-only-observed",
    why: "What had been seen is in a page now.")
}

extension DriftRule {
  /// What is said about things. Programs are not concerned.
  static let documentation: [DriftRule] = [textChanged, pagesChanged, pageDateWentBack, pageDateAdvanced]

  static let textChanged = DriftRule(
    "text-changed", .info, .none, "is described otherwise", mirror: .itself,
    why: """
      Summary, meaning, advice, Chinese term, history or evidence. Rewording is never more than information; if the text
      tells of a change of behaviour, the catalog should say so in a key as well. Fingerprints do not depend on texts.
      """)

  static let pagesChanged = DriftRule(
    "pages-changed", .info, .none, "is documented on other pages", mirror: .itself,
    why: "Links in documentation comments lead elsewhere.")

  static let pageDateAdvanced = DriftRule(
    "page-date-advanced", .info, .none, "has newer documentation", mirror: "page-date-went-back",
    why: "The page has changed; findings beside this one should say what.")

  static let pageDateWentBack = DriftRule(
    "page-date-went-back", .warning, .none, "has older documentation", mirror: "page-date-advanced",
    why: "The catalog was written from a newer page before. An old state may have been merged.")
}

extension DriftRule {
  /// What `wedrive-spec explain <id>` prints.
  public var page: String {
    let wayBack =
      switch mirror {
      case .rule(let id): "The way back is \(id)."
      case .itself: "The way back is the same."
      case .waived(let reason): reason
      }
    return "\(id) (\(level.rawValue) of `wedrive-spec diff`)\n\n… \(phrase). In Swift: \(effect.phrase).\n\n"
      + "\(explanation)\n\n\(wayBack)\n"
  }

  /// What `wedrive-spec explain` prints: every id with its line.
  public static var index: String {
    let width = (all.map(\.id.count).max() ?? 0) + 2
    return all.map { rule in
      let level = rule.level.rawValue
      return rule.id + String(repeating: " ", count: width - rule.id.count)
        + level + String(repeating: " ", count: 9 - level.count) + "… \(rule.phrase)\n"
    }.joined()
  }
}

extension DriftRule {
  /// The one table, in the order in which `explain` lists it.
  public static let all: [DriftRule] =
    endpoints + alternatives + requests + constraints + responses + fields + paging + uploads + types + variants
    + identifiers + enums + errcodes + limits + services + pickers + clientHosts + events + documentation + observed
    + ignoring

  private static let byID = Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0) })

  /// The rule with an id.
  public static func named(_ id: String) -> DriftRule? { byID[id] }
}
