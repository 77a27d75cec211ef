import Findings

extension DriftRule {
  /// The ways in which a page reaches the app around it, and what each of them offers.
  static let clientHosts: [DriftRule] = [
    clientHostRemoved, clientHostAdded, clientHostSwiftNameChanged, clientHostIDChanged, clientHostCallChanged,
    clientHostAnswerChanged, pickerHostRemoved, pickerHostAdded, pickerFlagFormChanged, pickerClientsNarrowed,
    pickerClientsWidened,
  ]

  static let clientHostRemoved = DriftRule(
    "client-host-removed", .error, .sourceBreaking, "is gone", mirror: "client-host-added",
    why: "Programs that render calls for it no longer compile.")

  static let clientHostAdded = DriftRule(
    "client-host-added", .info, .additive, "is new", mirror: "client-host-removed",
    why: "A further way for a page to reach the app.")

  static let clientHostSwiftNameChanged = DriftRule(
    "client-host-swift-name-changed", .error, .sourceBreaking, "has another constant name", mirror: .itself,
    why: "Once generated, a name is a promise. Keep it with `swift:`.")

  static let clientHostIDChanged = DriftRule(
    "client-host-id-changed", .warning, .behaviour, "has another id", mirror: .itself,
    why: "Errors name it by its id, and so do programs that store it. The constant stays.")

  static let clientHostCallChanged = DriftRule(
    "client-host-call-changed", .error, .behaviour, "is called in another way", mirror: .itself,
    why: "Rendered calls look different. Pages that were rendered before call a function that may not be there.")

  static let clientHostAnswerChanged = DriftRule(
    "client-host-answer-changed", .error, .behaviour, "answers in other fields", mirror: .itself,
    why: "If this is wrong, answers are not understood, or refusals are taken for success.")

  static let pickerHostRemoved = DriftRule(
    "picker-host-removed", .error, .behaviour, "is no longer offered", mirror: "picker-host-added",
    why: "Pages in that host cannot call it any more: rendering a call for the host is refused.")

  static let pickerHostAdded = DriftRule(
    "picker-host-added", .info, .behaviour, "is offered, too", mirror: "picker-host-removed",
    why: "Pages in that host can call it.")

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
