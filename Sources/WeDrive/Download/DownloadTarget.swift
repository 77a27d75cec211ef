import WeDriveRuntime

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Where a download goes, looked at before anything is asked of the service.
struct DownloadTarget: Sendable {
  let folder: FolderDescriptor
  let name: String
  /// The permission bits of the ordinary file that is there now.
  let existingMode: mode_t?

  /// - Parameters:
  ///   - path: A file, whether it exists or not, or a folder that does.
  ///   - serverName: The name to take in a folder, as the server gave it; nil where there is none.
  init(_ path: String, serverName: String?) throws(FileFailure) {
    guard !path.isEmpty, !path.utf8.contains(0) else { throw FileFailure("download to", path, errno: EINVAL) }
    if Self.isFolder(path) {
      guard let serverName else {
        throw FileFailure(
          path: path, operation: "download to", errno: EISDIR,
          reason: "is a folder, and the content has no name of its own")
      }
      folder = try FolderDescriptor(path)
      name = SafeFileName(serverName).text
    } else {
      guard !path.hasSuffix("/") else { throw FileFailure("download to", path, errno: ENOENT) }
      let parts = Self.split(path)
      folder = try FolderDescriptor(parts.folder)
      name = parts.name
    }
    existingMode =
      switch try folder.entry(name) {
      case .nothing, .symbolicLink: nil
      case .file(let mode): mode
      case .folder: throw FileFailure("replace", folder.path(of: name), errno: EISDIR)
      case .special:
        throw FileFailure(path: folder.path(of: name), operation: "replace", reason: "is not an ordinary file")
      }
  }

  /// Whether a folder is at the path, itself or through a symbolic link.
  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  private static func split(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path) }
    let folder = path[..<slash]
    return (folder.isEmpty ? "/" : String(folder), String(path[path.index(after: slash)...]))
  }
}
