import Findings

extension DriftRule {
  /// What a page calls in the app around it, and the ways in which it gets there.
  static let pickers: [DriftRule] = [
    pickerRemoved, pickerAdded, pickerSwiftNameChanged, pickerIDChanged, pickerAppRemoved, pickerAppAdded,
    pickerOutcomeTypeChanged, pickerOutcomeUnlisted, pickerOutcomeListed, pickerParameterRefused,
    pickerParameterAdmitted, pickerParameterIgnored, pickerParameterHeeded, pickerExpiryChanged, pickerDeprecated,
    pickerUndeprecated,
  ]

  static let pickerRemoved = DriftRule(
    "picker-removed", .error, .sourceBreaking, "is gone", mirror: "picker-added",
    why: "Its type, with its parameters and its answer, is no longer generated. Deprecate it before it goes.")

  static let pickerAdded = DriftRule(
    "picker-added", .info, .additive, "is new", mirror: "picker-removed", why: "A further type.")

  static let pickerSwiftNameChanged = DriftRule(
    "picker-swift-name-changed", .error, .sourceBreaking, "has another type name", mirror: .itself,
    why: "Once generated, a name is a promise. Keep it with `swift:`.")

  static let pickerIDChanged = DriftRule(
    "picker-id-changed", .error, .behaviour, "is called by another name", mirror: .itself,
    why: "Released programs render calls of the old name, and look for it in the answer, until they are built anew.")

  static let pickerAppRemoved = DriftRule(
    "picker-app-removed", .error, .behaviour, "is closed to a kind of app", mirror: "picker-app-added",
    why: "Apps of that kind are refused.")

  static let pickerAppAdded = DriftRule(
    "picker-app-added", .info, .behaviour, "is open to another kind of app", mirror: "picker-app-removed",
    why: "Apps of that kind may call it too.")

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

  static let pickerDeprecated = DriftRule(
    "picker-deprecated", .warning, .behaviour, "is deprecated", mirror: "picker-undeprecated",
    why: "Programs that name it get a compiler warning with the sentence that the catalog gives.")

  static let pickerUndeprecated = DriftRule(
    "picker-undeprecated", .info, .behaviour, "is no longer deprecated", mirror: "picker-deprecated",
    why: "The compiler warns no more.")
}
