extension DriftRule {
  /// What a service tells an app by calling it back.
  static let events: [DriftRule] = [
    eventRemoved, eventAdded, eventSwiftNameChanged, eventSignatureChanged, eventDeprecated, eventUndeprecated,
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

  static let eventSignatureChanged = DriftRule(
    "event-signature-changed", .error, .behaviour, "is known by other nodes", mirror: .itself,
    why: "Messages that were taken for it become unknown events.")

  static let eventDeprecated = DriftRule(
    "event-deprecated", .warning, .none, "is deprecated", mirror: "event-undeprecated",
    why: "It is still pushed, and should not be relied on in new programs.")

  static let eventUndeprecated = DriftRule(
    "event-undeprecated", .info, .none, "is no longer deprecated", mirror: "event-deprecated",
    why: "It may be relied on again.")
}
