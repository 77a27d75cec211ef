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
/// It is never reached through a symbolic link. One that somebody else made, or that others may read, is replaced: in a
/// folder that everybody can write to, it may be a trap.
final class HiddenFile: Sendable {
  let folder: FolderDescriptor
  let name: String
  private let descriptor: Int32

  var path: String { folder.path(of: name) }

  /// Opens it, and creates it if it is not there.
  init(_ folder: FolderDescriptor, _ name: String) throws(FileFailure) {
    self.folder = folder
    self.name = name
    if let descriptor = try Self.openExisting(folder, name) {
      self.descriptor = descriptor
      return
    }
    let flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    let (opened, code) = repeatingInterrupted { Int(openat(folder.descriptor, name, flags, 0o600)) }
    guard opened >= 0 else { throw FileFailure("create", folder.path(of: name), errno: code) }
    descriptor = Int32(opened)
  }

  deinit { close(descriptor) }

  /// Nil where there is none, or one that is not to be trusted, which is removed.
  private static func openExisting(_ folder: FolderDescriptor, _ name: String) throws(FileFailure) -> Int32? {
    let flags = O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
    let (opened, code) = repeatingInterrupted { Int(openat(folder.descriptor, name, flags)) }
    if opened >= 0 {
      var status = stat()
      if fstat(Int32(opened), &status) == 0, status.st_uid == geteuid(), status.st_mode & 0o077 == 0,
        status.st_mode & S_IFMT == S_IFREG, status.st_nlink <= 1
      {
        return Int32(opened)
      }
      close(Int32(opened))
    } else {
      switch code {
      case ENOENT: return nil
      case ELOOP, EMLINK, EACCES, EPERM, ENXIO: break
      default: throw FileFailure("open", folder.path(of: name), errno: code)
      }
    }
    guard unlinkat(folder.descriptor, name, 0) == 0 || errno == ENOENT else {
      throw FileFailure("replace", folder.path(of: name), errno: errno)
    }
    return nil
  }

  // MARK: - Content

  /// Its length in bytes.
  func size() throws(FileFailure) -> Int64 {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileFailure("look at", path, errno: errno) }
    return Int64(status.st_size)
  }

  /// Reads up to `room.count` bytes from `offset` on; fewer only at the end.
  func read(into room: UnsafeMutableRawBufferPointer, at offset: Int64) throws(FileFailure) -> Int {
    var filled = 0
    while filled < room.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: room[filled...])
      let place = off_t(offset) + off_t(filled)
      let (count, code) = repeatingInterrupted { pread(descriptor, rest.baseAddress, rest.count, place) }
      guard count >= 0 else { throw FileFailure("read", path, errno: code) }
      if count == 0 { break }
      filled += count
    }
    return filled
  }

  /// Writes `bytes` at `offset`.
  func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(FileFailure) {
    var done = 0
    while done < bytes.count {
      let piece = UnsafeRawBufferPointer(rebasing: bytes[done...])
      let place = off_t(offset) + off_t(done)
      let (count, code) = repeatingInterrupted { pwrite(descriptor, piece.baseAddress, piece.count, place) }
      guard count >= 0 else { throw FileFailure("write", path, errno: code) }
      // A device that takes nothing and gives no reason would be asked for ever.
      guard count > 0 else { throw FileFailure("write", path, errno: ENOSPC) }
      done += count
    }
  }

  /// Cuts off, or fills with zeros, what is beyond or missing.
  func setSize(_ size: Int64) throws(FileFailure) {
    let (result, code) = repeatingInterrupted { Int(ftruncate(descriptor, off_t(size))) }
    guard result == 0 else { throw FileFailure("set the length of", path, errno: code) }
  }

  /// Waits until its content is on the disk.
  func makeDurable() throws(FileFailure) {
    let code = synchronise(descriptor)
    guard code == 0 else { throw FileFailure("fsync", path, errno: code) }
  }

  // MARK: - The entry in its folder

  /// Whether no other process, and nobody else in this one, has it locked; from here on it is locked until it is closed.
  func lock() throws(FileFailure) -> Bool {
    let (result, code) = repeatingInterrupted { Int(flock(descriptor, LOCK_EX | LOCK_NB)) }
    if result == 0 { return true }
    guard code == EWOULDBLOCK else { throw FileFailure("lock", path, errno: code) }
    return false
  }

  /// Lets others lock it, whoever still has it open here.
  func unlock() { _ = flock(descriptor, LOCK_UN) }

  /// Whether its name still stands for it.
  func isInPlace() -> Bool {
    var mine = stat()
    var there = stat()
    return fstat(descriptor, &mine) == 0
      && fstatat(folder.descriptor, name, &there, AT_SYMLINK_NOFOLLOW) == 0
      && mine.st_ino == there.st_ino && mine.st_dev == there.st_dev
  }

  func setMode(_ mode: mode_t) throws(FileFailure) {
    guard fchmod(descriptor, mode) == 0 else { throw FileFailure("set permissions", path, errno: errno) }
  }

  func rename(to other: String) throws(FileFailure) {
    guard renameat(folder.descriptor, name, folder.descriptor, other) == 0 else {
      throw FileFailure("rename", folder.path(of: other), errno: errno)
    }
  }

  func remove() { unlinkat(folder.descriptor, name, 0) }
}
