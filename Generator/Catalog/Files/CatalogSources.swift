/// The files of a catalog: paths relative to its folder, and how to get their bytes.
///
/// They come from a folder, or from memory: a test's, or a revision's in a version control system.
public struct CatalogSources: Sendable {
  /// Why a file could not be read.
  package enum ReadFailure: Error {
    case missing
    case tooLarge
    /// The path, or a symbolic link on it, leads out of the folder. Nothing was read.
    case outside
    case unreadable(reason: String)
  }

  /// Paths of the `.yaml` files, sorted.
  let paths: [String]
  let read: @Sendable (_ path: String, _ maximumBytes: Int) -> Result<[UInt8], ReadFailure>

  init(
    paths: [String], read: @escaping @Sendable (_ path: String, _ maximumBytes: Int) -> Result<[UInt8], ReadFailure>
  ) {
    self.paths = paths
    self.read = read
  }

  /// Files in memory: path → bytes.
  public init(files: [String: [UInt8]]) {
    paths = files.keys.filter { $0.hasSuffix(".yaml") }.sorted()
    read = { path, maximumBytes in
      guard let bytes = files[path] else { return .failure(.missing) }
      return bytes.count > maximumBytes ? .failure(.tooLarge) : .success(bytes)
    }
  }

  /// The files below a folder. Hidden files and folders are not looked at, links to folders are not followed. What leads out
  /// of the folder is not opened.
  public init(directory: String) {
    paths = FolderListing.yamlFiles(below: directory)
    read = { path, maximumBytes in FileBytes.read(path, within: directory, maximumBytes: maximumBytes) }
  }
}
