import OpenAPIEmitter
import Testing

@testable import SwiftEmitter

@Suite("The generated module of this repository")
struct ProjectOutputTests {
  @Test("It is what the catalog says now")
  func isUpToDate() throws {
    let folder = OutputFolder(
      path: Fixtures.repository.appending(path: "Sources/WeDriveGenerated").path(percentEncoded: false))
    let catalog = try Catalogs.load(Catalogs.project)
    let differences = try folder.check(SwiftEmitter.files(for: catalog) + [OpenAPIEmitter.file(for: catalog)])
    #expect(differences.isEmpty, "\(differences.map(\.diff).joined()) run: \(GeneratedFile.command)")
    let rules = OutputFolder(
      path: Fixtures.repository.appending(path: "Sources/WeDriveEmulator/Rules").path(percentEncoded: false))
    #expect(try rules.check([SwiftEmitter.rules(for: catalog)]).isEmpty, "run: \(GeneratedFile.command)")
  }

  /// Not a file for every type: each file more makes compiling slower.
  @Test("It has a Swift file for each family and each service, and seven others, of at most 120 lines an endpoint")
  func size() throws {
    let catalog = try Catalogs.load(Catalogs.project)
    let files = SwiftEmitter.files(for: catalog).filter { $0.name.hasSuffix(".swift") }
    let others = ["Dates", "Enums", "Errcodes", "Events", "Pickers", "Services", "Types"]
    #expect(files.count == catalog.families.count + catalog.services.count + others.count)
    #expect(Set(others.map { $0 + ".swift" }).isSubset(of: files.map(\.name)))
    // Without blank lines.
    let lines = files.reduce(0) { $0 + $1.text.utf8.split(separator: UInt8(ascii: "\n")).count }
    let endpoints = catalog.families.reduce(0) { $0 + $1.endpoints.count }
    #expect(lines <= 120 * endpoints, "\(lines) lines for \(endpoints) endpoints")
  }

  @Test("Every endpoint has one line in the index of the API")
  func index() throws {
    let catalog = try Catalogs.load(Catalogs.project)
    let index = try SwiftEmitter.files(for: catalog).text("API.md").split(separator: "\n")
    for endpoint in catalog.families.flatMap(\.endpoints) {
      let rows = index.filter { $0.contains("`\(endpoint.method.rawValue) \(endpoint.path)`") }
      #expect(rows.count == 1, "\(endpoint.id)")
      #expect(rows.first?.hasPrefix("| `\(endpoint.swiftName)` |") == true)
    }
  }

  @Test("No file depends on anything but the catalog: no dates, no paths of a machine")
  func purity() throws {
    for file in SwiftEmitter.files(for: try Catalogs.load(Catalogs.project)) where file.name.hasSuffix(".swift") {
      #expect(!file.text.contains("/home") && !file.text.contains("/Users") && !file.text.contains("/tmp"))
      #expect(!file.text.contains(Fixtures.repository.path(percentEncoded: false)))
    }
  }
}
