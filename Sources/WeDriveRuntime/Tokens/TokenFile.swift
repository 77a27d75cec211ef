#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// One file of a ``FileTokenStore``. Everything here blocks.
struct TokenFile: Sendable {
  private let folder: String
  private let path: String

  init(folder: String, key: TokenKey) {
    self.folder = folder
    path = "\(folder)/\(key).token"
  }

  /// The token; nil for no file, and for one that cannot be trusted.
  func read() throws(FileFailure) -> StoredToken? {
    let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      // No file, a symbolic link, or somebody else's: all of them are replaced by a rename.
      if errno == ENOENT || errno == ELOOP || errno == EACCES { return nil }
      throw failure("open")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure("fstat") }
    guard status.st_uid == geteuid(), status.st_mode & 0o077 == 0, status.st_mode & S_IFMT == S_IFREG else {
      return nil
    }
    var bytes = [UInt8](repeating: 0, count: 8192)
    let count = Self.read(descriptor, into: &bytes)
    guard count >= 0 else { throw failure("read") }
    return TokenRecord.decode(bytes[..<count])
  }

  /// Replaces the file: whoever reads it sees the old token or the new one, never a part.
  func write(_ stored: StoredToken) throws(FileFailure) {
    // One name for all writers, who hold the lock: what a killed one has left goes away with the next.
    let temporary = "\(path).new"
    unlink(temporary)
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure("create") }
    let bytes = TokenRecord.encode(stored)
    let isWritten = Self.write(descriptor, bytes) && fsync(descriptor) == 0
    let code = errno
    close(descriptor)
    guard isWritten, rename(temporary, path) == 0 else {
      let problem = isWritten ? failure("rename") : failure("write", code)
      unlink(temporary)
      throw problem
    }
  }

  /// Does `work` while no other process does anything under the same key.
  func locked<Value>(_ work: () throws(FileFailure) -> Value) throws(FileFailure) -> Value {
    try makeFolder()
    // A file of its own, since the token's file is replaced while the lock is held.
    let descriptor = open("\(path).lock", O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure("open the lock") }
    defer { close(descriptor) }
    var attempts = 0
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      // A process that is stopped while it holds the lock must not stop others for good.
      guard errno == EINTR || errno == EWOULDBLOCK, attempts < 200 else { throw failure("lock") }
      attempts += 1
      usleep(10_000)
    }
    return try work()
  }

  private func makeFolder() throws(FileFailure) {
    for end in folder.indices where folder[end] == "/" && end != folder.startIndex {
      mkdir(String(folder[..<end]), 0o755)
    }
    guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw failure("make the folder") }
    var status = stat()
    guard lstat(folder, &status) == 0 else { throw failure("look at the folder") }
    guard status.st_mode & S_IFMT == S_IFDIR, status.st_uid == geteuid(), status.st_mode & 0o022 == 0 else {
      throw FileFailure(
        path: folder, operation: "use the folder", reason: "others can write to it, or it is not a folder")
    }
  }

  private func failure(_ operation: String, _ code: Int32 = errno) -> FileFailure {
    FileFailure(path: path, operation: operation, errno: code, reason: String(cString: strerror(code)))
  }

  private static func read(_ descriptor: Int32, into bytes: inout [UInt8]) -> Int {
    var total = 0
    while total < bytes.count {
      let count = bytes.withUnsafeMutableBytes { buffer in
        #if canImport(Darwin)
          Darwin.read(descriptor, buffer.baseAddress?.advanced(by: total), buffer.count - total)
        #elseif canImport(Musl)
          Musl.read(descriptor, buffer.baseAddress?.advanced(by: total), buffer.count - total)
        #else
          Glibc.read(descriptor, buffer.baseAddress?.advanced(by: total), buffer.count - total)
        #endif
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return count < 0 ? -1 : total }
      total += count
    }
    return total
  }

  private static func write(_ descriptor: Int32, _ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { buffer in
        #if canImport(Darwin)
          Darwin.write(descriptor, buffer.baseAddress, buffer.count)
        #elseif canImport(Musl)
          Musl.write(descriptor, buffer.baseAddress, buffer.count)
        #else
          Glibc.write(descriptor, buffer.baseAddress, buffer.count)
        #endif
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }
}
