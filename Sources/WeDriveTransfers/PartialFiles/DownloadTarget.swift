import WeDriveRuntime

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The place that the caller names for a download, looked at before anything is asked of the service.
package struct DownloadPlace: Sendable {
  private let folder: FolderDescriptor
  /// The file's name; nil where a folder was named.
  private let name: String?
  private let path: String

  /// - Parameter path: A file, whether it exists or not, or a folder that does. Symbolic links are followed: what they lead
  ///   to is written, and they stay.
  package init(_ path: String) throws(FileFailure) {
    guard !path.isEmpty, !path.utf8.contains(0) else { throw FileFailure("download to", path, errno: EINVAL) }
    self.path = path
    if Self.isFolder(path) {
      (folder, name) = (try FolderDescriptor(path), nil)
    } else {
      guard !path.hasSuffix("/") else { throw FileFailure("download to", path, errno: ENOENT) }
      (folder, name) = try Self.follow(path)
    }
  }

  /// The folder and the name that a path leads to, through as many symbolic links as there are.
  private static func follow(_ path: String) throws(FileFailure) -> (FolderDescriptor, String) {
    var status = stat()
    let exists = stat(path, &status) == 0
    // What a link of /proc leads to need not have a path: only the system can tell that it is a pipe.
    guard !exists || status.st_mode & S_IFMT == S_IFREG else { throw DownloadTarget.notOrdinary(path) }
    var (folder, name) = (try FolderDescriptor(LocalPath(path).folder), LocalPath(path).name.text)
    // As many as Linux follows.
    for _ in 0...40 {
      let entry = try folder.entry(name)
      guard entry == .symbolicLink else {
        guard entry != .nothing || !exists else {
          throw FileFailure(
            path: path, operation: "replace", reason: "leads to a file that has no name any more")
        }
        try DownloadTarget.check(entry, at: path)
        return (folder, name)
      }
      let destination = try folder.destination(ofLink: name)
      guard destination.isText, !destination.text.hasSuffix("/"), !destination.bytes.isEmpty else {
        throw FileFailure(path: path, operation: "follow", reason: "leads to \(destination.text)")
      }
      let parent = destination.folder.text
      folder = try FolderDescriptor(parent.hasPrefix("/") ? parent : folder.path(of: parent))
      name = destination.name.text
    }
    throw FileFailure("follow", path, errno: ELOOP)
  }

  /// - Parameter folder: A folder that exists.
  package init(folder path: String) throws(FileFailure) {
    guard !path.isEmpty, !path.utf8.contains(0) else { throw FileFailure("download to", path, errno: EINVAL) }
    (self.path, folder, name) = (path, try FolderDescriptor(path), nil)
  }

  /// The file of that name, which must be a safe one, in the folder that was named.
  package func target(named name: String) throws(FileFailure) -> DownloadTarget { try DownloadTarget(folder, name) }

  /// The file to write: the one that was named, or one of the server's name, made safe, in the folder that was named.
  package func target(serverName: String?) throws(FileFailure) -> DownloadTarget {
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
}

/// The file that a download will write.
package struct DownloadTarget: Sendable {
  package let folder: FolderDescriptor
  package let name: String
  /// The permission bits of the ordinary file that is there now.
  let existingMode: mode_t?

  package init(_ folder: FolderDescriptor, _ name: String) throws(FileFailure) {
    self.folder = folder
    self.name = name
    let entry = try folder.entry(name)
    try Self.check(entry, at: folder.path(of: name))
    existingMode = if case .file(let mode) = entry { mode } else { nil }
  }

  /// Only ordinary files are replaced, and symbolic links that have the name which the server chose: it must not choose
  /// what they lead to.
  fileprivate static func check(_ entry: FolderDescriptor.Entry, at path: String) throws(FileFailure) {
    switch entry {
    case .nothing, .file, .symbolicLink: return
    case .folder: throw FileFailure("replace", path, errno: EISDIR)
    case .special: throw notOrdinary(path)
    }
  }

  fileprivate static func notOrdinary(_ path: String) -> FileFailure {
    FileFailure(path: path, operation: "replace", reason: "is not an ordinary file")
  }
}
