import Findings
import Foundation
import Testing

@testable import Catalog
@testable import Drift

/// A change of the fixtures' catalog: what is found looking forward and backward, and callers that it breaks.
///
/// The file begins with the change, as `diff` writes it but without line numbers: `--- file.yaml`, then lines that go (`-`),
/// come (`+`) or stay (a space), with `@@` between places. Sections follow: `=== findings`, `=== reversed findings`, and,
/// where something no longer compiles, `=== caller` and `=== reversed caller`.
struct DriftCase: Sendable, CustomTestStringConvertible {
  struct Malformed: Error, CustomStringConvertible {
    let description: String
  }

  let name: String
  private(set) var sections: [String: String] = [:]
  private var order: [String] = []

  static let folder = DriftFixtures.folder.appending(path: "cases")
  static let all: [DriftCase] =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted().compactMap {
      $0.hasSuffix(".case") ? try? DriftCase(name: String($0.dropLast(5))) : nil
    }

  var testDescription: String { name }

  init(name: String) throws {
    self.name = name
    var section = "change"
    let text = try String(contentsOf: Self.folder.appending(path: name + ".case"), encoding: .utf8)
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      if line.hasPrefix("=== ") {
        section = String(line.dropFirst(4))
      } else {
        if sections[section] == nil { order.append(section) }
        sections[section, default: ""] += line + "\n"
      }
    }
  }

  /// The base, and the base with the change applied.
  func catalogs() throws -> (base: Catalog, head: Catalog) {
    (try DriftFixtures.catalog([:]), try DriftFixtures.catalog(changedFiles()))
  }

  /// Writes what was found in place of what was expected.
  func rewrite(findings: String, reversed: String) throws {
    let parts = [
      ("", sections["change"]), ("=== caller\n", sections["caller"]),
      ("=== reversed caller\n", sections["reversed caller"]), ("=== findings\n", findings),
      ("=== reversed findings\n", reversed),
    ]
    let text = parts.compactMap { head, body in body.map { head + $0 } }.joined()
    try text.write(to: Self.folder.appending(path: name + ".case"), atomically: true, encoding: .utf8)
  }

  // MARK: - The change

  private func changedFiles() throws -> [String: String] {
    var files: [String: String] = [:]
    var file = ""
    var hunk: (old: String, new: String) = ("", "")
    func apply() throws {
      defer { hunk = ("", "") }
      if hunk.old.isEmpty && hunk.new.isEmpty { return }
      let text = try files[file] ?? DriftFixtures.text(of: file)
      let places = text.ranges(of: "\n" + hunk.old)
      guard !hunk.old.isEmpty, places.count == 1, let place = places.first else {
        throw Malformed(description: "\(name): found \(places.count) times in \(file):\n\(hunk.old)")
      }
      files[file] = text.replacingCharacters(in: place, with: "\n" + hunk.new)
    }
    for line in (sections["change"] ?? "").split(separator: "\n") {
      if line.hasPrefix("--- ") {
        try apply()
        file = String(line.dropFirst(4))
      } else if line == "@@" {
        try apply()
      } else {
        if !line.hasPrefix("+") { hunk.old += line.dropFirst() + "\n" }
        if !line.hasPrefix("-") { hunk.new += line.dropFirst() + "\n" }
      }
    }
    try apply()
    return files.mapValues { String($0) }
  }
}

/// Where the fixtures of these tests are.
enum DriftFixtures {
  static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  static let folder = package.appending(path: "Tests/Fixtures/Drift")

  /// Whether expectations are to be rewritten. Never on a build server, where they would not be reviewed.
  static let isUpdating: Bool = {
    let environment = ProcessInfo.processInfo.environment
    return environment["UPDATE_FIXTURES"] == "1" && environment["CI"] == nil
  }()

  /// Whether tests that take minutes are wanted.
  static let runsLongTests: Bool = {
    let environment = ProcessInfo.processInfo.environment
    return environment["WEDRIVE_LONG_TESTS"] == "1" || environment["CI"] != nil
  }()

  /// A file of the base, after a line end, so that its first line can be looked for like any other.
  static func text(of file: String) throws -> String {
    "\n" + (try String(contentsOf: folder.appending(path: "base/\(file)"), encoding: .utf8))
  }

  /// The base with some of its files replaced.
  static func catalog(_ changed: [String: String]) throws -> Catalog {
    var files: [String: [UInt8]] = [:]
    for path in FolderListing.yamlFiles(below: folder.appending(path: "base").path) {
      let text = try changed[path] ?? self.text(of: path)
      files[path] = Array(text.utf8.dropFirst())
    }
    let (catalog, diagnostics) = Catalog.load(files: files)
    return try #require(catalog, "\(DiagnosticFormat.text.render(diagnostics, folder: ""))")
  }

  /// The report of a comparison as it is printed.
  static func report(
    _ base: Catalog, _ head: Catalog, ignoring list: IgnoreList? = nil, today: String = "2026-01-01"
  ) -> DriftReport {
    DriftReport(
      base: (base, .init(revision: "HEAD", folder: "Spec")), head: (head, .init(revision: nil, folder: "Spec")),
      ignoring: list, today: today)
  }
}
