import Testing

@testable import Catalog

@Suite("Overlay")
struct OverlayTests {
  private func load(_ entries: String...) throws -> (catalog: Catalog?, diagnostics: [Diagnostic]) {
    let texts = entries.map { entry in
      let lines = entry.split(separator: "\n").map { "    " + $0 }.joined(separator: "\n").dropFirst(4)
      return "  - \(lines)\n    documented: Something else.\n    evidence: A sample.\n    date: 2026-11-21\n"
    }
    return try Catalog.load(over: ["overlay.yaml": texts.isEmpty ? "overlay: []\n" : "overlay:\n" + texts.joined()])
  }

  private func field(_ name: String, of endpoint: String, in catalog: Catalog) -> Field? {
    let endpoint = catalog.families.flatMap(\.endpoints).first { $0.id == endpoint }
    return ((endpoint?.request ?? []) + (endpoint?.response ?? [])).first { $0.name == name }
  }

  @Test("Keys are set and removed")
  func set() throws {
    let found = try load("target: endpoints.file_move.request.fileid\nset: {type: [FileID], required: null}")
    let catalog = try #require(found.catalog)
    let moved = try #require(field("fileid", of: "file_move", in: catalog))
    guard case .list(.identifier("FileID")) = moved.type else {
      Issue.record("type is \(moved.type)")
      return
    }
    #expect(!moved.isRequired)
    #expect(moved.about == "The files.")
  }

  @Test("Children are added behind the others")
  func add() throws {
    let found = try load(
      "target: enums.MemberType.values\nadd: {7: {name: group}}",
      "target: endpoints.file_download.response\nadd: {cookie: {type: secret, about: The cookie.}}")
    let catalog = try #require(found.catalog)
    #expect(catalog.enums.first { $0.name == "MemberType" }?.values.map(\.name) == ["person", "department", "group"])
    #expect(field("cookie", of: "file_download", in: catalog) != nil)
  }

  @Test(
    "Declarations of every kind are removed",
    arguments: [
      "endpoints.file_move", "endpoints.file_move.request.fileid", "types.AuthInfo.variants.user",
      "errcodes.wecom.42001",
      "limits.upload_block_size", "enums.FileOrder.values.2", "identifiers.FolderID.from.folder",
    ])
  func remove(target: String) throws {
    let before = try #require(try load().catalog)
    let found = try load("target: \(target)\nremove: true")
    #expect(found.diagnostics.isEmpty)
    var after = try #require(found.catalog)
    #expect(after.corrections.map(\.target) == [target])
    after.corrections = []
    #expect(String(reflecting: after).utf8.count < String(reflecting: before).utf8.count)
  }

  @Test("What an entry puts in is reported where the entry stands")
  func place() throws {
    let found = try load("target: endpoints.file_move.request.fileid\nset: {type: [FileId]}")
    #expect(found.diagnostics.map(\.position) == [Position(file: "overlay.yaml", line: 3, column: 18)])
    #expect(found.diagnostics.map(\.rule.id) == ["unknown-type"])
  }

  @Test("A later entry can change what an earlier one added")
  func sequence() throws {
    let found = try load(
      "target: endpoints.file_move.request\nadd: {force: {type: bool, about: Overwrite.}}",
      "target: endpoints.file_move.request.force\nset: {swift: overwrites}")
    #expect(field("force", of: "file_move", in: try #require(found.catalog))?.swiftName == "overwrites")
  }
}
