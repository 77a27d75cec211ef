#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An open file or folder, closed with the last reference to it.
///
/// The one place that knows how the system reads and writes: what a signal interrupts is repeated, what was done in part
/// goes on. Everything here blocks.
package final class Descriptor: Sendable {
  /// The system's number for it.
  package let number: Int32
  /// What errors call it.
  package let path: String

  /// Takes over what is open.
  package init(owning number: Int32, path: String) {
    self.number = number
    self.path = path
  }

  /// Opens a path. It is closed in programs that this process starts.
  ///
  /// - Parameters:
  ///   - flags: As for `open`.
  ///   - mode: The permission bits of a file that is made.
  package convenience init(_ path: String, _ flags: Int32, mode: mode_t = 0o600) throws(FileFailure) {
    try self.init(LocalPath(path), flags, mode: mode)
  }

  /// Opens a path whose bytes need not be UTF-8.
  package convenience init(_ path: LocalPath, _ flags: Int32, mode: mode_t = 0o600) throws(FileFailure) {
    let (opened, code) = repeatingInterrupted { path.withCString { Int(open($0, flags | O_CLOEXEC, mode)) } }
    guard opened >= 0 else { throw FileFailure(Self.opening(flags), path.text, errno: code) }
    self.init(owning: Int32(opened), path: path.text)
  }

  /// Opens a name in a folder.
  package convenience init(
    _ name: String, in folder: Descriptor, _ flags: Int32, mode: mode_t = 0o600
  ) throws(FileFailure) {
    let path = folder.path(of: name)
    let (opened, code) = repeatingInterrupted { Int(openat(folder.number, name, flags | O_CLOEXEC, mode)) }
    guard opened >= 0 else { throw FileFailure(Self.opening(flags), path, errno: code) }
    self.init(owning: Int32(opened), path: path)
  }

  private static func opening(_ flags: Int32) -> String {
    flags & O_DIRECTORY != 0 ? "open folder" : flags & O_EXCL != 0 ? "create" : "open"
  }

  deinit { close(number) }

  /// The path of a name in it, if it is a folder.
  package func path(of name: String) -> String { path.hasSuffix("/") ? path + name : path + "/" + name }

  /// What the system knows about it.
  package func status() throws(FileFailure) -> stat {
    var status = stat()
    let (result, code) = repeatingInterrupted { Int(fstat(number, &status)) }
    guard result == 0 else { throw FileFailure("look at", path, errno: code) }
    return status
  }

  // MARK: - Content

  /// Reads up to `room.count` bytes from `offset` on; fewer only at the end.
  package func read(into room: UnsafeMutableRawBufferPointer, at offset: Int64) throws(FileFailure) -> Int {
    var filled = 0
    while filled < room.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: room[filled...])
      let place = off_t(offset) + off_t(filled)
      let (count, code) = repeatingInterrupted { pread(number, rest.baseAddress, rest.count, place) }
      guard count >= 0 else { throw FileFailure("read", path, errno: code) }
      if count == 0 { break }
      filled += count
    }
    return filled
  }

  /// Up to `count` bytes from `offset` on; fewer only at the end.
  package func read(_ count: Int, at offset: Int64) throws(FileFailure) -> [UInt8] {
    var failure: FileFailure?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { room, filled in
      do throws(FileFailure) {
        filled = try read(into: UnsafeMutableRawBufferPointer(room), at: offset)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }

  /// Writes all of `bytes` at `offset`.
  package func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(FileFailure) {
    try writeAll(bytes) { rest, done in
      pwrite(number, rest.baseAddress, rest.count, off_t(offset) + off_t(done))
    }
  }

  /// Writes all of `bytes` at `offset`.
  package func write(_ bytes: [UInt8], at offset: Int64) throws(FileFailure) {
    try bytes.withUnsafeBufferPointer { bytes throws(FileFailure) in
      try write(UnsafeRawBufferPointer(bytes), at: offset)
    }
  }

  /// Writes all of `bytes` where the last write has ended, or at the end of a file that was opened with `O_APPEND`.
  package func append(_ bytes: [UInt8]) throws(FileFailure) {
    try bytes.withUnsafeBufferPointer { bytes throws(FileFailure) in
      try writeAll(UnsafeRawBufferPointer(bytes)) { rest, _ in systemWrite(number, rest.baseAddress, rest.count) }
    }
  }

  private func writeAll(
    _ bytes: UnsafeRawBufferPointer, _ step: (UnsafeRawBufferPointer, Int) -> Int
  ) throws(FileFailure) {
    var done = 0
    while done < bytes.count {
      let (count, code) = repeatingInterrupted { step(UnsafeRawBufferPointer(rebasing: bytes[done...]), done) }
      guard count >= 0 else { throw FileFailure("write", path, errno: code) }
      // A device that takes nothing and gives no reason would be asked for ever.
      guard count > 0 else { throw FileFailure("write", path, errno: ENOSPC) }
      done += count
    }
  }

  /// Cuts off, or fills with zeros, what is beyond or missing.
  package func setSize(_ size: Int64) throws(FileFailure) {
    let (result, code) = repeatingInterrupted { Int(ftruncate(number, off_t(size))) }
    guard result == 0 else { throw FileFailure("set the length of", path, errno: code) }
  }

  /// Waits until what was written is on the disk.
  package func makeDurable() throws(FileFailure) {
    #if canImport(Darwin)
      // There, fsync leaves it in the disk's own cache. Not every file system knows the stronger request.
      if repeatingInterrupted({ Int(fcntl(number, F_FULLFSYNC)) }).result >= 0 { return }
    #endif
    let (result, code) = repeatingInterrupted { Int(fsync(number)) }
    guard result == 0 else { throw FileFailure("fsync", path, errno: code) }
  }

  // MARK: - Locks

  /// Whether it was locked neither by another process nor within this one; from here on it is locked until it is closed.
  package func lock() throws(FileFailure) -> Bool {
    let (result, code) = repeatingInterrupted { Int(flock(number, LOCK_EX | LOCK_NB)) }
    if result == 0 { return true }
    guard code == EWOULDBLOCK else { throw FileFailure("lock", path, errno: code) }
    return false
  }

  /// Unlocks it, also while it is open elsewhere in this process.
  package func unlock() { _ = flock(number, LOCK_UN) }
}

private func systemWrite(_ number: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(number, bytes, count)
}

extension FileFailure {
  /// What the system said about a call that has just failed. Read `errno` before anything else can change it.
  package init(_ operation: String, _ path: String, errno code: Int32) {
    self.init(path: path, operation: operation, errno: code, reason: String(cString: strerror(code)))
  }
}

/// Repeats a system call as long as a signal interrupts it. The error number is 0 on success.
package func repeatingInterrupted(_ call: () -> Int) -> (result: Int, errno: Int32) {
  while true {
    let result = call()
    guard result < 0 else { return (result, 0) }
    guard errno == EINTR else { return (result, errno) }
  }
}
