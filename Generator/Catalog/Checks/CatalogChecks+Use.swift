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
