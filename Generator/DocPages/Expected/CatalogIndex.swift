import Catalog

/// Finds declarations by name, and unfolds the fields of calls.
struct CatalogIndex {
  let catalog: Catalog
  /// Everything that a page can document.
  private(set) var calls: [ExpectedCall] = []
  /// Every documentation page that the catalog names, and the kind of app that it is for; empty where pages have none.
  let pages: [String: String]
  private let types: DeclaredTypes
  /// How deep objects are unfolded, because a type can hold a list of itself.
  private static let maximumDepth = 12

  init(_ catalog: Catalog) {
    self.catalog = catalog
    types = DeclaredTypes(catalog)
    var pages: [String: String] = [:]
    let documented =
      catalog.families.flatMap(\.endpoints).map(\.documentation) + catalog.events.map(\.documentation)
      + catalog.clients.flatMap(\.interfaces).flatMap(\.availability).map(\.documentation)
    for page in documented.flatMap(\.pages) where pages[page.page] == nil { pages[page.page] = page.kind.rawValue }
    for link in catalog.clients.flatMap(\.interfaces).flatMap(\.availability).compactMap(\.link) {
      pages[link] = ""
    }
    self.pages = pages
    for family in catalog.families {
      guard let service = catalog.services.first(where: { $0.id == family.service }) else { continue }
      calls += family.endpoints.map { call($0, of: service) }
    }
    for family in catalog.clients {
      for interface in family.interfaces {
        calls += interface.availability.compactMap { call(interface, $0, of: family) }
      }
    }
  }

  func errcodes(of service: String?) -> ErrcodeTable? { catalog.errcodes.first { $0.service == service } }

  // MARK: - Calls

  private func call(_ endpoint: Endpoint, of service: Service) -> ExpectedCall {
    let target = "endpoints.\(endpoint.id)"
    let last = endpoint.path.split(separator: "/").last.map(String.init) ?? endpoint.id
    return ExpectedCall(
      id: endpoint.id, target: target, position: endpoint.position, names: [endpoint.id, last],
      route: (service.id, endpoint.path, endpoint.method.rawValue),
      pages: endpoint.documentation.pages.map { "\($0.page)" }, updated: endpoint.documentation.updated,
      request: fields(endpoint.request, targets: ["\(target).request"], in: endpoint.id),
      response: fields(endpoint.response, targets: ["\(target).response"], in: endpoint.id),
      notAsked: Set(service.tokens.map(\.name)), notAnswered: [service.codeField, service.messageField],
      service: service.id, errcodes: endpoint.errcodes, isDeprecated: endpoint.deprecated != nil)
  }

  private func call(
    _ interface: ClientInterface, _ availability: ClientInterface.Availability, of family: ClientFamily
  ) -> ExpectedCall? {
    guard let host = family.hosts.first(where: { $0.id == availability.host }) else { return nil }
    let target = "pickers.\(interface.id)"
    let function = host.function.replacing("{name}", with: interface.id)
    var call = ExpectedCall(
      id: interface.id, target: target, position: availability.position,
      names: host.style == .invoke ? [] : [function, interface.id],
      pages: availability.documentation.pages.map { "\($0.page)" } + (availability.link.map { [$0] } ?? []),
      updated: availability.documentation.updated,
      request: fields(interface.parameters, targets: ["\(target).parameters"], in: interface.id),
      response: fields(interface.result, targets: ["\(target).result"], in: interface.id),
      failure: fields(interface.failure, targets: ["\(target).failure"], in: interface.id),
      notAsked: host.callbacks, notAnswered: family.envelope,
      wrapper: host.resultField, outcomeField: host.messageField, isDeprecated: interface.deprecated != nil)
    call.versions = Set(interface.availability.flatMap(\.clients).compactMap(\.since))
    for index in call.request.indices where availability.flagsAsNumbers.contains(call.request[index].name) {
      call.request[index].isFlag = true
    }
    call.outcomes = values(of: interface.outcomeType, allowed: interface.outcomes, and: nil, in: interface.id)
    return call
  }

  // MARK: - Fields

  private func fields(
    _ fields: [Field], path: [String] = [], targets: [String], in call: String, depth: Int = 0,
    choices: [Field.Constraints.Choice] = []
  ) -> [ExpectedField] {
    fields.map { field in
      let path = path + [field.name]
      let targets = targets.map { "\($0).\(field.name)" }
      var expected = ExpectedField(
        name: field.name, path: path, targets: targets, position: field.position, shape: shape(of: field.type),
        isRequired: field.isRequired || field.isAlways, until: field.until, since: field.since,
        isDeprecated: field.deprecated != nil || field.until != nil, acceptsString: field.acceptsString,
        acceptsNumber: field.acceptsNumber, constraints: field.constraints, type: nil, values: nil, children: [])
      guard depth < CatalogIndex.maximumDepth else { return expected }
      switch field.type.innermost {
      case .inline(let inner):
        let inside = [targets[0]] + targets.map { "\($0).object" }
        expected.inside = inside
        expected.children = self.fields(
          inner, path: path, targets: inside, in: call, depth: depth + 1)
      case .object(let name):
        expected.type = name
        let inside = [targets[0], "types.\(name).fields"]
        expected.inside = inside
        expected.children = self.fields(
          types.objects[name]?.fields ?? [], path: path, targets: inside, in: call, depth: depth + 1,
          choices: field.constraints.choices)
      case .identifier(let name):
        expected.uses = Set([types.identifiers[name]?.life, types.identifiers[name]?.uses].compactMap { $0 })
      case .enumeration(let name):
        expected.values = values(
          of: name, allowed: field.constraints.values, and: choices.first { $0.field == field.name }?.values, in: call)
      default: break
      }
      return expected
    }
  }

  /// - Parameters:
  ///   - allowed: What the field says; nil: any.
  ///   - chosen: What the list says that it is in; nil: any.
  private func values(
    of name: String, allowed: [String]?, and chosen: [String]?, in call: String
  ) -> ExpectedValues? {
    guard let type = types.enums[name] else { return nil }
    var values = ExpectedValues(type: name, allowed: [], others: [])
    for value in type.values {
      let isHere = value.allowedIn?.contains(call) ?? true
      let isAllowed = isHere && allowed?.contains(value.name) ?? true && chosen?.contains(value.name) ?? true
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
    case .scalar(.stringMap): .object
    case .scalar(.double): .double
    case .scalar(.int32): .integer(bits: 32, signed: true)
    case .scalar(.uint32): .integer(bits: 32, signed: false)
    case .scalar(.int64): .integer(bits: 64, signed: true)
    case .scalar(.uint64): .integer(bits: 64, signed: false)
    case .list(let element): .list(shape(of: element))
    case .object, .inline: .object
    case .identifier(let name): types.identifiers[name]?.raw == .uint64 ? .integer(bits: 64, signed: false) : .string
    case .enumeration(let name):
      switch types.enums[name]?.raw {
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

extension ClientHost {
  /// Parameters that say what to do with the answer.
  var callbacks: Set<String> { style == .callbacks ? ["success", "fail", "complete"] : [] }
}

extension ClientFamily {
  /// What answers say besides the result.
  var envelope: Set<String> { Set(hosts.map(\.messageField) + ["errCode"]) }
}
