import WeDriveRuntime

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The content of an upload: an open file, or bytes in memory.
final class UploadSource: Sendable {
  /// Why bytes could not be had.
  enum Failure: Error {
    /// There are fewer than there were.
    case changed
    case file(FileFailure)
  }

  private enum Content: Sendable {
    /// `path` is nil for a file without a name.
    case file(descriptor: Int32, path: String?)
    case memory([UInt8])
  }

  private let content: Content
  /// Its size when it was opened, in bytes.
  let size: Int64
  /// What tells this file from others on the machine; zeros for content in memory.
  let identity: SourceIdentity

  /// Opens an ordinary file. Blocks.
  init(path: String) throws(FileFailure) {
    // Without O_NONBLOCK, opening a pipe would wait for its other end.
    let (opened, code) = repeatingInterrupted { Int(open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)) }
    guard opened >= 0 else { throw FileFailure("open", path, errno: code) }
    var status = stat()
    let seen = repeatingInterrupted { Int(fstat(Int32(opened), &status)) }
    guard seen.result == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(Int32(opened))
      guard seen.result == 0 else { throw FileFailure("look at", path, errno: seen.errno) }
      throw FileFailure(path: path, operation: "read", reason: "is not an ordinary file")
    }
    content = .file(descriptor: Int32(opened), path: path)
    size = Int64(status.st_size)
    identity = SourceIdentity(status)
  }

  /// Takes over a file that is open for reading and has no name any more.
  init(descriptor: Int32, size: Int64) {
    content = .file(descriptor: descriptor, path: nil)
    self.size = size
    identity = SourceIdentity()
  }

  /// Takes bytes in memory.
  init(_ bytes: [UInt8]) {
    content = .memory(bytes)
    size = Int64(bytes.count)
    identity = SourceIdentity()
  }

  deinit {
    if case .file(let descriptor, _) = content { close(descriptor) }
  }

  /// The file's path; nil where there is none.
  var path: String? {
    if case .file(_, let path) = content { path } else { nil }
  }

  /// The bytes of a range, all of them. Blocks.
  func read(_ range: Range<UInt64>) throws(Failure) -> [UInt8] {
    switch content {
    case .memory(let bytes):
      return Array(bytes[Int(range.lowerBound)..<Int(range.upperBound)])
    case .file(let descriptor, let path):
      var failure: Failure?
      let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, filled in
        while filled < range.count {
          let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[filled...])
          let offset = off_t(range.lowerBound) + off_t(filled)
          let (count, code) = repeatingInterrupted { pread(descriptor, rest.baseAddress, rest.count, offset) }
          guard count > 0 else {
            failure = count < 0 ? .file(FileFailure("read", path ?? "a temporary file", errno: code)) : .changed
            return
          }
          filled += count
        }
      }
      if let failure { throw failure }
      return bytes
    }
  }

  /// Whether its length is what it was, and its path still leads to it. Blocks.
  func isInPlace() -> Bool {
    guard case .file(let descriptor, let path) = content else { return true }
    var mine = stat()
    guard fstat(descriptor, &mine) == 0, Int64(mine.st_size) == size else { return false }
    guard let path else { return true }
    var there = stat()
    return stat(path, &there) == 0 && there.st_ino == mine.st_ino && there.st_dev == mine.st_dev
  }
}

/// What tells a state of a file from others, as far as its folder knows.
struct SourceIdentity: Sendable, Equatable {
  var device: UInt64 = 0
  var inode: UInt64 = 0
  /// Time of the last change, in nanoseconds since 1970.
  var modified: Int64 = 0

  init() {}

  init(_ status: stat) {
    device = UInt64(truncatingIfNeeded: status.st_dev)
    inode = UInt64(truncatingIfNeeded: status.st_ino)
    #if canImport(Darwin)
      let time = status.st_mtimespec
    #else
      let time = status.st_mtim
    #endif
    modified = Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }
}
