import Findings

extension DriftRule {
  /// Typed ids, tickets and keys.
  static let identifiers: [DriftRule] =
    DriftTypeNoun.identifier.rules + DriftNoun.conversion.rules + [
      identifierRawTypeChanged, identifierBecameSecret, identifierNoLongerSecret, ticketLifeShortened,
      ticketLifeExtended, ticketUsesLowered, ticketUsesRaised, conversionChanged,
    ]

  static let identifierRawTypeChanged = DriftRule(
    "identifier-raw-type-changed", .error, .sourceBreaking, "is something else on the wire", mirror: .itself,
    why: "Literals and `rawValue` have another type, and stored values have to be converted.")

  static let identifierBecameSecret = DriftRule(
    "identifier-became-secret", .warning, .behaviour, "is never printed any more",
    mirror: "identifier-no-longer-secret",
    why: "A program that writes its description somewhere now writes `redacted`.")

  static let identifierNoLongerSecret = DriftRule(
    "identifier-no-longer-secret", .warning, .behaviour, "is printed", mirror: "identifier-became-secret",
    why: "It appears in logs and errors. Make sure that it grants no access.")

  static let ticketLifeShortened = DriftRule(
    "ticket-life-shortened", .warning, .behaviour, "works for fewer seconds", mirror: "ticket-life-extended",
    why: "A program that keeps a ticket for as long as it used to work is refused.")

  static let ticketLifeExtended = DriftRule(
    "ticket-life-extended", .info, .behaviour, "works for more seconds", mirror: "ticket-life-shortened",
    why: "Tickets may be kept longer.")

  static let ticketUsesLowered = DriftRule(
    "ticket-uses-lowered", .warning, .behaviour, "can be used less often", mirror: "ticket-uses-raised",
    why: "A program that uses a ticket as often as it used to work is refused.")

  static let ticketUsesRaised = DriftRule(
    "ticket-uses-raised", .info, .behaviour, "can be used more often", mirror: "ticket-uses-lowered",
    why: "Tickets need not be fetched anew so often.")

  static let conversionChanged = DriftRule(
    "conversion-changed", .error, .sourceBreaking, "takes another parameter", mirror: .itself,
    why: "Its type or its label is another.")
}
