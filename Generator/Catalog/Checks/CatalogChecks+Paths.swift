extension CatalogChecks {
  /// Two families of one service and name would be written to one file.
  static func checkFamilies(_ catalog: Catalog, _ report: Report) {
    var places: [String: Position] = [:]
    for family in catalog.families where !family.name.isEmpty {
      let name = "\(family.service) \(family.name)"
      if let first = places[name] {
        report.add(
          .duplicateFamily, at: family.position, "family '\(family.name)' is declared twice",
          notes: [(first, "'\(family.name)' is first here")])
      } else {
        places[name] = family.position
      }
    }
  }

  /// A path belongs to one endpoint of its service and method.
  static func checkPaths(_ catalog: Catalog, _ report: Report) {
    var places: [String: (id: String, position: Position)] = [:]
    for family in catalog.families {
      for endpoint in family.endpoints where !endpoint.path.isEmpty {
        let route = "\(family.service) \(endpoint.method.rawValue) \(endpoint.path)"
        if let first = places[route] {
          // Two of one id are reported for that.
          if first.id == endpoint.id { continue }
          report.add(
            .duplicatePath, at: endpoint.position,
            "endpoints '\(first.id)' and '\(endpoint.id)' are both \(endpoint.method.rawValue) \(endpoint.path)",
            notes: [(first.position, "'\(first.id)' is here")])
        } else {
          places[route] = (endpoint.id, endpoint.position)
        }
      }
    }
  }
}
