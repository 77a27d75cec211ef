import Findings

extension DriftRule {
  /// Fields that are sent. What gets stricter here breaks callers.
  static let requests: [DriftRule] =
    FieldRules.request.rules + [requestDefaultChanged]

  static let requestDefaultChanged = DriftRule(
    "request-default-changed", .warning, .behaviour, "has another default", mirror: .itself,
    why: "A caller that leaves it out gets something else than before.")
}
