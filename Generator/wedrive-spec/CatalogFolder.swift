import ArgumentParser
import Foundation

/// The folder that a command reads the catalog from.
enum CatalogFolder {
  /// Refuses what is no folder, which is a wrong use and not a mistake in a catalog.
  static func validate(_ path: String) throws {
    var isFolder: ObjCBool = false
    if !FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) {
      throw ValidationError("There is no folder '\(path)'. The catalog's folder is 'Spec' in the package's root.")
    }
    if !isFolder.boolValue { throw ValidationError("'\(path)' is not a folder; a catalog is a folder of files.") }
  }
}
