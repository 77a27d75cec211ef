extension CatalogChecks {
  /// A field that allows a value which the enum does not allow at this endpoint.
  static func checkAllowedValues(_ catalog: Catalog, _ report: Report) {
    let enums = Dictionary(catalog.enums.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    for endpoint in catalog.families.flatMap(\.endpoints) {
      for field in endpoint.request + endpoint.response {
        guard case .enumeration(let name) = field.type, let allowed = field.constraints.values, let type = enums[name]
        else { continue }
        for value in type.values where allowed.contains(value.name) {
          guard let places = value.allowedIn, !places.contains(endpoint.id) else { continue }
          report.add(
            .contradiction, at: field.position,
            "field '\(field.name)' of endpoint '\(endpoint.id)' allows '\(value.name)', which enum '\(name)' does not allow there",
            notes: [(value.position, "'\(value.name)' is allowed in \(places.joined(separator: ", "))")])
        }
      }
    }
  }
}
