import WeDriveRuntime

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The place that somebody named for a download, looked at before anything is asked of the service.
struct DownloadPlace: Sendable {
  private let folder: FolderDescriptor
  /// The file's name; nil where a folder was named.
  private let name: String?
  private let path: String

  /// - Parameter path: A file, whether it exists or not, or a folder that does.
  init(_ path: String) throws(FileFailure) {
    guard !path.isEmpty, !path.utf8.contains(0) else { throw FileFailure("download to", path, errno: EINVAL) }
    self.path = path
    if Self.isFolder(path) {
      (folder, name) = (try FolderDescriptor(path), nil)
    } else {
      guard !path.hasSuffix("/") else { throw FileFailure("download to", path, errno: ENOENT) }
      let parts = Self.split(path)
      (folder, name) = (try FolderDescriptor(parts.folder), parts.name)
      try DownloadTarget.check(folder.entry(parts.name), at: path)
    }
  }

  /// - Parameter folder: A folder that exists.
  init(folder path: String) throws(FileFailure) {
    guard !path.isEmpty, !path.utf8.contains(0) else { throw FileFailure("download to", path, errno: EINVAL) }
    (self.path, folder, name) = (path, try FolderDescriptor(path), nil)
  }

  /// The file of that name, which must be a safe one, in the folder that was named.
  func target(named name: String) throws(FileFailure) -> DownloadTarget { try DownloadTarget(folder, name) }

  /// The file to write: the one that was named, or one of the server's name, made safe, in the folder that was named.
  func target(serverName: String?) throws(FileFailure) -> DownloadTarget {
    if let name { return try DownloadTarget(folder, name) }
    guard let serverName else {
      throw FileFailure(
        path: path, operation: "download to", errno: EISDIR,
        reason: "is a folder, and the content has no name of its own")
    }
    return try DownloadTarget(folder, SafeFileName(serverName).text)
  }

  /// Whether a folder is at the path, itself or through a symbolic link.
  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  private static func split(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path) }
    let folder = path[..<slash]
    return (folder.isEmpty ? "/" : String(folder), String(path[path.index(after: slash)...]))
  }
}

/// The file that a download will write.
struct DownloadTarget: Sendable {
  let folder: FolderDescriptor
  let name: String
  /// The permission bits of the ordinary file that is there now.
  let existingMode: mode_t?

  fileprivate init(_ folder: FolderDescriptor, _ name: String) throws(FileFailure) {
    self.folder = folder
    self.name = name
    let entry = try folder.entry(name)
    try Self.check(entry, at: folder.path(of: name))
    existingMode = if case .file(let mode) = entry { mode } else { nil }
  }

  /// Only ordinary files and symbolic links are replaced.
  fileprivate static func check(_ entry: FolderDescriptor.Entry, at path: String) throws(FileFailure) {
    switch entry {
    case .nothing, .file, .symbolicLink: return
    case .folder: throw FileFailure("replace", path, errno: EISDIR)
    case .special: throw FileFailure(path: path, operation: "replace", reason: "is not an ordinary file")
    }
  }
}
