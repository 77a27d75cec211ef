import Findings

extension DriftRule {
  /// Fields, whichever way they travel.
  static let fields: [DriftRule] = [
    fieldSwiftNameChanged, parameterOrderChanged, fieldDeprecated, fieldUndeprecated, fieldEndAnnounced,
    fieldEndWithdrawn,
  ]

  static let fieldSwiftNameChanged = DriftRule(
    "field-swift-name-changed", .error, .sourceBreaking, "has another property name", mirror: .itself,
    why: "Once generated, a name is a promise. Keep it with `swift:`.")

  static let parameterOrderChanged = DriftRule(
    "parameter-order-changed", .error, .sourceBreaking, "takes its parameters in another order", mirror: .itself,
    why: """
      What has to be given becomes parameters in the order of the file, and Swift wants arguments in that order. It is the
      only order in the catalog that matters: everything else may be moved freely.
      """)

  static let fieldDeprecated = DriftRule(
    "field-deprecated", .warning, .none, "is deprecated", mirror: "field-undeprecated",
    why: "It works, and should not be used in new programs.")

  static let fieldUndeprecated = DriftRule(
    "field-undeprecated", .info, .none, "is no longer deprecated", mirror: "field-deprecated",
    why: "It may be used again.")

  static let fieldEndAnnounced = DriftRule(
    "field-end-announced", .warning, .behaviour, "has an end", mirror: "field-end-withdrawn",
    why: "After the date or client version it is no longer taken or sent.")

  static let fieldEndWithdrawn = DriftRule(
    "field-end-withdrawn", .info, .behaviour, "has no end any more", mirror: "field-end-announced",
    why: "It goes on being taken or sent.")
}
