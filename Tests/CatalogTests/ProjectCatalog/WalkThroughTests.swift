import Catalog
import Foundation
import Testing

/// The catalog's own manual shows how an endpoint is added. What it shows has to work.
@Suite("The manual's walk-through")
struct WalkThroughTests {
  /// The YAML blocks below "Adding an endpoint", with the indentation of the list they stand in removed.
  static func blocks() throws -> [String] {
    let manual = try String(contentsOf: ProjectCatalog.folder.appending(path: "README.md"), encoding: .utf8)
    let start = try #require(manual.range(of: "## Adding an endpoint\n"))
    let end = try #require(manual.range(of: "## When a page changes\n"))
    var blocks: [String] = []
    var block: [Substring]?
    for line in manual[start.upperBound..<end.lowerBound].split(separator: "\n", omittingEmptySubsequences: false) {
      if line == "   ```yaml" {
        block = []
      } else if line == "   ```", let lines = block {
        blocks.append(lines.joined(separator: "\n") + "\n")
        block = nil
      } else {
        block?.append(line.dropFirst(3))
      }
    }
    return blocks
  }

  @Test("Its endpoint, identifier, limit and correction load together with the catalog")
  func walkThroughLoads() throws {
    let blocks = try Self.blocks()
    try #require(blocks.count == 4)
    let before = try ProjectCatalog.load()
    // In a copy where the walk-through was carried out, all of it is there already.
    guard !before.endpoints.contains(where: { $0.id == "application_list" }) else { return }
    var files: [String: [UInt8]] = [:]
    let paths = try FileManager.default.subpathsOfDirectory(atPath: ProjectCatalog.folder.path(percentEncoded: false))
    for path in paths where path.hasSuffix(".yaml") {
      files[path] = Array(try Data(contentsOf: ProjectCatalog.folder.appending(path: path)))
    }
    func append(_ text: String, to path: String) throws {
      files[path] = try #require(files[path]) + Array(text.utf8)
    }
    try append("\n" + blocks[0], to: "wecom/accounts.yaml")
    let types = try #require(files["wecom/types.yaml"].map { String(decoding: $0, as: UTF8.self) })
    files["wecom/types.yaml"] = Array(types.replacing("\nidentifiers:\n", with: "\nidentifiers:\n\(blocks[1])").utf8)
    try append(blocks[2], to: "wecom/limits.yaml")
    try append(blocks[3], to: "overlay.yaml")

    let (loaded, diagnostics) = Catalog.load(files: files)
    #expect(diagnostics.isEmpty, "\(diagnostics.map { "\($0.position): \($0.text) [\($0.rule.id)]" })")
    let catalog = try #require(loaded)
    #expect(catalog.endpoints.count == before.endpoints.count + 1)
    #expect(try catalog.endpoint("application_list").paging?.items == ["apply_id_list"])
  }
}
