import WeDriveRuntime

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An open folder: what is done in it stays in it, even when the folder is renamed meanwhile.
package final class FolderDescriptor: Sendable {
  /// What is at a name.
  package enum Entry: Equatable {
    case nothing
    /// An ordinary file and its permission bits.
    case file(mode: mode_t)
    case symbolicLink
    case folder
    /// A pipe, a socket or a device.
    case special
  }

  let descriptor: Descriptor
  package var path: String { descriptor.path }

  package init(_ path: LocalPath) throws(FileFailure) { descriptor = try Descriptor(path, O_RDONLY | O_DIRECTORY) }

  package convenience init(_ path: String) throws(FileFailure) { try self.init(LocalPath(path)) }

  /// A folder that is open already.
  package init(_ descriptor: Descriptor) { self.descriptor = descriptor }

  /// The path of a name in the folder, for messages.
  package func path(of name: String) -> String { descriptor.path(of: name) }

  /// What is at `name`, without following a symbolic link.
  package func entry(_ name: String) throws(FileFailure) -> Entry {
    var status = stat()
    let (result, code) = repeatingInterrupted { Int(fstatat(descriptor.number, name, &status, AT_SYMLINK_NOFOLLOW)) }
    if result < 0 {
      if code == ENOENT { return .nothing }
      throw FileFailure("look up", path(of: name), errno: code)
    }
    return switch status.st_mode & S_IFMT {
    case S_IFREG: .file(mode: status.st_mode & 0o777)
    case S_IFLNK: .symbolicLink
    case S_IFDIR: .folder
    default: .special
    }
  }

  /// Where the symbolic link at `name` leads, as it is written there.
  package func destination(ofLink name: String) throws(FileFailure) -> LocalPath {
    var room = [CChar](repeating: 0, count: Int(PATH_MAX))
    let (count, code) = repeatingInterrupted { readlinkat(descriptor.number, name, &room, room.count) }
    guard count >= 0 else { throw FileFailure("follow", path(of: name), errno: code) }
    return LocalPath(bytes: room[..<count].map { UInt8(bitPattern: $0) })
  }

  /// The permission bits that a new file gets here, seen from an empty one that is made for a moment: the umask itself can
  /// be asked for only by setting it, for the whole process.
  ///
  /// - Parameter name: A name that nothing else uses.
  func modeOfNewFiles(trying name: String) throws(FileFailure) -> mode_t {
    unlinkat(descriptor.number, name, 0)
    let file = try Descriptor(name, in: descriptor, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o666)
    defer { unlinkat(descriptor.number, name, 0) }
    return try file.status().st_mode & 0o777
  }

  /// Makes what was done in the folder survive a loss of power, where the file system can.
  package func makeDurable() throws(FileFailure) {
    do throws(FileFailure) {
      try descriptor.makeDurable()
    } catch {
      guard error.errno == EINVAL || error.errno == ENOTSUP else {
        throw FileFailure(path: path, operation: "fsync folder", errno: error.errno, reason: error.reason)
      }
    }
  }
}
