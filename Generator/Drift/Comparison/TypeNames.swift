import Catalog

/// How a type is written in the catalog, and which of the base's types only have another name in the head.
struct TypeNames {
  /// Name in the base → name in the head.
  private(set) var renamed: [String: String] = [:]

  mutating func note(_ old: String, became new: String) { renamed[old] = new }

  /// A type of the base, in the words of the head.
  func current(_ type: TypeReference) -> String { TypeNames.text(of: type) { renamed[$0] ?? $0 } }

  /// `uint32`, `[FileID]`; an inline object is an `object`.
  static func text(of type: TypeReference, naming name: (String) -> String = { $0 }) -> String {
    switch type {
    case .scalar(let scalar): scalar.rawValue
    case .list(let element): "[\(text(of: element, naming: name))]"
    case .object(let type), .identifier(let type), .enumeration(let type): name(type)
    case .inline: "object"
    }
  }
}
