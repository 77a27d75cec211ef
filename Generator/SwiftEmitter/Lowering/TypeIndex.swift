import Catalog

/// The catalog's types by name, and what follows from them for Swift. An object: everything that is lowered holds it.
final class TypeIndex {
  let catalog: Catalog
  let services: [String: Service]
  let types: DeclaredTypes
  /// Shared objects whose values have something to be checked.
  private(set) var constrained: Set<String> = []
  /// Shared objects that hold nothing but lists.
  private(set) var listsOnly: Set<String> = []
  /// Shared objects that are part of a request.
  private(set) var sent: Set<String> = []
  /// Errcodes by service and number.
  let errcodes: [String: [Int: ErrcodeTable.Errcode]]
  /// The methods of endpoints, and the protocols they are in, by id.
  let methods: [String: (api: String, name: String)]

  init(_ catalog: Catalog) {
    self.catalog = catalog
    let services = Dictionary(catalog.services.map { ($0.id, $0) }) { first, _ in first }
    self.services = services
    types = DeclaredTypes(catalog)
    errcodes = Dictionary(
      catalog.errcodes.map { table in
        (table.service, Dictionary(table.codes.map { ($0.code, $0) }) { first, _ in first })
      }, uniquingKeysWith: { first, _ in first })
    methods = Dictionary(
      catalog.families.flatMap { family in
        family.endpoints.map { ($0.id, (services[family.service]?.apiType ?? "", $0.swiftName)) }
      }, uniquingKeysWith: { first, _ in first })
    // Objects hold objects: repeat until nothing more follows.
    var count = -1
    while count != constrained.count + listsOnly.count {
      count = constrained.count + listsOnly.count
      for type in catalog.types {
        if isConstrained(type.fields) { constrained.insert(type.name) }
        if isListsOnly(type.fields) { listsOnly.insert(type.name) }
      }
    }
    for endpoint in catalog.families.flatMap(\.endpoints) { addSent(endpoint.request) }
    for interface in catalog.clients.flatMap(\.interfaces) { addSent(interface.parameters) }
  }

  private func addSent(_ fields: [Field]) {
    for field in fields {
      if let inner = field.type.inlineFields { addSent(inner) }
      guard let name = field.type.objectName, sent.insert(name).inserted else { continue }
      addSent(types.objects[name]?.fields ?? [])
    }
  }

  // MARK: - Types

  /// The type in Swift; an inline object is a type of that name, nested where it is used.
  func swift(_ type: TypeReference, nested: String) -> String {
    switch type {
    case .scalar(let scalar): Self.swift(scalar)
    case .list(let element): "[\(swift(element, nested: nested))]"
    case .object(let name), .identifier(let name), .enumeration(let name): name
    case .inline: nested
    }
  }

  private static func swift(_ scalar: TypeReference.Scalar) -> String {
    switch scalar {
    case .string: "String"
    case .bool: "Bool"
    case .double: "Double"
    case .int32: "Int32"
    case .uint32: "UInt32"
    case .int64: "Int64"
    case .uint64: "UInt64"
    case .base64: "Base64Content"
    case .secret: "Secret"
    case .stringMap: "[String: String]"
    }
  }

  /// Whether a value of the type is wrapped in one with a `rawValue`.
  func isIdentifier(_ type: TypeReference) -> Bool {
    switch type {
    case .identifier, .scalar(.secret): true
    default: false
    }
  }

  // MARK: - Properties of objects

  /// The names on the wire of all fields that hold a secret, in what a service's calls, events and interfaces send and
  /// receive; sorted.
  func secretFields(of service: String) -> [String] {
    var names: Set<String> = []
    var seen: Set<String> = []
    func add(_ fields: [Field]) {
      for field in fields {
        if isSecret(field.type) { names.insert(field.name) }
        if let inner = field.type.inlineFields { add(inner) }
        guard let object = field.type.objectName, seen.insert(object).inserted else { continue }
        add(types.objects[object]?.fields ?? [])
      }
    }
    for family in catalog.families where family.service == service {
      for endpoint in family.endpoints { add(endpoint.request + endpoint.response) }
    }
    for event in catalog.events where event.service == service { add(event.fields) }
    for family in catalog.clients where family.service == service {
      for interface in family.interfaces { add(interface.parameters + interface.result + interface.failure) }
    }
    return names.sorted()
  }

  private func isSecret(_ type: TypeReference) -> Bool {
    switch type {
    case .scalar(.secret): true
    case .identifier(let name): types.identifiers[name]?.isSecret == true
    case .list(let element): isSecret(element)
    default: false
    }
  }

  func isListsOnly(_ fields: [Field]) -> Bool {
    !fields.isEmpty && fields.allSatisfy { !$0.isAlways && !$0.isRequired && isEmptyWhenMissing($0.type) }
  }

  /// Whether an absent value is the same as an empty one.
  func isEmptyWhenMissing(_ type: TypeReference) -> Bool {
    switch type {
    case .list: true
    case .inline(let fields): isListsOnly(fields)
    case .object(let name): listsOnly.contains(name)
    case .scalar, .identifier, .enumeration: false
    }
  }

  func isConstrained(_ fields: [Field]) -> Bool {
    fields.contains { !$0.constraints.isEmpty || isConstrained($0.type) }
  }

  func isConstrained(_ type: TypeReference) -> Bool {
    switch type {
    case .list(let element): isConstrained(element)
    case .inline(let fields): isConstrained(fields)
    case .object(let name): constrained.contains(name)
    case .scalar, .identifier, .enumeration: false
    }
  }

  // MARK: - Services

  /// The name of the service's constant, for example `weCom`.
  func constant(ofService id: String) -> String { SwiftNaming.lower(stem(ofService: id)) }

  /// What the names that follow from a service start with, for example `WeCom`.
  func stem(ofService id: String) -> String {
    guard let type = services[id]?.errcodeType, type.hasSuffix("Errcode") else { return SwiftNaming.joined(id) }
    return GeneratedNames.stem(ofErrcodes: type)
  }

  /// The protocol with the calls of a service, for example `WeDriveAPI`.
  func api(ofService id: String) -> String { services[id]?.apiType ?? "" }

  /// The link to a documentation page.
  func link(_ page: String, service: String) -> String {
    services[service]?.link(toPage: page) ?? ""
  }
}

extension Field.Constraints {
  var isEmpty: Bool {
    range == nil && weight == nil && length == nil && items == nil && bytes == nil && values == nil
      && choices.isEmpty && quotas.isEmpty
  }
}
