/// The shared types of a catalog by their names.
package struct DeclaredTypes: Sendable {
  /// The shared objects.
  package let objects: [String: ObjectType]
  /// The open enumerations.
  package let enums: [String: EnumType]
  /// The typed ids, tickets and keys.
  package let identifiers: [String: IdentifierType]

  /// The types of a catalog.
  package init(_ catalog: Catalog) {
    objects = Dictionary(catalog.types.map { ($0.name, $0) }) { first, _ in first }
    enums = Dictionary(catalog.enums.map { ($0.name, $0) }) { first, _ in first }
    identifiers = Dictionary(catalog.identifiers.map { ($0.name, $0) }) { first, _ in first }
  }

  /// The fields of an object, shared or not, that a type is or is a list of; none where it is something else.
  package func fields(of type: TypeReference) -> [Field] {
    switch type {
    case .object(let name): objects[name]?.fields ?? []
    case .inline(let fields): fields
    case .list(let element): fields(of: element)
    case .scalar, .identifier, .enumeration: []
    }
  }

  /// The names of the types that fields refer to, by any way.
  package func reachable(from fields: [Field]) -> Set<String> {
    var names: Set<String> = []
    var open = fields
    while let field = open.popLast() {
      if let name = field.type.declaredName, !names.insert(name).inserted { continue }
      open += self.fields(of: field.type)
    }
    return names
  }
}
