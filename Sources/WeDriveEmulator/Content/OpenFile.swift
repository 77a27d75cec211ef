#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An open file. Its methods block.
final class OpenFile: Sendable {
  enum Mode {
    case reading
    /// Made if it is not there; what is there stays.
    case writing
    /// Made if it is not there; every write goes to the end.
    case appending
  }

  private let descriptor: Int32

  init(_ path: String, _ mode: Mode) throws(SystemError) {
    let flags: Int32 =
      switch mode {
      case .reading: O_RDONLY | O_CLOEXEC
      case .writing: O_RDWR | O_CREAT | O_CLOEXEC
      case .appending: O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC
      }
    descriptor = open(path, flags, 0o600)
    guard descriptor >= 0 else { throw SystemError("open") }
  }

  deinit { close(descriptor) }

  /// Its length in bytes.
  func size() throws(SystemError) -> UInt64 {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw SystemError("fstat") }
    return UInt64(status.st_size)
  }

  /// Up to so many bytes from an offset; fewer only at the end of the file.
  func read(_ count: Int, at offset: UInt64) throws(SystemError) -> [UInt8] {
    var failure: SystemError?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let target = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[filled...])
        let result = pread(descriptor, target.baseAddress, target.count, off_t(offset) + off_t(filled))
        if result == 0 { return }
        if result < 0 {
          if errno == EINTR { continue }
          failure = SystemError("pread")
          return
        }
        filled += result
      }
    }
    if let failure { throw failure }
    return bytes
  }

  /// Writes all bytes at an offset.
  func write(_ bytes: [UInt8], at offset: UInt64) throws(SystemError) {
    try writeAll(bytes, "pwrite") { pwrite(descriptor, $0.baseAddress, $0.count, off_t(offset) + off_t($1)) }
  }

  /// Writes all bytes at the end.
  func append(_ bytes: [UInt8]) throws(SystemError) {
    try writeAll(bytes, "write") { rest, _ in Self.systemWrite(descriptor, rest) }
  }

  /// Keeps everybody else from locking it, until it is unlocked or closed.
  func lock() throws(SystemError) {
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw SystemError("flock") }
  }

  func unlock() { _ = flock(descriptor, LOCK_UN) }

  private func writeAll(
    _ bytes: [UInt8], _ operation: String, _ step: (UnsafeRawBufferPointer, Int) -> Int
  ) throws(SystemError) {
    var failure: SystemError?
    bytes.withUnsafeBytes { all in
      var done = 0
      while done < all.count {
        let result = step(UnsafeRawBufferPointer(rebasing: all[done...]), done)
        if result < 0 {
          if errno == EINTR { continue }
          failure = SystemError(operation)
          return
        }
        done += result
      }
    }
    if let failure { throw failure }
  }

  private static func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    #if canImport(Glibc)
      Glibc.write(descriptor, bytes.baseAddress, bytes.count)
    #elseif canImport(Musl)
      Musl.write(descriptor, bytes.baseAddress, bytes.count)
    #else
      Darwin.write(descriptor, bytes.baseAddress, bytes.count)
    #endif
  }
}

/// What the system said to a file operation.
struct SystemError: Error, Sendable, CustomStringConvertible {
  let operation: String
  let errno: Int32

  init(_ operation: String) {
    self.operation = operation
    self.errno = currentErrno()
  }

  var description: String { "\(operation): \(String(cString: strerror(errno)))" }
}

private func currentErrno() -> Int32 { errno }
