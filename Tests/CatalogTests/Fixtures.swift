import Foundation

@testable import Catalog

/// Where the fixtures are, and how they are put together.
enum Fixtures {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures")
  static let base = folder.appending(path: "Catalogs/base")
  static let diagnostics = folder.appending(path: "Diagnostics")
  static let package = folder.deletingLastPathComponent().deletingLastPathComponent()

  /// Whether expectations are to be rewritten. Never on a build server, where they would not be reviewed.
  static let isUpdating: Bool = {
    let environment = ProcessInfo.processInfo.environment
    return environment["UPDATE_FIXTURES"] == "1" && environment["CI"] == nil
  }()

  /// The files of a folder: path → bytes.
  static func files(in folder: URL) throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for path in FolderListing.yamlFiles(below: folder.path) {
      files[path] = [UInt8](try Data(contentsOf: folder.appending(path: path)))
    }
    return files
  }

  /// A folder's files over another's: what the upper one has hides what the lower one has.
  static func sources(_ upper: URL, over lower: URL) -> CatalogSources {
    let above = CatalogSources(directory: upper.path)
    let below = CatalogSources(directory: lower.path)
    return CatalogSources(paths: Set(above.paths).union(below.paths).sorted()) { path, maximumBytes in
      (above.paths.contains(path) ? above : below).read(path, maximumBytes)
    }
  }
}

extension Catalog {
  /// Loads texts over the base catalog's.
  static func load(
    over texts: [String: String], bounds: LoadBounds = LoadBounds()
  ) throws -> (catalog: Catalog?, diagnostics: [Diagnostic]) {
    var files = try Fixtures.files(in: Fixtures.base)
    for (path, text) in texts { files[path] = Array(text.utf8) }
    return load(files: files, bounds: bounds)
  }
}
