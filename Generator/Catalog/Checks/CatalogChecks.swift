/// What can only be seen when the whole catalog is read. Each check is a function of its own, in its own file.
///
/// A catalog with errors may hold two declarations of one name: the first is what the name stands for.
enum CatalogChecks {
  static func run(on catalog: Catalog, untyped: Set<Position>, report: Report) {
    checkFamilies(catalog, report)
    checkPaths(catalog, report)
    checkMemberNames(catalog, report)
    checkTypeNames(catalog, report)
    checkRecursion(catalog, report)
    checkAllowedValues(catalog, report)
    checkEvents(catalog, report)
    checkElements(catalog, untyped, report)
    checkBlocks(catalog, report)
    checkRequired(catalog, report)
    // A mistake elsewhere is often why nothing uses a declaration: it is said of a catalog without errors only.
    if !report.hasErrors { checkUse(catalog, report) }
  }
}

extension CatalogChecks {
  /// Two events of a service, of which one message could be either.
  static func checkEvents(_ catalog: Catalog, _ report: Report) {
    for (index, event) in catalog.events.enumerated() where !event.match.isEmpty {
      for earlier in catalog.events[..<index] where earlier.service == event.service && !earlier.match.isEmpty {
        guard isPart(earlier, of: event) || isPart(event, of: earlier) else { continue }
        report.add(
          .badMatch, at: event.position, "a message that is event '\(event.id)' could be '\(earlier.id)' as well",
          notes: [(earlier.position, "'\(earlier.id)' is here")])
      }
    }
  }

  private static func isPart(_ event: Event, of other: Event) -> Bool {
    event.match.allSatisfy { node, text in other.match.contains { $0.node == node && $0.text == text } }
  }
}

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

extension CatalogChecks {
  /// Finds declarations that nothing uses. Limits are for people, so they need no use.
  static func checkUse(_ catalog: Catalog, _ report: Report) {
    var used: Set<String> = []
    for endpoint in catalog.families.flatMap(\.endpoints) {
      for field in endpoint.request + endpoint.response { addUses(of: field.type, except: nil, to: &used) }
    }
    for interface in catalog.clients.flatMap(\.interfaces) {
      used.insert(interface.outcomeType)
      for field in interface.parameters + interface.result + interface.failure {
        addUses(of: field.type, except: nil, to: &used)
      }
    }
    for field in catalog.events.flatMap(\.fields) { addUses(of: field.type, except: nil, to: &used) }
    for type in catalog.types {
      for field in type.fields { addUses(of: field.type, except: type.name, to: &used) }
    }
    for type in catalog.identifiers { used.formUnion(type.conversions.map(\.type)) }

    let declared =
      catalog.types.map { ("type", $0.name, $0.position) }
      + catalog.identifiers.map { ("identifier", $0.name, $0.position) }
      + catalog.enums.map { ("enum", $0.name, $0.position) }
    for (kind, name, position) in declared where !used.contains(name) {
      report.add(.unreferenced, at: position, "nothing uses \(kind) '\(name)'")
    }
  }

  private static func addUses(of type: TypeReference, except owner: String?, to used: inout Set<String>) {
    switch type {
    case .scalar: break
    case .list(let element): addUses(of: element, except: owner, to: &used)
    case .object(let name), .identifier(let name), .enumeration(let name): if name != owner { used.insert(name) }
    case .inline(let fields): for field in fields { addUses(of: field.type, except: owner, to: &used) }
    }
  }
}
