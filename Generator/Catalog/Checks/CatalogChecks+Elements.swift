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

extension CatalogChecks {
  /// A Swift structure cannot hold itself, not even as an optional; only a list breaks the circle.
  static func checkRecursion(_ catalog: Catalog, _ report: Report) {
    var members: [String: [(field: Field, type: String)]] = [:]
    for type in catalog.types where members[type.name] == nil { members[type.name] = heldObjects(of: type.fields) }
    var finished: Set<String> = []
    for type in catalog.types where !finished.contains(type.name) {
      visit(type.name, members, &finished, report)
    }
  }

  /// The objects that a value of these fields has inside itself.
  private static func heldObjects(of fields: [Field]) -> [(field: Field, type: String)] {
    fields.flatMap { field -> [(field: Field, type: String)] in
      switch field.type {
      case .object(let name): [(field, name)]
      case .inline(let inner): heldObjects(of: inner)
      default: []
      }
    }
  }

  /// Walks what a type holds, depth first. The path is a list, not the call stack: a chain of types may be long.
  private static func visit(
    _ root: String, _ members: [String: [(field: Field, type: String)]], _ finished: inout Set<String>, _ report: Report
  ) {
    var path: [(type: String, next: Int)] = [(root, 0)]
    var places = [root: 0]
    while let step = path.last {
      let held = members[step.type] ?? []
      guard step.next < held.count else {
        finished.insert(step.type)
        places[step.type] = nil
        path.removeLast()
        continue
      }
      path[path.count - 1].next += 1
      let (field, type) = held[step.next]
      if let start = places[type] {
        let names = path[start...].map { "\($0.type).\(members[$0.type]?[$0.next - 1].field.name ?? "")" }
        report.add(
          .recursiveType, at: field.position, "type '\(type)' holds itself: \(circle(names)) → \(type); only a list can"
        )
      } else if !finished.contains(type) {
        places[type] = path.count
        path.append((type, 0))
      }
    }
  }

  /// The steps of a circle; of a long one, its ends.
  private static func circle(_ names: [String]) -> String {
    (names.count <= 8 ? names : names.prefix(4) + ["…"] + names.suffix(3)).joined(separator: " → ")
  }
}
