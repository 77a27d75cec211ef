import Findings

extension DriftRule {
  /// Fields that are received. What gets looser here breaks readers.
  static let responses: [DriftRule] =
    FieldRules.response.rules + [responseLeniencyLost, responseLeniencyGained]

  static let responseLeniencyLost = DriftRule(
    "response-leniency-lost", .warning, .behaviour, "is no longer read in another form",
    mirror: "response-leniency-gained",
    why: "A reply with a number in quotes, or a number for a flag, that was read before is refused.")

  static let responseLeniencyGained = DriftRule(
    "response-leniency-gained", .info, .behaviour, "is read in another form too", mirror: "response-leniency-lost",
    why: "A reply with a number in quotes, or a number for a flag, is read instead of refused.")
}
