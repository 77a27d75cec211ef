import Findings

extension DriftRule {
  /// What clients have met in replies, from the file given with `--observed`.
  static let observed: [DriftRule] = [
    observedUndecodable, observedField, observedValue, observedErrcode, observedType, observedUnknownCall,
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
}
