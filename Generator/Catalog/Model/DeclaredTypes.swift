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

/// Names that the generated module has without the catalog declaring them. They follow from Swift names, given or derived.
public enum GeneratedNames {
  /// What the types of an endpoint start with: `FileList` of `FileListRequest`.
  public static func base(of endpoint: Endpoint) -> String { capitalised(endpoint.swiftName) }

  /// The type of an event: `FileChangeEvent`.
  public static func type(of event: Event) -> String { capitalised(event.swiftName) + "Event" }

  /// The nested type of an object that occurs only at this field.
  public static func nestedType(of field: Field) -> String { capitalised(field.swiftName) }

  /// The method that gives the items of a paged endpoint.
  public static func itemsMethod(of endpoint: Endpoint) -> String { endpoint.swiftName + "Items" }

  /// The protocol of a service that does not name its own: `WeChatAPI` beside `WeChatErrcode`.
  static func api(errcodeType: String) -> String { stem(ofErrcodes: errcodeType) + "API" }

  /// What the names that follow from a service start with: `WeChat` of `WeChatErrcode`.
  public static func stem(ofErrcodes type: String) -> String {
    type.hasSuffix("Errcode") ? String(type.dropLast("Errcode".count)) : type
  }

  private static func capitalised(_ name: String) -> String { name.prefix(1).uppercased() + name.dropFirst() }
}
