extension CatalogChecks {
  /// An `at-most` that names a field or value which the list's elements do not have.
  static func checkQuotas(_ catalog: Catalog, _ untyped: Set<Position>, _ report: Report) {
    let types = Dictionary(catalog.types.map { ($0.name, $0.fields) }, uniquingKeysWith: { first, _ in first })
    let enums = Dictionary(catalog.enums.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
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
      // A quota on anything else was refused when it was read.
      default: continue
      }
      for (name, value) in field.constraints.quotas.flatMap(\.values) {
        check(value, of: name, in: elements, at: field, enums, untyped, report)
      }
    }
  }

  private static func check(
    _ value: String, of name: String, in elements: [Field], at field: Field, _ enums: [String: EnumType],
    _ untyped: Set<Position>, _ report: Report
  ) {
    let owner = "'at-most' of field '\(field.name)'"
    guard let element = elements.first(where: { $0.name == name }) else {
      let clause = Suggestion.clause(for: name, among: elements.map(\.name))
      report.add(.unknownField, at: field.position, "\(owner): an element has no field '\(name)'\(clause)")
      return
    }
    if untyped.contains(element.position) { return }
    guard case .enumeration(let type) = element.type else {
      let kind = element.type.kindDescription
      report.add(.misfitConstraint, at: field.position, "\(owner) needs an enum, and '\(name)' is \(kind)")
      return
    }
    guard let known = enums[type]?.values, !known.isEmpty, !known.contains(where: { $0.name == value }) else { return }
    let clause = Suggestion.clause(for: value, among: known.map(\.name))
    report.add(.unknownEnumValue, at: field.position, "\(owner): enum '\(type)' has no value '\(value)'\(clause)")
  }
}
