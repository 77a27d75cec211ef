import Findings

extension DriftRule {
  /// Objects that several calls share.
  static let types: [DriftRule] =
    DriftTypeNoun.object.rules + [typeKindChanged]

  static let typeKindChanged = DriftRule(
    "type-kind-changed", .error, .sourceBreaking, "is another kind of type", mirror: .itself,
    why: "An object, an identifier and an enum are made and read in different ways.")

  /// Factories of objects.
  static let variants: [DriftRule] =
    DriftNoun.variant.rules + [
      variantParametersChanged, variantOptionRemoved, variantOptionAdded, variantValuesChanged,
    ]

  static let variantParametersChanged = DriftRule(
    "variant-parameters-changed", .error, .sourceBreaking, "takes other parameters", mirror: .itself,
    why: "The parameters have no labels, so that their number and order are all there is.")

  static let variantOptionRemoved = DriftRule(
    "variant-option-removed", .error, .sourceBreaking, "takes fewer optional parameters",
    mirror: "variant-option-added", why: "Callers that pass it no longer compile.")

  static let variantOptionAdded = DriftRule(
    "variant-option-added", .info, .additive, "takes a further optional parameter", mirror: "variant-option-removed",
    why: "It stands behind the others and may be left out.")

  static let variantValuesChanged = DriftRule(
    "variant-values-changed", .error, .behaviour, "fixes other values", mirror: .itself,
    why: "The same call of the factory now sends something else.")
}

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

extension DriftRule {
  /// Enumerations. They are open: a value that is not listed is read, kept and sent.
  static let enums: [DriftRule] =
    DriftTypeNoun.enumeration.rules + DriftNoun.enumValue.rules + [
      enumRawTypeChanged, enumValueNumberChanged, enumValueNarrowed, enumValueWidened,
    ]

  static let enumRawTypeChanged = DriftRule(
    "enum-raw-type-changed", .error, .sourceBreaking, "is something else on the wire", mirror: .itself,
    why: "`rawValue` has another type, and values are sent in another form.")

  static let enumValueNumberChanged = DriftRule(
    "enum-value-number-changed", .error, .behaviour, "is another value on the wire", mirror: .itself,
    why: "The same member now sends something else, and no longer equals stored values.")

  static let enumValueNarrowed = DriftRule(
    "enum-value-narrowed", .warning, .behaviour, "occurs in fewer calls", mirror: "enum-value-widened",
    why: "Calls that are no longer named may refuse it.")

  static let enumValueWidened = DriftRule(
    "enum-value-widened", .info, .behaviour, "occurs in further calls", mirror: "enum-value-narrowed",
    why: "Readers meet it in more places.")

}

extension DriftRule {
  /// Something that a value of a request has to satisfy, with the rules for its getting stricter and looser.
  struct Constraint: Sendable {
    let tightened: DriftRule
    let relaxed: DriftRule

    init(_ name: String, _ what: String) {
      tightened = DriftRule(
        "request-\(name)-tightened", .error, .behaviour, "has a stricter \(what)",
        mirror: "request-\(name)-relaxed",
        why: "Values that were sent before are refused before they are sent. A bound where there was none counts too.")
      relaxed = DriftRule(
        "request-\(name)-relaxed", .info, .behaviour, "has a looser \(what)", mirror: "request-\(name)-tightened",
        why: "Values that were refused before are sent.")
    }

    static let range = Constraint("range", "range")
    static let weight = Constraint("weight", "weighted length")
    static let length = Constraint("length", "length")
    static let items = Constraint("items", "number of elements")
    static let bytes = Constraint("bytes", "number of bytes")
    static let values = Constraint("values", "choice of values")
    static let quota = Constraint("quota", "number of elements of a kind")

    static let all: [Constraint] = [range, weight, length, items, bytes, values, quota]
  }

  /// What values have to satisfy.
  static let constraints: [DriftRule] =
    Constraint.all.flatMap { [$0.tightened, $0.relaxed] } + [responseConstraintRelaxed, responseConstraintTightened]

  static let responseConstraintRelaxed = DriftRule(
    "response-constraint-relaxed", .warning, .behaviour, "may be answered with further values",
    mirror: "response-constraint-tightened",
    why: "A reader that relied on the bound, for a column of a table say, meets values outside it.")

  static let responseConstraintTightened = DriftRule(
    "response-constraint-tightened", .info, .behaviour, "is answered with fewer values",
    mirror: "response-constraint-relaxed",
    why: "Readers need no change: replies are not checked against bounds.")
}

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
