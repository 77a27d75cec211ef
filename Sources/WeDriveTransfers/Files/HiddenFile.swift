import WeDriveRuntime

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An ordinary file in a folder that belongs to this user alone, open for reading and writing.
///
/// It is never reached through a symbolic link. One that another user made, or that others may read, is replaced: in a
/// world-writable folder, it may be a trap.
package final class HiddenFile: Sendable {
  package let folder: FolderDescriptor
  package let name: String
  private let file: Descriptor

  package var path: String { file.path }

  /// Opens it, and creates it if it is not there.
  package init(_ folder: FolderDescriptor, _ name: String) throws(FileFailure) {
    self.folder = folder
    self.name = name
    file =
      if let existing = try Self.openExisting(folder, name) {
        existing
      } else {
        try Descriptor(name, in: folder.descriptor, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW)
      }
  }

  /// Nil where there is none, or one that is not to be trusted, which is removed.
  private static func openExisting(_ folder: FolderDescriptor, _ name: String) throws(FileFailure) -> Descriptor? {
    do throws(FileFailure) {
      let file = try Descriptor(name, in: folder.descriptor, O_RDWR | O_NOFOLLOW | O_NONBLOCK)
      if let status = try? file.status(), status.st_uid == geteuid(), status.st_mode & 0o077 == 0,
        status.st_mode & S_IFMT == S_IFREG, status.st_nlink <= 1
      {
        return file
      }
    } catch {
      switch error.errno {
      case ENOENT: return nil
      case ELOOP, EMLINK, EACCES, EPERM, ENXIO: break
      default: throw error
      }
    }
    guard unlinkat(folder.descriptor.number, name, 0) == 0 || errno == ENOENT else {
      throw FileFailure("replace", folder.path(of: name), errno: errno)
    }
    return nil
  }

  // MARK: - Content

  /// Its length in bytes.
  package func size() throws(FileFailure) -> Int64 { Int64(try file.status().st_size) }

  /// Reads up to `room.count` bytes from `offset` on; fewer only at the end.
  package func read(into room: UnsafeMutableRawBufferPointer, at offset: Int64) throws(FileFailure) -> Int {
    try file.read(into: room, at: offset)
  }

  /// Writes `bytes` at `offset`.
  package func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(FileFailure) {
    try file.write(bytes, at: offset)
  }

  /// Cuts off, or fills with zeros, what is beyond or missing.
  package func setSize(_ size: Int64) throws(FileFailure) { try file.setSize(size) }

  /// Waits until its content is on the disk.
  package func makeDurable() throws(FileFailure) { try file.makeDurable() }

  // MARK: - The entry in its folder

  /// Whether it was locked neither by another process nor within this one; from here on it is locked until it is closed.
  package func lock() throws(FileFailure) -> Bool { try file.lock() }

  /// Unlocks it, also while it is open elsewhere in this process.
  package func unlock() { file.unlock() }

  /// Whether its name still stands for it.
  package func isInPlace() -> Bool {
    var there = stat()
    guard let mine = try? file.status(),
      fstatat(folder.descriptor.number, name, &there, AT_SYMLINK_NOFOLLOW) == 0
    else { return false }
    return mine.st_ino == there.st_ino && mine.st_dev == there.st_dev
  }

  func setMode(_ mode: mode_t) throws(FileFailure) {
    guard fchmod(file.number, mode) == 0 else { throw FileFailure("set permissions", path, errno: errno) }
  }

  func rename(to other: String) throws(FileFailure) {
    guard renameat(folder.descriptor.number, name, folder.descriptor.number, other) == 0 else {
      throw FileFailure("rename", folder.path(of: other), errno: errno)
    }
  }

  package func remove() { unlinkat(folder.descriptor.number, name, 0) }
}
