import Findings

extension DriftRule {
  /// Enumerations. They are open: a value that is not listed is read, kept and sent.
  static let enums: [DriftRule] =
    DriftTypeNoun.enumeration.rules + DriftNoun.enumValue.rules + [
      enumRawTypeChanged, enumValueNumberChanged, enumValueNarrowed, enumValueWidened,
    ]

  static let enumRawTypeChanged = DriftRule(
    "enum-raw-type-changed", .error, .sourceBreaking, "is something else on the wire", mirror: .itself,
    why: "`rawValue` has another type, and values are sent in another form.")

  static let enumValueNumberChanged = DriftRule(
    "enum-value-number-changed", .error, .behaviour, "is another value on the wire", mirror: .itself,
    why: "The same member now sends something else, and no longer equals stored values.")

  static let enumValueNarrowed = DriftRule(
    "enum-value-narrowed", .warning, .behaviour, "occurs in fewer calls", mirror: "enum-value-widened",
    why: "Calls that are no longer named may refuse it.")

  static let enumValueWidened = DriftRule(
    "enum-value-widened", .info, .behaviour, "occurs in further calls", mirror: "enum-value-narrowed",
    why: "Readers meet it in more places.")

}
