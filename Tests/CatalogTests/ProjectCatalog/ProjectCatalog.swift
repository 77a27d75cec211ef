import Catalog
import Foundation
import Testing

/// The catalog of this repository, as the generator reads it.
enum ProjectCatalog {
  static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Spec")

  static func load() throws -> Catalog {
    let (catalog, diagnostics) = Catalog.load(directory: folder.path(percentEncoded: false))
    #expect(diagnostics.isEmpty, "\(diagnostics.map { "\($0.position): \($0.text) [\($0.rule.id)]" })")
    return try #require(catalog)
  }
}

extension Catalog {
  var endpoints: [Endpoint] { families.flatMap(\.endpoints) }

  func endpoints(of service: String) -> [Endpoint] { families.filter { $0.service == service }.flatMap(\.endpoints) }

  func endpoint(_ id: String) throws -> Endpoint {
    try #require(endpoints.first { $0.id == id }, "no endpoint '\(id)'")
  }

  func type(_ name: String) throws -> ObjectType {
    try #require(types.first { $0.name == name }, "no type '\(name)'")
  }

  func errcode(_ code: Int) throws -> ErrcodeTable.Errcode {
    let table = try #require(errcodes.first { $0.service == "wecom" })
    return try #require(table.codes.first { $0.code == code }, "no errcode \(code)")
  }
}

extension [Field] {
  /// The field at a path of wire names through objects that occur only there.
  @discardableResult
  func field(_ path: String) throws(MissingField) -> Field {
    let steps = path.split(separator: ".").map(String.init)
    var fields = self
    for step in steps.dropLast() {
      guard case .inline(let inner) = fields.first(where: { $0.name == step })?.type else {
        throw MissingField(path: path)
      }
      fields = inner
    }
    guard let field = fields.first(where: { $0.name == steps.last }) else { throw MissingField(path: path) }
    return field
  }
}

struct MissingField: Error, Equatable {
  let path: String
}
