#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Finds the catalog files below a folder.
enum FolderListing {
  /// How deep folders are looked into.
  private static let maximumDepth = 8

  /// Paths relative to `folder`, sorted by their bytes, whatever order the file system gives them in.
  static func yamlFiles(below folder: String) -> [String] {
    var found: [String] = []
    visit(folder, prefix: "", depth: 0, into: &found)
    return found.sorted()
  }

  private static func visit(_ folder: String, prefix: String, depth: Int, into found: inout [String]) {
    guard depth < maximumDepth, let stream = opendir(folder) else { return }
    defer { closedir(stream) }
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { raw in
        String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.hasPrefix(".") { continue }
      var status = stat()
      guard lstat(folder + "/" + name, &status) == 0 else { continue }
      if status.st_mode & S_IFMT == S_IFDIR {
        visit(folder + "/" + name, prefix: prefix + name + "/", depth: depth + 1, into: &found)
      } else if name.hasSuffix(".yaml") {
        found.append(prefix + name)
      }
    }
  }
}
