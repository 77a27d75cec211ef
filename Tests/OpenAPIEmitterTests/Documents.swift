import Catalog
import Foundation
import TestSupport
import Testing

/// Catalogs, and what of their documents a test looks at.
enum Documents {
  static let repository = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  /// The repository's own catalog, and one with one of everything.
  static let folders = ["Spec", "Tests/Fixtures/Emitter/Reference"]

  /// Where a folder or file of the repository is.
  static func path(_ name: String) -> String { repository.appending(path: name).path(percentEncoded: false) }

  static func catalog(_ folder: String) throws -> Catalog {
    let (catalog, diagnostics) = Catalog.load(directory: path(folder))
    return try #require(catalog, "\(diagnostics.map(\.text))")
  }

  /// The catalog of two services, with these declarations, which begin with their file's kind.
  static func catalog(of files: String...) throws -> Catalog {
    var sources: [String: String] = [:]
    for (index, text) in files.enumerated() { sources["file\(index).yaml"] = text }
    for (name, text) in sources {
      // A family has the name of its file.
      guard let family = text.firstMatch(of: /^family: (\S+)/)?.1 else { continue }
      sources[name] = nil
      sources["\(family).yaml"] = text
    }
    sources["catalog.yaml"] = """
      format: 1
      services:
        shop: {about: A shop., host: "https://shop.example", docs: "https://shop.example/{page}", token: key, tokenless: plain-http, envelope: {code: code, message: text}, swift: ShopErrcode}
        bank: {about: A bank., host: "https://bank.example", docs: "https://bank.example/{page}", token: key, envelope: {code: code, message: text}, swift: BankErrcode}
      files: [\(sources.keys.sorted().joined(separator: ", "))]
      """
    let (catalog, diagnostics) = Catalog.load(files: sources.mapValues { Array($0.utf8) })
    return try #require(catalog, "\(diagnostics.map(\.text))")
  }

  /// The lines below a line, as far as they are indented further, without the indentation that all of them have.
  static func section(_ heading: String, of text: String) throws -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.firstIndex { $0.drop { $0 == " " } == heading }, "no line '\(heading)' in\n\(text)")
    let indentation = lines[start].prefix { $0 == " " }.count + 2
    let inner = lines[(start + 1)...].prefix { $0.prefix { $0 == " " }.count >= indentation }
    return inner.map { $0.dropFirst(indentation) }.joined(separator: "\n")
  }
}
