import Catalog

/// Compares the fields of one call.
struct CallComparison {
  let expected: ExpectedCall
  let call: PageCall
  /// The page's own date.
  let updated: String?
  /// Values of the limits that the catalog finds on the call's pages.
  let namedLimits: Set<Int64>
  /// Where findings go.
  var output: PageComparison
  /// Every bound that the page names for the call.
  let limitsOnPage: Set<Int64>

  init(
    expected: ExpectedCall, call: PageCall, updated: String?, namedLimits: Set<Int64>, output: PageComparison
  ) {
    self.expected = expected
    self.call = call
    self.updated = updated
    self.namedLimits = namedLimits
    self.output = output
    let rows = (call.request.tables + call.response.tables + call.failure.tables).flatMap(\.rows)
    let mentions = call.limits + rows.flatMap { $0.description.flatMap { LimitMention.all(in: $0) } }
    limitsOnPage = Set(mentions.map(\.value))
  }

  mutating func add(
    _ deviation: PageDeviation, _ targets: [String], at: Excerpt, _ catalog: Position?, _ text: String,
    isExplained: Bool = false,
    missing: MissingPiece? = nil
  ) {
    output.add(
      .differs(deviation), call: expected.id, targets, at: at, catalog, text, isExplained: isExplained, missing: missing
    )
  }

  /// Whether something had ended before the page was written.
  func isOver(_ until: String?) -> Bool {
    guard let until else { return false }
    return updated.map { until <= $0 } ?? true
  }

  mutating func run() {
    compareVersions()
    compareDeprecation()
    compare(expected.request, call.request, part: .request)
    compare(expected.response, call.response, part: .response)
    if !expected.failure.isEmpty, !call.failure.isEmpty {
      compare(expected.failure, call.failure, part: .failure)
    }
    compareOutcomes()
    compareLimits()
  }
}

/// From when on something exists, and that it is going away.
extension CallComparison {
  /// Versions of the client that the page names, of which the catalog has none.
  mutating func compareVersions() {
    guard var known = expected.versions else { return }
    known.formUnion(expected.fields.unfolded.compactMap(\.since))
    for mention in call.versions where !known.contains(where: { CallComparison.isSame($0, mention.version) }) {
      known.insert(mention.version)
      add(
        .versionNotInCatalog, ["\(expected.target).clients", expected.target], at: mention.at, expected.position,
        "the page names version \(mention.version) for '\(expected.id)', which the catalog does not")
    }
  }

  /// `4.0` is `4.0.0`.
  private static func isSame(_ one: String, _ other: String) -> Bool {
    func parts(_ version: String) -> [Int] {
      var parts = version.split(separator: ".").map { Int($0) ?? -1 }
      while parts.last == 0 { parts.removeLast() }
      return parts
    }
    return parts(one) == parts(other)
  }

  mutating func compareDeprecation() {
    guard let at = call.deprecation, !expected.isDeprecated else { return }
    add(
      .deprecationNotInCatalog, [expected.target], at: at, expected.position,
      "the page says of '\(expected.id)' '\(at.text)', and the catalog has it as any other call")
  }

  mutating func compareDeprecation(of field: ExpectedField, _ found: DocumentedField) {
    guard !field.isDeprecated, let at = found.rows.lazy.compactMap(\.deprecation).first else { return }
    add(
      .deprecationNotInCatalog, field.targets, at: at, field.position,
      "the page says of '\(field.path.joined(separator: "."))' of '\(expected.id)' '\(at.text)', and the catalog has it as any other field"
    )
  }
}

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
