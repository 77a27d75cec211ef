extension CatalogChecks {
  /// An `at-most` or `values` that names a field or value which the list's elements do not have.
  static func checkElements(_ catalog: Catalog, _ untyped: Set<Position>, _ report: Report) {
    let types = Dictionary(catalog.types.map { ($0.name, $0.fields) }, uniquingKeysWith: { first, _ in first })
    let enums = Dictionary(catalog.enums.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let lookup = ElementLookup(enums: enums, untyped: untyped, report: report)
    var pending = catalog.families.flatMap(\.endpoints).flatMap { $0.request + $0.response }
    pending += catalog.types.flatMap(\.fields)
    while let field = pending.popLast() {
      let elements: [Field]
      switch field.type {
      case .list(.object(let name)):
        // What is wrong with a type that could not be read, or that is empty, is reported already.
        guard let fields = types[name], !fields.isEmpty else { continue }
        elements = fields
      case .list(.inline(let inner)): elements = inner
      case .inline(let inner):
        pending += inner
        continue
      // On anything else it was refused when it was read.
      default: continue
      }
      let quotas = field.constraints.quotas.flatMap(\.values)
      for (name, value) in quotas {
        check([value], of: name, in: elements, at: field.position, "'at-most' of field '\(field.name)'", lookup)
      }
      for choice in field.constraints.choices {
        check(
          choice.values, of: choice.field, in: elements, at: choice.position, "'values' of field '\(field.name)'",
          lookup)
      }
    }
  }

  private struct ElementLookup {
    let enums: [String: EnumType]
    let untyped: Set<Position>
    let report: Report
  }

  private static func check(
    _ values: [String], of name: String, in elements: [Field], at position: Position, _ owner: String,
    _ lookup: ElementLookup
  ) {
    let report = lookup.report
    guard let element = elements.first(where: { $0.name == name }) else {
      let clause = Suggestion.clause(for: name, among: elements.map(\.name))
      report.add(.unknownField, at: position, "\(owner): an element has no field '\(name)'\(clause)")
      return
    }
    if lookup.untyped.contains(element.position) { return }
    guard case .enumeration(let type) = element.type else {
      let kind = element.type.kindDescription
      report.add(.misfitConstraint, at: position, "\(owner) needs an enum, and '\(name)' is \(kind)")
      return
    }
    guard let known = lookup.enums[type]?.values.map(\.name), !known.isEmpty else { return }
    for value in values where !known.contains(value) {
      let clause = Suggestion.clause(for: value, among: known)
      report.add(.unknownEnumValue, at: position, "\(owner): enum '\(type)' has no value '\(value)'\(clause)")
    }
  }
}
