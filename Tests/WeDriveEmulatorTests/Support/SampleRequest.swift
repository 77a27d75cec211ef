import Catalog
import Foundation
import Testing

/// Requests made from the catalog alone: every required field and the first alternative, each with a value that keeps to its
/// constraints. What they name does not exist, so that a service refuses most of them, but none for its form.
struct SampleRequest {
  private let catalog: Catalog

  init() throws { self.init(try Self.projectCatalog()) }

  init(_ catalog: Catalog) { self.catalog = catalog }

  /// The project's catalog.
  static func projectCatalog() throws -> Catalog {
    let folder = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Spec")
    return try #require(Catalog.load(directory: folder.path(percentEncoded: false)).catalog)
  }

  /// The fields of a valid request; nil for an endpoint that the catalog does not have.
  func fields(of endpoint: String) -> [String: Any]? {
    guard let endpoint = catalog.families.flatMap(\.endpoints).first(where: { $0.id == endpoint }) else { return nil }
    let chosen = Set(endpoint.alternatives.first ?? [])
    return object(endpoint.request.filter { $0.isRequired || chosen.contains($0.name) })
  }

  /// Fields of a request by their names, each with a value that keeps to its constraints.
  func fields(_ names: [String], of endpoint: Endpoint) -> [String: Any] {
    object(endpoint.request.filter { names.contains($0.name) })
  }

  /// The fields of an object, shared or not; none of another type.
  func members(of type: TypeReference) -> [Field] {
    switch type {
    case .object(let name): catalog.types.first { $0.name == name }?.fields ?? []
    case .inline(let fields): fields
    case .list, .scalar, .identifier, .enumeration: []
    }
  }

  /// A value of an enum, as it is in JSON.
  func raw(_ value: EnumType.Value, of name: String) -> Any {
    catalog.enums.first { $0.name == name }?.raw == .string ? value.raw : Int64(value.raw) ?? 1
  }

  /// The same for a field of an object, by the value's name.
  func raw(_ value: String, of field: String, among members: [Field]) -> Any? {
    guard case .enumeration(let name)? = members.first(where: { $0.name == field })?.type else { return nil }
    return self.value(of: catalog.enums.first { $0.name == name }, [value])
  }

  private func object(_ fields: [Field]) -> [String: Any] {
    Dictionary(fields.map { ($0.name, value(of: $0.type, $0.constraints)) }) { first, _ in first }
  }

  func value(of type: TypeReference, _ constraints: Field.Constraints) -> Any {
    switch type {
    case .scalar(.bool): false
    case .scalar(.double): 0.5
    case .scalar(.int32), .scalar(.uint32), .scalar(.int64), .scalar(.uint64): constraints.range?.minimum ?? 1
    case .scalar(.stringMap): ["a": "b"]
    case .scalar(.base64): "eA=="
    case .scalar(.string), .scalar(.secret):
      String(repeating: "x", count: Int(max(1, constraints.length?.minimum ?? 1)))
    case .identifier(let name):
      catalog.identifiers.first { $0.name == name }?.raw == .uint64 ? 1 : "x"
    case .enumeration(let name): value(of: catalog.enums.first { $0.name == name }, constraints.values)
    case .object(let name): shared(name, constraints)
    case .inline(let fields): object(fields.filter { $0.isRequired || $0.isAlways })
    case .list(let element):
      (0..<max(1, constraints.items?.minimum ?? 1)).map { _ in value(of: element, constraints) }
    }
  }

  private func value(of type: EnumType?, _ names: [String]?) -> Any {
    let value = type?.values.first { names?.contains($0.name) ?? true }
    let raw = value?.raw ?? "1"
    return type?.raw == .string ? raw : Int64(raw) ?? 1
  }

  /// A shared object as its first variant makes it, with the values that the list around it allows.
  private func shared(_ name: String, _ constraints: Field.Constraints) -> [String: Any] {
    guard let type = catalog.types.first(where: { $0.name == name }) else { return [:] }
    let variant = type.variants.first
    let taken = Set(variant?.take ?? [])
    return Dictionary(
      type.fields.filter { $0.isAlways || taken.contains($0.name) }.map { field in
        var inner = field.constraints
        inner.values =
          constraints.choices.first { $0.field == field.name }?.values
          ?? (variant?.set.first { $0.field == field.name }.map { [$0.value] }) ?? inner.values
        return (field.name, value(of: field.type, inner))
      }
    ) { first, _ in first }
  }
}
