import Foundation
import Testing

@testable import Catalog

/// One folder for each id: files over the base catalog, and exactly what is then printed.
///
/// `UPDATE_FIXTURES=1 swift test --filter DiagnosticsCorpus` rewrites the expectations.
@Suite("Diagnostics corpus")
struct DiagnosticsCorpusTests {
  static let folders = (try? FileManager.default.contentsOfDirectory(atPath: Fixtures.diagnostics.path))?.sorted() ?? []

  @Test("Every id has a folder, and every folder an id")
  func complete() {
    #expect(Self.folders == Rule.all.map(\.id).sorted())
  }

  @Test("Expectations are rewritten only on request, never on a build server")
  func notUpdating() {
    if ProcessInfo.processInfo.environment["UPDATE_FIXTURES"] != nil {
      #expect(ProcessInfo.processInfo.environment["CI"] == nil, "UPDATE_FIXTURES is refused where CI is set")
    }
  }

  @Test("A mistake is reported exactly as expected", arguments: folders)
  func expected(id: String) throws {
    let folder = Fixtures.diagnostics.appending(path: id)
    let found = try Catalog.load(Fixtures.sources(folder, over: Fixtures.base), bounds: bounds(of: folder)).diagnostics
    let text = DiagnosticFormat.text.render(found, folder: "")
    let file = folder.appending(path: "expected.txt")
    if Fixtures.isUpdating {
      try text.write(to: file, atomically: true, encoding: .utf8)
    } else {
      let expected = try #require(try? String(contentsOf: file, encoding: .utf8), "\(id) has no expected.txt")
      #expect(text == expected)
    }
    #expect(found.contains { $0.rule.id == id }, "\(id) is not among what its own folder shows")
  }

  /// The file `bounds`, if there is one, lowers a bound, or asks for what `lint` asks for: `fileBytes 3000`, `lastDay 2026-11-28`.
  private func bounds(of folder: URL) throws -> LoadBounds {
    var bounds = LoadBounds()
    let text = try? String(contentsOf: folder.appending(path: "bounds"), encoding: .utf8)
    for line in (text ?? "").split(separator: "\n") {
      let words = line.split(separator: " ")
      if words.first == "lastDay" {
        bounds.upkeep = LoadBounds.Upkeep(lastDay: String(words[1]))
        continue
      }
      let value = try #require(words.last.flatMap { Int($0) })
      switch words.first {
      case "fileBytes": bounds.fileBytes = value
      case "files": bounds.files = value
      default: Issue.record("no such bound: \(line)")
      }
    }
    return bounds
  }
}
