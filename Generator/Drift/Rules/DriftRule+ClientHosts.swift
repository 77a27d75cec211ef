import Findings

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
