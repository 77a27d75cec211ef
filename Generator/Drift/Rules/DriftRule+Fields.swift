import Findings

extension DriftRule {
  /// Fields, whichever way they travel.
  static let fields: [DriftRule] =
    DriftTraits.field.rules + [parameterOrderChanged, fieldEndAnnounced, fieldEndWithdrawn]

  static let parameterOrderChanged = DriftRule(
    "parameter-order-changed", .error, .sourceBreaking, "takes its parameters in another order", mirror: .itself,
    why: """
      What has to be given becomes parameters in the order of the file, and Swift wants arguments in that order. It is the
      only order in the catalog that matters: everything else may be moved freely.
      """)

  static let fieldEndAnnounced = DriftRule(
    "field-end-announced", .warning, .behaviour, "has an end", mirror: "field-end-withdrawn",
    why: "After the date or client version it is no longer taken or sent.")

  static let fieldEndWithdrawn = DriftRule(
    "field-end-withdrawn", .info, .behaviour, "has no end any more", mirror: "field-end-announced",
    why: "It goes on being taken or sent.")
}
