extension CatalogChecks {
  /// A field that allows a value which the enum does not allow at this endpoint.
  static func checkAllowedValues(_ catalog: Catalog, _ report: Report) {
    let enums = Dictionary(catalog.enums.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    for endpoint in catalog.families.flatMap(\.endpoints) {
      check(endpoint.request + endpoint.response, of: endpoint.id, enums, report)
    }
  }

  private static func check(_ fields: [Field], of id: String, _ enums: [String: EnumType], _ report: Report) {
    for field in fields {
      switch field.type.element {
      case .inline(let inner): check(inner, of: id, enums, report)
      case .enumeration(let name): if let type = enums[name] { check(field, against: type, at: id, report) }
      default: break
      }
    }
  }

  private static func check(_ field: Field, against type: EnumType, at id: String, _ report: Report) {
    guard let allowed = field.constraints.values else { return }
    for value in type.values where allowed.contains(value.name) {
      guard let places = value.allowedIn, !places.contains(id) else { continue }
      report.add(
        .contradiction, at: field.position,
        "field '\(field.name)' of endpoint '\(id)' allows '\(value.name)', which enum '\(type.name)' does not allow there",
        notes: [(value.position, "'\(value.name)' is allowed in \(places.joined(separator: ", "))")])
    }
  }
}
