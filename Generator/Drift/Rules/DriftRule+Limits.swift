import Findings

extension DriftRule {
  /// Named numbers.
  static let limits: [DriftRule] = [
    limitRemoved, limitAdded, limitLowered, limitRaised, limitUnitChanged, limitSwiftNameChanged, limitNameChanged,
  ]

  static let limitRemoved = DriftRule(
    "limit-removed", .error, .sourceBreaking, "is gone", mirror: "limit-added",
    why: "Programs that name the constant no longer compile.")

  static let limitAdded = DriftRule(
    "limit-added", .info, .additive, "is new", mirror: "limit-removed", why: "A further constant.")

  static let limitLowered = DriftRule(
    "limit-lowered", .warning, .behaviour, "is lower", mirror: "limit-raised",
    why: "What was within the limit may be refused. Fields bounded by it are reported too.")

  static let limitRaised = DriftRule(
    "limit-raised", .info, .behaviour, "is higher", mirror: "limit-lowered", why: "More is allowed.")

  static let limitUnitChanged = DriftRule(
    "limit-unit-changed", .error, .behaviour, "counts something else", mirror: .itself,
    why: "The same constant now means another amount, and nothing fails.")

  static let limitSwiftNameChanged = DriftRule(
    "limit-swift-name-changed", .error, .sourceBreaking, "has another constant name", mirror: .itself,
    why: "Once generated, a name is a promise. Keep it with `swift:`.")

  static let limitNameChanged = DriftRule(
    "limit-name-changed", .info, .none, "is called otherwise in the catalog", mirror: .itself,
    why: "The constant stays; only files of the catalog name it otherwise.")
}
