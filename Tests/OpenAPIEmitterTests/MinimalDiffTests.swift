import Catalog
import Foundation
import TestSupport
import Testing

@testable import OpenAPIEmitter

/// A small change of the catalog is a small change of the document, and nothing else moves.
@Suite("Small diffs of the document")
struct MinimalDiffTests {
  @Test(
    "What is added to the catalog adds lines, and changes none",
    arguments: [
      ("wecom/files.yaml", "      new_name:", "      all: {type: bool, about: Whether all is.}\n      new_name:", 3),
      (
        "wecom/enums.yaml", "      2: {name: deleted", "      3: {name: kept, about: Kept.}\n      2: {name: deleted", 3
      ),
      ("wecom/errcodes.yaml", "  6000:\n", "  5999: {name: almost, about: Almost., action: retry}\n  6000:\n", 4),
      ("wecom/limits.yaml", "limits:\n", "limits:\n  pets: {value: 1, unit: count, about: How many.}\n", 0),
    ])
  func addition(file: String, old: String, new: String, lines: Int) throws {
    let folder = try TemporaryFolder()
    let spec = folder.path("Spec")
    try FileManager.default.copyItem(atPath: Documents.path("Spec"), toPath: spec)
    let before = OpenAPIEmitter.text(for: try Documents.catalog("Spec"))
    let text = try folder.text("Spec/\(file)")
    let place = try #require(text.firstRange(of: old), "\(file) no longer contains what this test edits")
    try folder.write(String(text[..<place.lowerBound]) + new + text[place.upperBound...], to: "Spec/\(file)")
    let after = OpenAPIEmitter.text(for: try #require(Catalog.load(directory: spec).catalog))
    let difference = after.split(separator: "\n").difference(from: before.split(separator: "\n"))
    #expect(difference.insertions.count == lines && difference.removals.isEmpty, "\(difference)")
  }
}
