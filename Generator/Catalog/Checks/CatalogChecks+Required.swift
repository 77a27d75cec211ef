extension CatalogChecks {
  /// `required` says what a request has to hold; an object that a reply holds, too, says `always`.
  static func checkRequired(_ catalog: Catalog, _ report: Report) {
    let types = Dictionary(catalog.types.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let replies =
      catalog.families.flatMap(\.endpoints).flatMap(\.response) + catalog.events.flatMap(\.fields)
      + catalog.clients.flatMap(\.interfaces).flatMap { $0.result + $0.failure }
    var pending = replies.flatMap { objects(in: $0.type) }
    var seen: Set<String> = []
    while let name = pending.popLast() {
      guard seen.insert(name).inserted, let type = types[name] else { continue }
      checkRequired(type.fields, of: name, report)
      pending += type.fields.flatMap { objects(in: $0.type) }
    }
  }

  private static func checkRequired(_ fields: [Field], of owner: String, _ report: Report) {
    for field in fields {
      if field.isRequired {
        report.add(
          .misplacedKey, at: field.position,
          "'required' does not belong on field '\(owner).\(field.name)': replies hold '\(owner)'; it says 'always'")
      }
      if case .inline(let inner) = field.type { checkRequired(inner, of: "\(owner).\(field.name)", report) }
    }
  }

  /// The names of the shared objects that a value of the type holds itself.
  private static func objects(in type: TypeReference) -> [String] {
    switch type {
    case .object(let name): [name]
    case .list(let element): objects(in: element)
    case .inline(let fields): fields.flatMap { objects(in: $0.type) }
    case .scalar, .identifier, .enumeration: []
    }
  }
}
