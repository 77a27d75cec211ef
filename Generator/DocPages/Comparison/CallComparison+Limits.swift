import Catalog

extension CallComparison {
  mutating func compareRowLimits(_ field: ExpectedField, _ found: DocumentedField, around: Set<Int64>) {
    let own = field.constraints.bounds
    for mention in found.rows.flatMap(\.description).flatMap({ LimitMention.all(in: $0, isRow: true) }) {
      let isKnown =
        own.contains(mention.value) || field.uses.contains(mention.value) || around.contains(mention.value)
        || namedLimits.contains(mention.value)
        || field.shape.largest == mention.value
      if isKnown { continue }
      compareUnknown(mention, field)
    }
    guard let row = found.rows.first else { return }
    for bound in own.sorted() where !limitsOnPage.contains(bound) {
      add(
        .limitNotOnPage, field.targets, at: row.at, field.position,
        "the page does not name the bound \(bound) of '\(field.path.joined(separator: "."))' of '\(expected.id)'")
    }
  }

  private mutating func compareUnknown(_ mention: LimitMention, _ field: ExpectedField) {
    let name = field.path.joined(separator: ".")
    if let bound = field.constraints.bounds.max() {
      add(
        .limitDiffers, field.targets, at: mention.at, field.position,
        "the page bounds '\(name)' of '\(expected.id)' by \(mention.value), the catalog by \(bound)")
    } else {
      add(
        .limitNotInCatalog, field.targets, at: mention.at, field.position,
        "the catalog does not bound '\(name)' of '\(expected.id)' by \(mention.value)")
    }
  }

  /// Bounds that the text beside the tables names.
  mutating func compareLimits() {
    let known = expected.fields.unfolded.reduce(into: namedLimits) {
      $0.formUnion($1.constraints.bounds.union($1.uses))
    }
    for mention in call.limits where !known.contains(mention.value) {
      add(
        .limitNotInCatalog, [expected.target], at: mention.at, expected.position,
        "the catalog has no bound \(mention.value) for '\(expected.id)'")
    }
  }
}

extension Field.Constraints {
  /// Upper ends that a page may name.
  var bounds: Set<Int64> {
    let ends = [range?.maximum, weight, length?.maximum, items?.maximum, bytes?.maximum].compactMap { $0 }
    return Set((ends + quotas.map(\.maximum)).filter { $0 > 0 })
  }
}

extension ExpectedField.Shape {
  /// The largest whole number of the type, which needs no bound.
  fileprivate var largest: Int64? {
    guard case .integer(let bits, let signed) = self, bits < 64 || signed else { return nil }
    return signed ? Int64.max >> (64 - Int64(bits)) : (1 << Int64(bits)) - 1
  }
}
