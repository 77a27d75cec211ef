import Findings

extension DriftRule {
  /// Fields that are received. What gets looser here breaks readers.
  static let responses: [DriftRule] = [
    responseFieldRemoved, responseFieldAdded, responseAlwaysFieldRemoved, responseAlwaysFieldAdded,
    responseFieldBecameOptional, responseFieldBecameAlways, responseFieldRenamed, responseFieldTypeChanged,
    responseFieldBecameList, responseFieldBecameSingle, responseUnitChanged, responseLeniencyLost,
    responseLeniencyGained,
  ]

  static let responseFieldRemoved = DriftRule(
    "response-field-removed", .error, .sourceBreaking, "is gone", mirror: "response-field-added",
    why: """
      Readers of the property no longer compile. If servers may still send it, keep it in the overlay with `until`.
      """)

  static let responseFieldAdded = DriftRule(
    "response-field-added", .info, .additive, "is new", mirror: "response-field-removed",
    why: "A further property to read.")

  static let responseAlwaysFieldRemoved = DriftRule(
    "response-always-field-removed", .error, .sourceBreaking, "was always there and is gone",
    mirror: "response-always-field-added", why: "The call was made for it, and readers of it no longer compile.")

  static let responseAlwaysFieldAdded = DriftRule(
    "response-always-field-added", .error, .sourceBreaking, "is new and always there",
    mirror: "response-always-field-removed",
    why: "Stubs and servers that make the reply have to pass a further argument; a reply without it is refused.")

  static let responseFieldBecameOptional = DriftRule(
    "response-field-became-optional", .error, .sourceBreaking, "is no longer always there",
    mirror: "response-field-became-always", why: "Readers have to say what they do without it.")

  static let responseFieldBecameAlways = DriftRule(
    "response-field-became-always", .error, .sourceBreaking, "is now always there",
    mirror: "response-field-became-optional",
    why: """
      Readers that unwrap it no longer compile, makers of the reply have to pass it, and a reply without it is refused.
      """)

  static let responseFieldRenamed = DriftRule(
    "response-field-renamed", .error, .behaviour, "has another name on the wire", mirror: .itself,
    why: "Under the old name nothing is read any more. The property in Swift stays as it is.")

  static let responseFieldTypeChanged = DriftRule(
    "response-field-type-changed", .error, .sourceBreaking, "has another type", mirror: .itself,
    why: "Readers expect a value of the old type.")

  static let responseFieldBecameList = DriftRule(
    "response-field-became-list", .error, .sourceBreaking, "became a list", mirror: "response-field-became-single",
    why: "Readers expect one value.")

  static let responseFieldBecameSingle = DriftRule(
    "response-field-became-single", .error, .sourceBreaking, "is no longer a list",
    mirror: "response-field-became-list", why: "Readers expect several values.")

  static let responseUnitChanged = DriftRule(
    "response-unit-changed", .error, .behaviour, "counts something else", mirror: .itself,
    why: "The same number now means another amount, and nothing fails.")

  static let responseLeniencyLost = DriftRule(
    "response-leniency-lost", .warning, .behaviour, "is no longer read in another form",
    mirror: "response-leniency-gained",
    why: "A reply with a number in quotes, or a number for a flag, that was read before is refused.")

  static let responseLeniencyGained = DriftRule(
    "response-leniency-gained", .info, .behaviour, "is read in another form too", mirror: "response-leniency-lost",
    why: "A reply with a number in quotes, or a number for a flag, is read instead of refused.")
}
