import Catalog

/// Finds declarations by name, and unfolds the fields of calls.
struct CatalogIndex {
  let catalog: Catalog
  let endpoints: [Endpoint]
  private let families: [String: Family]
  private let services: [String: Service]
  private let types: [String: ObjectType]
  private let identifiers: [String: IdentifierType]
  private let enums: [String: EnumType]
  /// How deep objects are unfolded, because a type can hold a list of itself.
  private static let maximumDepth = 12

  init(_ catalog: Catalog) {
    self.catalog = catalog
    endpoints = catalog.families.flatMap(\.endpoints)
    families = Dictionary(
      catalog.families.flatMap { family in family.endpoints.map { ($0.id, family) } },
      uniquingKeysWith: { first, _ in first })
    services = Dictionary(catalog.services.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    types = Dictionary(catalog.types.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    identifiers = Dictionary(catalog.identifiers.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    enums = Dictionary(catalog.enums.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  func family(of endpoint: Endpoint) -> Family? { families[endpoint.id] }
  func service(of endpoint: Endpoint) -> Service? { families[endpoint.id].flatMap { services[$0.service] } }

  func errcodes(of endpoint: Endpoint) -> ErrcodeTable? {
    guard let service = families[endpoint.id]?.service else { return nil }
    return catalog.errcodes.first { $0.service == service }
  }

  func pages(of endpoint: Endpoint) -> [String] { endpoint.documentation.pages.map { "\($0.page)" } }

  // MARK: - Fields

  func request(of endpoint: Endpoint) -> [ExpectedField] {
    let root = "endpoints.\(endpoint.id).request"
    return fields(endpoint.request, path: [], targets: [root], in: endpoint, isRequest: true, depth: 0)
  }

  func response(of endpoint: Endpoint) -> [ExpectedField] {
    let root = "endpoints.\(endpoint.id).response"
    return fields(endpoint.response, path: [], targets: [root], in: endpoint, isRequest: false, depth: 0)
  }

  private func fields(
    _ fields: [Field], path: [String], targets: [String], in endpoint: Endpoint, isRequest: Bool, depth: Int,
    banned: [String: Set<String>] = [:]
  ) -> [ExpectedField] {
    fields.map { field in
      let path = path + [field.name]
      let targets = targets.map { "\($0).\(field.name)" }
      var expected = ExpectedField(
        name: field.name, path: path, targets: targets, position: field.position, shape: shape(of: field.type),
        isRequired: field.isRequired || field.isAlways, until: field.until, acceptsString: field.acceptsString,
        acceptsNumber: field.acceptsNumber, constraints: field.constraints, type: nil, values: nil, children: [])
      guard depth < CatalogIndex.maximumDepth else { return expected }
      switch field.type.innermost {
      case .inline(let inner):
        let inside = [targets[0]] + targets.map { "\($0).object" }
        expected.inside = inside
        expected.children = self.fields(
          inner, path: path, targets: inside, in: endpoint, isRequest: isRequest, depth: depth + 1)
      case .object(let name):
        expected.type = name
        let inside = [targets[0], "types.\(name).fields"]
        expected.inside = inside
        expected.children = self.fields(
          types[name]?.fields ?? [], path: path, targets: inside, in: endpoint, isRequest: isRequest, depth: depth + 1,
          banned: CatalogIndex.banned(by: field.constraints.quotas))
      case .enumeration(let name):
        expected.values = values(
          of: name, allowed: field.constraints.values, banned: banned[field.name] ?? [], in: endpoint)
      default: break
      }
      return expected
    }
  }

  /// Values that a quota of zero rules out, by field.
  private static func banned(by quotas: [Field.Constraints.Quota]) -> [String: Set<String>] {
    var banned: [String: Set<String>] = [:]
    for quota in quotas where quota.most == 0 && quota.values.count == 1 {
      banned[quota.values[0].field, default: []].insert(quota.values[0].value)
    }
    return banned
  }

  private func values(
    of name: String, allowed: [String]?, banned: Set<String>, in endpoint: Endpoint
  ) -> ExpectedValues? {
    guard let type = enums[name] else { return nil }
    var values = ExpectedValues(type: name, allowed: [], others: [])
    for value in type.values {
      let isHere = value.allowedIn?.contains(endpoint.id) ?? true
      let isAllowed = isHere && allowed?.contains(value.name) ?? true && !banned.contains(value.name)
      let known = ExpectedValues.Value(
        raw: value.raw, name: value.name, until: value.until, position: value.position)
      if isAllowed { values.allowed.append(known) } else { values.others.append(known) }
    }
    return values
  }

  private func shape(of type: TypeReference) -> ExpectedField.Shape {
    switch type {
    case .scalar(.string), .scalar(.base64), .scalar(.secret): .string
    case .scalar(.bool): .bool
    case .scalar(.double): .double
    case .scalar(.int32): .integer(bits: 32, signed: true)
    case .scalar(.uint32): .integer(bits: 32, signed: false)
    case .scalar(.int64): .integer(bits: 64, signed: true)
    case .scalar(.uint64): .integer(bits: 64, signed: false)
    case .list(let element): .list(shape(of: element))
    case .object, .inline: .object
    case .identifier(let name): identifiers[name]?.raw == .uint64 ? .integer(bits: 64, signed: false) : .string
    case .enumeration(let name):
      switch enums[name]?.raw {
      case .uint32: .integer(bits: 32, signed: false)
      case .int32: .integer(bits: 32, signed: true)
      default: .string
      }
    }
  }
}

extension TypeReference {
  /// What a list is of; the type itself, if it is none.
  fileprivate var innermost: TypeReference {
    if case .list(let element) = self { element.innermost } else { self }
  }
}

extension [ExpectedField] {
  /// All fields, those inside others too.
  var unfolded: [ExpectedField] { flatMap { [$0] + $0.children.unfolded } }
}
