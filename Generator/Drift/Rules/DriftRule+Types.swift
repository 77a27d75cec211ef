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
