import Findings

extension DriftRule {
  /// Named numbers.
  static let limits: [DriftRule] =
    DriftNoun.limit.rules + [limitLowered, limitRaised, limitUnitChanged]

  static let limitUnitChanged = unitChanged("limit")

  static let limitLowered = DriftRule(
    "limit-lowered", .error, .behaviour, "is lower", mirror: "limit-raised",
    why: "What was within the limit may be refused. Fields that it bounds by its name are not reported besides.")

  static let limitRaised = DriftRule(
    "limit-raised", .info, .behaviour, "is higher", mirror: "limit-lowered", why: "More is allowed.")

}
