extension TypeReference {
  /// The fields of the inline object that the type is, or is a list of.
  package var inlineFields: [Field]? {
    switch self {
    case .inline(let fields): fields
    case .list(let element): element.inlineFields
    case .scalar, .object, .identifier, .enumeration: nil
    }
  }

  /// The shared object that the type is, or is a list of.
  package var objectName: String? {
    switch self {
    case .object(let name): name
    case .list(let element): element.objectName
    case .scalar, .inline, .identifier, .enumeration: nil
    }
  }

  /// The declared type that this is, or is a list of.
  package var declaredName: String? {
    switch self {
    case .object(let name), .identifier(let name), .enumeration(let name): name
    case .list(let element): element.declaredName
    case .scalar, .inline: nil
    }
  }
}
