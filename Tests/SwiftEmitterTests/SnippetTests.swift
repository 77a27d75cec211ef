import Foundation
import Testing

@testable import SwiftEmitter

/// Each folder of `Tests/Fixtures/Emitter/Snippets` holds YAML, and in `Output.swift` the Swift that it becomes.
@Suite("Snippets: YAML in, Swift out")
struct SnippetTests {
  /// What hardly differs from one snippet to the next; the reference catalog shows these files whole.
  static let common: Set<String> = ["API.md", "Services.swift", "WeDriveAPI.swift"]

  static let folder = Fixtures.folder.appending(path: "Snippets")

  static var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))) ?? []).sorted()
  }

  @Test("There are snippets")
  func thereAreSnippets() {
    #expect(Self.names.count >= 9)
  }

  @Test("A snippet becomes exactly the Swift beside it", arguments: names)
  func snippet(name: String) throws {
    let folder = Self.folder.appending(path: name)
    let files = SwiftEmitter.files(for: try Catalogs.load(folder)).filter { !Self.common.contains($0.name) }
    let text = files.map { "// ==== \($0.name)\n" + $0.text }.joined(separator: "\n")
    try Fixtures.expect(text, in: folder.appending(path: "Output.swift"))
  }
}
