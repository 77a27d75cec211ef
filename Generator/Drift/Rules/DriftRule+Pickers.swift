import Findings

extension DriftRule {
  /// What a page calls in the app around it, and the ways in which it gets there.
  static let pickers: [DriftRule] =
    DriftNoun.picker.rules + [
      pickerOutcomeTypeChanged, pickerOutcomeUnlisted, pickerOutcomeListed, pickerParameterRefused,
      pickerParameterAdmitted, pickerParameterIgnored, pickerParameterHeeded, pickerExpiryChanged,
    ]

  static let pickerOutcomeTypeChanged = DriftRule(
    "picker-outcome-type-changed", .error, .sourceBreaking, "ends in outcomes of another type", mirror: .itself,
    why: "Programs that tell outcomes apart no longer compile.")

  static let pickerOutcomeUnlisted = DriftRule(
    "picker-outcome-unlisted", .info, .none, "no longer names outcomes", mirror: "picker-outcome-listed",
    why: "The documentation lists fewer. Any outcome can still be answered.")

  static let pickerOutcomeListed = DriftRule(
    "picker-outcome-listed", .info, .none, "names further outcomes", mirror: "picker-outcome-unlisted",
    why: "The documentation lists more.")

  static let pickerParameterRefused = DriftRule(
    "picker-parameter-refused", .error, .behaviour, "refuses parameters beside others",
    mirror: "picker-parameter-admitted",
    why: "What was rendered before is refused before it is rendered.")

  static let pickerParameterAdmitted = DriftRule(
    "picker-parameter-admitted", .info, .behaviour, "no longer refuses parameters beside others",
    mirror: "picker-parameter-refused", why: "What was refused is rendered.")

  static let pickerParameterIgnored = DriftRule(
    "picker-parameter-ignored", .warning, .behaviour, "ignores parameters beside others",
    mirror: "picker-parameter-heeded",
    why: "They are left out of the call. A program that counts on them does not get what it asked for.")

  static let pickerParameterHeeded = DriftRule(
    "picker-parameter-heeded", .info, .behaviour, "no longer ignores parameters beside others",
    mirror: "picker-parameter-ignored", why: "They are part of the call.")

  static let pickerExpiryChanged = DriftRule(
    "picker-expiry-changed", .warning, .behaviour, "says in another field how long its tickets live", mirror: .itself,
    why: "If this is wrong, tickets are thought to live longer or shorter than they do.")

}
