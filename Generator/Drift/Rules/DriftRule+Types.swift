import Findings

extension DriftRule {
  /// Objects that several calls share.
  static let types: [DriftRule] = [typeRemoved, typeAdded, typeRenamed, typeKindChanged]

  static let typeRemoved = DriftRule(
    "type-removed", .error, .sourceBreaking, "is gone", mirror: "type-added",
    why: "Programs that name the type no longer compile.")

  static let typeAdded = DriftRule(
    "type-added", .info, .additive, "is new", mirror: "type-removed", why: "A further type.")

  static let typeRenamed = DriftRule(
    "type-renamed", .error, .sourceBreaking, "has another name", mirror: .itself,
    why: "Programs that name the type no longer compile. Nothing changes on the wire.")

  static let typeKindChanged = DriftRule(
    "type-kind-changed", .error, .sourceBreaking, "is another kind of type", mirror: .itself,
    why: "An object, an identifier and an enum are made and read in different ways.")

  /// Factories of objects.
  static let variants: [DriftRule] = [
    variantRemoved, variantAdded, variantSwiftNameChanged, variantParametersChanged, variantOptionRemoved,
    variantOptionAdded, variantValuesChanged,
  ]

  static let variantRemoved = DriftRule(
    "variant-removed", .error, .sourceBreaking, "is gone", mirror: "variant-added",
    why: "Programs that call the factory no longer compile.")

  static let variantAdded = DriftRule(
    "variant-added", .info, .additive, "is new", mirror: "variant-removed", why: "A further factory.")

  static let variantSwiftNameChanged = DriftRule(
    "variant-swift-name-changed", .error, .sourceBreaking, "has another factory name", mirror: .itself,
    why: "Once generated, a name is a promise. Keep it with `swift:`.")

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
