import Findings

extension DriftRule {
  /// Groups of fields of which a request fills exactly one.
  static let alternatives: [DriftRule] =
    DriftNoun.alternative.rules + [
      alternativesIntroduced, alternativesDropped, requestFieldJoinedAlternatives, requestFieldLeftAlternatives,
    ]

  static let alternativesIntroduced = DriftRule(
    "alternatives-introduced", .error, .sourceBreaking, "now takes exactly one of several alternatives",
    mirror: "alternatives-dropped",
    why: "Each alternative has an initialiser and a method of its own; what was there before is gone.")

  static let alternativesDropped = DriftRule(
    "alternatives-dropped", .error, .sourceBreaking, "no longer takes exactly one of several alternatives",
    mirror: "alternatives-introduced",
    why: "The initialisers and methods of the alternatives are gone; their fields can be set one by one.")

  static let requestFieldJoinedAlternatives = DriftRule(
    "request-field-joined-alternatives", .error, .sourceBreaking, "became part of an alternative",
    mirror: "request-field-left-alternatives",
    why: "It is given to an initialiser and can no longer be set afterwards.")

  static let requestFieldLeftAlternatives = DriftRule(
    "request-field-left-alternatives", .error, .sourceBreaking, "is no longer part of an alternative",
    mirror: "request-field-joined-alternatives",
    why: "The initialiser that took it is gone.")
}
