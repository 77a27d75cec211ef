import Findings

extension DriftRule {
  /// Fields that are sent. What gets stricter here breaks callers.
  static let requests: [DriftRule] = [
    requestRequiredFieldAdded, requestRequiredFieldRemoved, requestFieldAdded, requestFieldRemoved,
    requestFieldBecameRequired, requestFieldBecameOptional, requestFieldRenamed, requestFieldTypeChanged,
    requestFieldBecameList, requestFieldBecameSingle, requestUnitChanged, requestDefaultChanged,
  ]

  static let requestRequiredFieldAdded = DriftRule(
    "request-required-field-added", .error, .sourceBreaking, "is new and required",
    mirror: "request-required-field-removed",
    why: "Callers have to pass a further argument, and released programs are refused by the service.")

  static let requestRequiredFieldRemoved = DriftRule(
    "request-required-field-removed", .error, .sourceBreaking, "was required and is gone",
    mirror: "request-required-field-added", why: "Callers pass an argument that no initialiser takes any more.")

  static let requestFieldAdded = DriftRule(
    "request-field-added", .info, .additive, "is new", mirror: "request-field-removed",
    why: "A further property that can be set, or left alone.")

  static let requestFieldRemoved = DriftRule(
    "request-field-removed", .error, .sourceBreaking, "is gone", mirror: "request-field-added",
    why: """
      Callers that set the property no longer compile. If servers may still take it, keep it in the overlay with `until`.
      """)

  static let requestFieldBecameRequired = DriftRule(
    "request-field-became-required", .error, .sourceBreaking, "became required",
    mirror: "request-field-became-optional",
    why: "Callers have to pass a further argument, and released programs that left it out are refused.")

  static let requestFieldBecameOptional = DriftRule(
    "request-field-became-optional", .error, .sourceBreaking, "became optional",
    mirror: "request-field-became-required",
    why: "On the wire nobody is hurt, but it moves from the initialiser to a property that is set in the closure.")

  static let requestFieldRenamed = DriftRule(
    "request-field-renamed", .error, .behaviour, "has another name on the wire", mirror: .itself,
    why: "The service does not know the old name, or no longer. The property in Swift stays as it is.")

  static let requestFieldTypeChanged = DriftRule(
    "request-field-type-changed", .error, .sourceBreaking, "has another type", mirror: .itself,
    why: "Callers pass a value of the old type.")

  static let requestFieldBecameList = DriftRule(
    "request-field-became-list", .error, .sourceBreaking, "became a list", mirror: "request-field-became-single",
    why: "Callers pass one value and have to pass several.")

  static let requestFieldBecameSingle = DriftRule(
    "request-field-became-single", .error, .sourceBreaking, "is no longer a list", mirror: "request-field-became-list",
    why: "Callers pass several values and can pass one.")

  static let requestUnitChanged = DriftRule(
    "request-unit-changed", .error, .behaviour, "counts something else", mirror: .itself,
    why: "The same number now means another amount, and nothing fails.")

  static let requestDefaultChanged = DriftRule(
    "request-default-changed", .warning, .behaviour, "has another default", mirror: .itself,
    why: "A caller that leaves it out gets something else than before.")
}
