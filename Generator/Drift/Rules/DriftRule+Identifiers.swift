import Findings

extension DriftRule {
  /// Typed ids, tickets and keys.
  static let identifiers: [DriftRule] = [
    identifierRemoved, identifierAdded, identifierRenamed, identifierRawTypeChanged, identifierBecameSecret,
    identifierNoLongerSecret, ticketLifeShortened, ticketLifeExtended, ticketUsesLowered, ticketUsesRaised,
    conversionRemoved, conversionAdded, conversionChanged,
  ]

  static let identifierRemoved = DriftRule(
    "identifier-removed", .error, .sourceBreaking, "is gone", mirror: "identifier-added",
    why: "Programs that name the type no longer compile.")

  static let identifierAdded = DriftRule(
    "identifier-added", .info, .additive, "is new", mirror: "identifier-removed", why: "A further type.")

  static let identifierRenamed = DriftRule(
    "identifier-renamed", .error, .sourceBreaking, "has another name", mirror: .itself,
    why: "Programs that name the type no longer compile. Nothing changes on the wire.")

  static let identifierRawTypeChanged = DriftRule(
    "identifier-raw-type-changed", .error, .sourceBreaking, "is something else on the wire", mirror: .itself,
    why: "Literals and `rawValue` have another type, and stored values have to be converted.")

  static let identifierBecameSecret = DriftRule(
    "identifier-became-secret", .warning, .behaviour, "is never printed any more",
    mirror: "identifier-no-longer-secret",
    why: "A program that writes its description somewhere now writes a placeholder.")

  static let identifierNoLongerSecret = DriftRule(
    "identifier-no-longer-secret", .warning, .behaviour, "is printed", mirror: "identifier-became-secret",
    why: "It appears in logs and errors. Make sure that it lets nobody in.")

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

  static let conversionRemoved = DriftRule(
    "conversion-removed", .error, .sourceBreaking, "is gone", mirror: "conversion-added",
    why: "Programs that call the factory no longer compile.")

  static let conversionAdded = DriftRule(
    "conversion-added", .info, .additive, "is new", mirror: "conversion-removed", why: "A further factory.")

  static let conversionChanged = DriftRule(
    "conversion-changed", .error, .sourceBreaking, "takes another parameter", mirror: .itself,
    why: "Its type or its label is another.")
}
