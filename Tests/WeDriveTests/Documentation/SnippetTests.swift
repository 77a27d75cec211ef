import Foundation
import Testing

/// Swift that the documentation shows compiles, because all of it stands in a source file of these tests, too.
@Suite("Swift in the documentation")
struct SnippetTests {
  private static let package = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
  private static let catalogs = [
    "Sources/WeDrive/WeDrive.docc", "Sources/WeChatCloud/WeChatCloud.docc",
    "Sources/FeishuDownloads/FeishuDownloads.docc", "Sources/WeDriveTrees/WeDriveTrees.docc",
  ]
  /// Where the snippets are, below `Tests`.
  private static let sources = [
    "WeDriveTests/Documentation/Snippets.swift", "WeDriveTests/Documentation/Snippets+Neighbours.swift",
    "ServerRouteTests/Snippets+Hummingbird.swift", "ServerRouteTests/Snippets+Vapor.swift",
    "WeDriveTreesTests/Snippets.swift",
    "WeDriveInstrumentationTests/Snippets.swift",
  ]

  @Test("compiles: every block of it is among the snippets, and every snippet is shown somewhere")
  func snippets() throws {
    let names = try Self.catalogs.flatMap { catalog in
      let folder = Self.package.appending(path: catalog).path
      return try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".md") }.sorted()
        .map { "\(catalog)/\($0)" }
    }
    let compiled = try Self.compiled()
    var shown: Set<String> = []
    for name in ["README.md"] + names {
      for code in try Self.code(in: name) {
        shown.insert(code)
        #expect(compiled.contains(code), "\(name) shows what no file of snippets has:\n\(code)")
      }
    }
    #expect(names.count > 3 && shown.count > 10)
    for code in compiled.subtracting(shown) { Issue.record("shown nowhere:\n\(code)") }
  }

  /// The blocks of Swift in a page, without imports. A manifest is left out: `.ci/consumer` builds one.
  private static func code(in page: String) throws -> [String] {
    let text = try String(contentsOf: package.appending(path: page), encoding: .utf8)
    return text.matches(of: /(?ms)^```swift\n(.*?)^```$/).map { String($0.1) }.filter {
      !$0.hasPrefix("dependencies: [") && !$0.hasPrefix("traits: [")
    }.map { code in
      trimmed(code.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.hasPrefix("import ") })
    }
  }

  /// What stands between the markers, at the left edge.
  private static func compiled() throws -> Set<String> {
    let text = try sources.map { try String(contentsOf: package.appending(path: "Tests/\($0)"), encoding: .utf8) }
      .joined(separator: "\n")
    return Set(
      text.matches(of: /(?ms)^( *)\/\/ snippet\n(.*?)^ *\/\/ end$/).map { match in
        trimmed(
          match.2.split(separator: "\n", omittingEmptySubsequences: false).map { $0.dropFirst(match.1.count) })
      })
  }

  private static func trimmed(_ lines: [Substring]) -> String {
    lines.joined(separator: "\n").trimmingCharacters(in: .newlines)
  }
}
