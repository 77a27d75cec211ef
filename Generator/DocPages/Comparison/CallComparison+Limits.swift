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
    for bound in field.constraints.upperBounds where !limitsOnPage.contains(bound.value) {
      add(
        .limitNotOnPage, field.targets, at: row.at, field.position,
        "the page does not name the bound \(bound.text) of '\(field.path.joined(separator: "."))' of '\(expected.id)'")
    }
  }

  private mutating func compareUnknown(_ mention: LimitMention, _ field: ExpectedField) {
    let name = field.path.joined(separator: ".")
    if let bound = field.constraints.upperBounds.last {
      add(
        .limitDiffers, field.targets, at: mention.at, field.position,
        "the page bounds '\(name)' of '\(expected.id)' by \(mention.value), the catalog by \(bound.text)")
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
  /// Upper ends that a page may name, in ascending order; of several that are one number, the first.
  var upperBounds: [Field.Bound] {
    let ends = [range?.upper, weightBound, length?.upper, items?.upper, bytes?.upper].compactMap { $0 }
    var values: Set<Int64> = []
    return (ends + quotas.map(\.bound)).filter { $0.value > 0 && values.insert($0.value).inserted }
      .sorted { $0.value < $1.value }
  }

  /// Their numbers.
  var bounds: Set<Int64> { Set(upperBounds.map(\.value)) }
}

extension Field.Bound {
  /// The number, with the limit's name if it is one.
  fileprivate var text: String { limit.map { "\(value) (\($0.name))" } ?? "\(value)" }
}

extension ExpectedField.Shape {
  /// The largest whole number of the type, which needs no bound.
  fileprivate var largest: Int64? {
    guard case .integer(let bits, let signed) = self, bits < 64 || signed else { return nil }
    return signed ? Int64.max >> (64 - Int64(bits)) : (1 << Int64(bits)) - 1
  }
}
