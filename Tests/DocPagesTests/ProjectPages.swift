import Foundation

/// Where this repository's catalog is, and the real pages, if there are any.
enum ProjectPages {
  static let package = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  static let spec = package.appending(path: "Spec").path(percentEncoded: false)

  /// The folder of real pages: `WEDRIVE_DOCS_PAGES`, or `../shared/docs-pages` beside the package.
  static var folder: String? {
    let named = ProcessInfo.processInfo.environment["WEDRIVE_DOCS_PAGES"]
    let beside = package.deletingLastPathComponent().appending(path: "shared/docs-pages").path(percentEncoded: false)
    let path = named ?? beside
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }
}
