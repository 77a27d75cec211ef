import Catalog

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
