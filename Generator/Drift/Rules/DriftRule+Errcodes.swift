import Findings

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
