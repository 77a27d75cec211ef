import Foundation
import OpenAPIEmitter
import TestSupport
import Testing

@testable import SwiftEmitter

/// Swift seeds its hash tables anew in every process, so only fresh processes show what depends on their order.
@Suite("Determinism")
struct DeterminismTests {
  private func generate(spec: String, output: String) throws -> String {
    let run = try CommandRun(["generate", "--spec", spec, "--output", output])
    #expect(run.status == 0, "\(run.output)")
    return run.output
  }

  /// A copy of the catalog whose files are written, and listed, in another order.
  private func shuffled(_ files: [String: String], seed: Int, into folder: URL) throws {
    var random = SplitMix64(seed: UInt64(seed))
    var files = files
    let root = try #require(files["catalog.yaml"])
    let lines = root.split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.firstIndex(of: "files:")) + 1
    let listed = lines[start...].prefix { $0.hasPrefix("  - ") }
    files["catalog.yaml"] =
      (lines[..<start] + listed.shuffled(using: &random) + lines[(start + listed.count)...]).joined(separator: "\n")
    for (name, text) in files.sorted(by: { $0.key < $1.key }).shuffled(using: &random) {
      let file = folder.appending(path: name)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
  }

  @Test("20 processes, each with the catalog's files in another order, write the same bytes")
  func processes() throws {
    let files = try Catalogs.project
    let catalog = try Catalogs.load(files)
    let expected = SwiftEmitter.files(for: catalog) + [OpenAPIEmitter.file(for: catalog)]
    for seed in 0..<20 {
      let folder = try TemporaryFolder()
      let spec = folder.url.appending(path: "spec")
      try shuffled(files, seed: seed, into: spec)
      let output = folder.path + "/output"
      _ = try generate(spec: spec.path(percentEncoded: false), output: output)
      #expect(try FileManager.default.contentsOfDirectory(atPath: output).sorted() == expected.map(\.name))
      for file in expected {
        let text = try folder.text("output/\(file.name)")
        #expect(text == file.text, "\(file.name), seed \(seed)")
      }
    }
  }

  @Test("A second process writes nothing, and a check after it finds nothing")
  func idempotence() throws {
    let folder = try TemporaryFolder()
    let spec = Fixtures.repository.appending(path: "Spec").path(percentEncoded: false)
    #expect(try generate(spec: spec, output: folder.path).contains("wrote"))
    let second = try generate(spec: spec, output: folder.path)
    #expect(!second.contains("wrote") && !second.contains("removed"))
  }
}
