import Findings

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
