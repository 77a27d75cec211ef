extension CatalogChecks {
  /// Names that are different in the catalog but the same in Swift. They are never numbered silently: one of them gets a `swift:`.
  static func checkMemberNames(_ catalog: Catalog, _ report: Report) {
    var methods = NameTable(of: "method", report)
    var ids: Set<String> = []
    for endpoint in catalog.families.flatMap(\.endpoints) {
      checkFields(endpoint.request, report)
      checkFields(endpoint.response, report)
      guard ids.insert(endpoint.id).inserted else { continue }
      methods.add(endpoint.swiftName, from: "endpoint '\(endpoint.id)'", at: endpoint.position)
      if let paging = endpoint.paging {
        methods.add(
          GeneratedNames.itemsMethod(of: endpoint), from: "the paging of endpoint '\(endpoint.id)'", at: paging.position
        )
      }
    }
    var hosts = NameTable(of: "static member", report)
    for client in catalog.clients {
      for host in client.hosts { hosts.add(host.swiftName, from: "host '\(host.id)'", at: host.position) }
      for interface in client.interfaces {
        for fields in [interface.parameters, interface.result, interface.failure] { checkFields(fields, report) }
      }
    }
    for event in catalog.events { checkFields(event.fields, report) }
    for type in catalog.types {
      checkFields(type.fields, report)
      var variants = NameTable(of: "factory", report)
      for variant in type.variants {
        variants.add(variant.swiftName, from: "variant '\(variant.name)'", at: variant.position)
      }
    }
    for type in catalog.enums {
      var members = NameTable(of: "static member", report)
      for value in type.values where !value.name.isEmpty {
        members.add(value.swiftName, from: "value '\(value.name)' (\(value.raw))", at: value.position)
      }
    }
    for table in catalog.errcodes {
      var members = NameTable(of: "static member", report)
      for errcode in table.codes where !errcode.name.isEmpty {
        members.add(errcode.swiftName, from: "errcode '\(errcode.name)' (\(errcode.code))", at: errcode.position)
      }
    }
    for type in catalog.identifiers {
      var factories = NameTable(of: "factory", report)
      for conversion in type.conversions {
        factories.add(
          SwiftName.lowerCamel(conversion.name), from: "conversion '\(conversion.name)'", at: conversion.position)
      }
    }
    checkTokenKinds(catalog, report)
    var limits = NameTable(of: "static member", report)
    for limit in catalog.limits { limits.add(limit.swiftName, from: "limit '\(limit.name)'", at: limit.position) }
  }

  /// Services share the kinds of tokens that have one name.
  private static func checkTokenKinds(_ catalog: Catalog, _ report: Report) {
    var members = NameTable(of: "token kind", report)
    var names: Set<String> = []
    for service in catalog.services {
      for kind in service.tokens where names.insert(kind.name).inserted {
        members.add(kind.swiftName, from: "token '\(kind.name)' of service '\(service.id)'", at: service.position)
      }
    }
  }

  private static func checkFields(_ fields: [Field], _ report: Report) {
    var properties = NameTable(of: "property", report)
    for field in fields {
      properties.add(field.swiftName, from: "field '\(field.name)'", at: field.position)
      if case .inline(let inner) = field.type { checkFields(inner, report) }
    }
  }
}

/// The Swift names of one scope and who has them.
struct NameTable {
  private struct Owner {
    let source: String
    let position: Position
  }

  private let kind: String
  private let report: Report
  private var owners: [String: Owner] = [:]

  init(of kind: String, _ report: Report) {
    self.kind = kind
    self.report = report
  }

  mutating func add(_ name: String, from source: String, at position: Position) {
    let owner = Owner(source: source, position: position)
    guard let other = owners[name] else {
      owners[name] = owner
      return
    }
    // In the order of the text, whichever was read first.
    let isInOrder = other.position < position
    let (first, second) = isInOrder ? (other, owner) : (owner, other)
    report.add(
      .nameCollision, at: second.position,
      "\(second.source) and \(first.source) are both the \(kind) '\(name)' in Swift; give one a 'swift' name",
      notes: [(first.position, "\(first.source) is here")])
  }
}
