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
