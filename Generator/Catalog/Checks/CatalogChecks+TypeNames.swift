extension CatalogChecks {
  /// Names of types that the generated module derives, against those that the catalog declares.
  static func checkTypeNames(_ catalog: Catalog, _ report: Report) {
    var declared: [String: (source: String, position: Position)] = [:]
    let types =
      catalog.types.map { (kind: "type", name: $0.name, position: $0.position) }
      + catalog.identifiers.map { (kind: "identifier", name: $0.name, position: $0.position) }
      + catalog.enums.map { (kind: "enum", name: $0.name, position: $0.position) }
    for type in types where declared[type.name] == nil {
      declared[type.name] = ("\(type.kind) '\(type.name)'", type.position)
    }
    checkServices(catalog, &declared, report)
    for interface in catalog.clients.flatMap(\.interfaces) where !interface.swiftName.isEmpty {
      let source = "interface '\(interface.id)'"
      if let first = declared[interface.swiftName] {
        if first.source == source { continue }
        report.add(
          .typeCollision, at: interface.position,
          "\(source) and \(first.source) are both the type '\(interface.swiftName)'; give the interface another 'swift' name",
          notes: [(first.position, "\(first.source) is here")])
      } else {
        declared[interface.swiftName] = (source, interface.position)
      }
      checkInline(interface.parameters + interface.result + interface.failure, declared, report)
    }
    var ids: Set<String> = []
    for endpoint in catalog.families.flatMap(\.endpoints) {
      checkInline(endpoint.request + endpoint.response, declared, report)
      guard ids.insert(endpoint.id).inserted else { continue }
      let base = GeneratedNames.base(of: endpoint)
      for name in [base + "Request", base + "Response"] {
        guard let other = declared[name] else { continue }
        report.add(
          .typeCollision, at: other.position,
          "\(other.source) has the name of a type of endpoint '\(endpoint.id)', '\(name)'",
          notes: [(endpoint.position, "endpoint '\(endpoint.id)' is here")])
      }
    }
    for event in catalog.events {
      let name = GeneratedNames.type(of: event)
      if let other = declared[name] {
        report.add(
          .typeCollision, at: event.position,
          "the type of event '\(event.id)' has the name of \(other.source), '\(name)'",
          notes: [(other.position, "\(other.source) is here")])
      } else {
        declared[name] = ("event '\(event.id)'", event.position)
      }
    }
    for type in catalog.types { checkInline(type.fields, declared, report) }
  }

  /// Services have types of their own each: one for the errcodes, and a protocol with the calls.
  private static func checkServices(
    _ catalog: Catalog, _ declared: inout [String: (source: String, position: Position)], _ report: Report
  ) {
    for service in catalog.services where !service.errcodeType.isEmpty {
      var collides = false
      for (kind, name) in [("errcode type", service.errcodeType), ("protocol", service.apiType)] {
        let first = declared[name]
        let isServices = first?.source.hasPrefix("service") == true
        // A collision of errcode types with what is declared is reported where the name is read, and a protocol that is
        // called as the errcodes are collides with them.
        if let first, !collides, isServices || kind == "protocol" {
          collides = true
          report.add(
            .typeCollision, at: service.position,
            isServices
              ? "service '\(service.id)' and \(first.source) have one \(kind), '\(name)'"
              : "the \(kind) of service '\(service.id)', '\(name)', has the name of \(first.source)",
            notes: [(first.position, "\(first.source) is here")])
        } else if first == nil {
          declared[name] = ("service '\(service.id)'", service.position)
        }
      }
    }
  }

  /// An object that occurs only at one place becomes a nested type, which would hide a declared one of its name.
  private static func checkInline(
    _ fields: [Field], _ declared: [String: (source: String, position: Position)], _ report: Report
  ) {
    for field in fields {
      guard case .inline(let inner) = field.type else { continue }
      let name = GeneratedNames.nestedType(of: field)
      if let other = declared[name] {
        report.add(
          .typeCollision, at: field.position,
          "the object of field '\(field.name)' is the type '\(name)', which would hide \(other.source)",
          notes: [(other.position, "\(other.source) is here")])
      } else if let reason = ReservedNames.reason(against: name, as: .nestedType) {
        report.add(
          .reservedName, at: field.position,
          "the object of field '\(field.name)' cannot be the type '\(name)': \(reason); give a 'swift' name")
      }
      checkInline(inner, declared, report)
    }
  }
}
