extension CatalogChecks {
  /// A field that allows a value which the enum does not allow at this endpoint.
  static func checkAllowedValues(_ catalog: Catalog, _ report: Report) {
    let lookup = ChoiceLookup(
      enums: Dictionary(catalog.enums.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first }),
      types: Dictionary(catalog.types.map { ($0.name, $0.fields) }, uniquingKeysWith: { first, _ in first }),
      report: report)
    for endpoint in catalog.families.flatMap(\.endpoints) {
      check(endpoint.request + endpoint.response, of: endpoint.id, lookup)
    }
  }

  private struct ChoiceLookup {
    let enums: [String: EnumType]
    let types: [String: [Field]]
    let report: Report

    /// The enum of a field, whether that is a list or not.
    func enumeration(_ type: TypeReference) -> EnumType? {
      guard case .enumeration(let name) = type.element else { return nil }
      return enums[name]
    }

    /// The fields of an object, or of a list's elements.
    func fields(_ type: TypeReference) -> [Field] {
      switch type.element {
      case .inline(let fields): fields
      case .object(let name): types[name] ?? []
      default: []
      }
    }
  }

  private static func check(_ fields: [Field], of id: String, _ lookup: ChoiceLookup) {
    for field in fields {
      if let allowed = field.constraints.values, let type = lookup.enumeration(field.type) {
        check(allowed, of: type, for: "field '\(field.name)'", at: field.position, of: id, lookup.report)
      }
      for choice in field.constraints.choices {
        let element = lookup.fields(field.type).first { $0.name == choice.field }
        guard let type = element.flatMap({ lookup.enumeration($0.type) }) else { continue }
        let owner = "field '\(choice.field)' in '\(field.name)'"
        check(choice.values, of: type, for: owner, at: choice.position, of: id, lookup.report)
      }
      if case .inline(let inner) = field.type.element { check(inner, of: id, lookup) }
    }
  }

  private static func check(
    _ allowed: [String], of type: EnumType, for owner: String, at position: Position, of id: String, _ report: Report
  ) {
    for value in type.values where allowed.contains(value.name) {
      guard let places = value.allowedIn, !places.contains(id) else { continue }
      report.add(
        .contradiction, at: position,
        "\(owner) of endpoint '\(id)' allows '\(value.name)', which enum '\(type.name)' does not allow there",
        notes: [(value.position, "'\(value.name)' is allowed in \(places.joined(separator: ", "))")])
    }
  }
}
