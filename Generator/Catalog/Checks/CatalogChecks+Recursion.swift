extension CatalogChecks {
  /// A Swift structure cannot hold itself, not even as an optional; only a list breaks the circle.
  static func checkRecursion(_ catalog: Catalog, _ report: Report) {
    var members: [String: [(field: Field, type: String)]] = [:]
    for type in catalog.types { members[type.name] = heldObjects(of: type.fields) }
    var finished: Set<String> = []
    for type in catalog.types where !finished.contains(type.name) {
      visit(type.name, path: [], members, &finished, report)
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

  private static func visit(
    _ name: String, path: [(type: String, field: Field)], _ members: [String: [(field: Field, type: String)]],
    _ finished: inout Set<String>, _ report: Report
  ) {
    for (field, held) in members[name] ?? [] {
      let here = path + [(name, field)]
      if let start = here.firstIndex(where: { $0.type == held }) {
        let circle = here[start...].map { "\($0.type).\($0.field.name)" }.joined(separator: " → ")
        report.add(
          .recursiveType, at: field.position, "type '\(held)' holds itself: \(circle) → \(held); only a list can")
      } else if !finished.contains(held) {
        visit(held, path: here, members, &finished, report)
      }
    }
    finished.insert(name)
  }
}
