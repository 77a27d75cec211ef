import Findings

extension DriftRule {
  /// What a service tells an app by calling it back.
  static let events: [DriftRule] = [
    eventRemoved, eventAdded, eventSwiftNameChanged, eventIDChanged, eventSignatureChanged, eventServiceChanged,
    eventDeprecated, eventUndeprecated,
  ]

  static let eventRemoved = DriftRule(
    "event-removed", .error, .sourceBreaking, "is gone", mirror: "event-added",
    why: "Its type is no longer generated, and a message of it becomes an unknown event.")

  static let eventAdded = DriftRule(
    "event-added", .info, .additive, "is new", mirror: "event-removed",
    why: "Messages that were unknown events have a type.")

  static let eventSwiftNameChanged = DriftRule(
    "event-swift-name-changed", .error, .sourceBreaking, "has another type name", mirror: .itself,
    why: "Once generated, a name is a promise. Keep it with `swift:`.")

  static let eventIDChanged = DriftRule(
    "event-id-changed", .warning, .behaviour, "has another id", mirror: .itself,
    why: "Errors and logs name it by its id. What tells it from other events is the same.")

  static let eventSignatureChanged = DriftRule(
    "event-signature-changed", .error, .behaviour, "is known by other nodes", mirror: .itself,
    why: "Messages that were taken for it become unknown events.")

  static let eventServiceChanged = DriftRule(
    "event-service-changed", .info, .none, "is pushed by another service", mirror: .itself,
    why: "Links in its documentation comment lead elsewhere. What tells it from other events is reported by itself.")

  static let eventDeprecated = DriftRule(
    "event-deprecated", .warning, .none, "is deprecated", mirror: "event-undeprecated",
    why: "It is still pushed, and should not be relied on in new programs.")

  static let eventUndeprecated = DriftRule(
    "event-undeprecated", .info, .none, "is no longer deprecated", mirror: "event-deprecated",
    why: "It may be relied on again.")
}
