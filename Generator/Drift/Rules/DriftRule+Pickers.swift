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

extension DriftRule {
  /// The ways in which a page reaches the app around it, and what each of them offers.
  static let clientHosts: [DriftRule] =
    DriftNoun.clientHost.rules + DriftNoun.pickerHost.rules + [
      clientHostCallChanged, clientHostAnswerChanged, pickerFlagFormChanged, pickerClientsNarrowed,
      pickerClientsWidened,
    ]

  static let clientHostCallChanged = DriftRule(
    "client-host-call-changed", .error, .behaviour, "is called in another way", mirror: .itself,
    why: "Rendered calls look different. Pages that were rendered before call a function that may not be there.")

  static let clientHostAnswerChanged = DriftRule(
    "client-host-answer-changed", .error, .behaviour, "answers in other fields", mirror: .itself,
    why: "If this is wrong, answers are not understood, or refusals are taken for success.")

  static let pickerFlagFormChanged = DriftRule(
    "picker-flag-form-changed", .error, .behaviour, "takes other parameters as 1 or 0", mirror: .itself,
    why: "They are rendered as numbers instead of true and false, or the other way round.")

  static let pickerClientsNarrowed = DriftRule(
    "picker-clients-narrowed", .warning, .behaviour, "is offered by fewer versions of the app",
    mirror: "picker-clients-widened",
    why: "People with an older version, or on another platform or system, get an error or nothing.")

  static let pickerClientsWidened = DriftRule(
    "picker-clients-widened", .info, .behaviour, "is offered by more versions of the app",
    mirror: "picker-clients-narrowed", why: "More people can use it.")
}

extension DriftRule {
  /// What a service tells an app by calling it back.
  static let events: [DriftRule] =
    DriftNoun.event.rules + [eventSignatureChanged, eventServiceChanged]

  static let eventSignatureChanged = DriftRule(
    "event-signature-changed", .error, .behaviour, "is known by other nodes", mirror: .itself,
    why: "Messages that were taken for it become unknown events.")

  static let eventServiceChanged = DriftRule(
    "event-service-changed", .info, .none, "is pushed by another service", mirror: .itself,
    why: "Links in its documentation comment lead elsewhere. What tells it from other events is reported by itself.")

}

extension DriftRule {
  /// What clients have met in replies, from the file given with `--observed`.
  static let observed: [DriftRule] = [
    observedUndecodable, observedField, observedValue, observedErrcode, observedType, observedUnknownCall,
    observedBehaviour,
  ]

  private static let noWayBack = Mirror.waived("It is about replies and not about a catalog, so there is no way back.")

  static let observedUndecodable = DriftRule(
    "observed-undecodable", .error, .behaviour, "was missing or could not be read, so that calls failed",
    mirror: noWayBack,
    why:
      "Correct the type, accept the other one with `accepts`, or take `always` away, with the evidence in the overlay.")

  static let observedField = DriftRule(
    "observed-field", .warning, .none, "came in replies and is not in the catalog", mirror: noWayBack,
    why: "Add the field: from the page if that lists it by now, in the overlay otherwise. Then this is settled.")

  static let observedValue = DriftRule(
    "observed-value", .warning, .none, "had values that its enum does not list", mirror: noWayBack,
    why: "Values are never recorded. Look at a reply with `wedrive call`, add the value, and begin a new file.")

  static let observedErrcode = DriftRule(
    "observed-errcode", .warning, .none, "was refused with an errcode that the catalog does not list",
    mirror: noWayBack,
    why: "Add it with its meaning and what to do about it, `observed: true` if no page lists it. Then this is settled.")

  static let observedType = DriftRule(
    "observed-type", .info, .none, "came with another JSON type, which is accepted", mirror: noWayBack,
    why: "The catalog says with `accepts` that this happens. If it always does, the documented type is wrong.")

  static let observedUnknownCall = DriftRule(
    "observed-unknown-call", .info, .none, "was observed and is not in the catalog", mirror: noWayBack,
    why: "The file comes from clients of another catalog, or the call was removed.")

  static let observedBehaviour = DriftRule(
    "observed-behaviour", .info, .none, "was found to do what no page says", mirror: noWayBack,
    why:
      "`wedrive probe` has tried it. `wedrive emulator --service-behaviour` has programs meet it on their own machine.")
}
