import Findings
import SwiftEmitter

@testable import Catalog
@testable import Drift

/// YAML: a file of a small catalog, the one that a comment on the first line names (`# case/types.yaml`), or the overlay.
struct Catalogs: FuzzTarget {
  private let catalog = TinyCatalog.load().catalog

  func run(_ input: [UInt8]) {
    let line = String(decoding: input.prefix { $0 != 0x0A }, as: UTF8.self)
    var files = TinyCatalog.files.mapValues { Array(($0 + "\n").utf8) }
    let path = String(line.drop { $0 == "#" || $0 == " " })
    if files[path] == nil {
      files["catalog.yaml"]? += Array("  - case/overlay.yaml\n".utf8)
      files["case/overlay.yaml"] = input
    } else {
      files[path] = input
    }
    let loaded = Catalog.load(files: files)
    for format in DiagnosticFormat.allCases { _ = format.render(loaded.diagnostics, folder: "Spec") }
    if let changed = loaded.catalog {
      // What the checks let through has to make sense to everything behind them.
      _ = SwiftEmitter.files(for: changed)
      if let catalog { _ = Comparison.findings(from: catalog, to: changed) }
    } else {
      expect(loaded.diagnostics.contains { $0.severity == .error }, "a catalog is refused without a reason")
    }
    _ = IgnoreList.read(input, file: "ignore.yaml")
    _ = try? ObservedReplies(input)
    _ = TarArchive.files(in: input)
  }
}
