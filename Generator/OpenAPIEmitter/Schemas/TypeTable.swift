import Catalog

/// The catalog's shared types by name, and which of them a document needs.
struct TypeTable {
  private let catalog: Catalog
  private let objects: [String: ObjectType]
  private let enums: [String: EnumType]
  private let identifiers: [String: IdentifierType]

  init(_ catalog: Catalog) {
    self.catalog = catalog
    objects = Dictionary(catalog.types.map { ($0.name, $0) }) { first, _ in first }
    enums = Dictionary(catalog.enums.map { ($0.name, $0) }) { first, _ in first }
    identifiers = Dictionary(catalog.identifiers.map { ($0.name, $0) }) { first, _ in first }
  }

  func enumType(_ name: String) -> EnumType? { enums[name] }

  func identifier(_ name: String) -> IdentifierType? { identifiers[name] }

  /// The fields of an object, shared or not, that the type is or is a list of.
  func fields(of type: TypeReference) -> [Field] {
    switch type {
    case .object(let name): objects[name]?.fields ?? []
    case .inline(let fields): fields
    case .list(let element): fields(of: element)
    case .scalar, .identifier, .enumeration: []
    }
  }

  /// The shared types that fields refer to, by any way, in the catalog's order.
  func reachable(from fields: [Field]) -> (objects: [ObjectType], identifiers: [IdentifierType], enums: [EnumType]) {
    var names: Set<String> = []
    var open = fields
    while let field = open.popLast() {
      if let name = field.type.declaredName {
        guard names.insert(name).inserted else { continue }
      }
      open += self.fields(of: field.type)
    }
    return (
      catalog.types.filter { names.contains($0.name) }, catalog.identifiers.filter { names.contains($0.name) },
      catalog.enums.filter { names.contains($0.name) }
    )
  }
}
