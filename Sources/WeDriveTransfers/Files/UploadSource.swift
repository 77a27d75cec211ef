import WeDriveHTTP
import WeDriveRuntime

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The content of an upload: an open file, or bytes in memory.
package final class UploadSource: Sendable {
  /// Why bytes could not be had.
  package enum Failure: Error {
    /// There are fewer than there were.
    case changed
    case file(FileFailure)
  }

  private enum Content: Sendable {
    /// The path is nil where the file has no name any more.
    case file(Descriptor, LocalPath?)
    case memory([UInt8])
  }

  private let content: Content
  /// Its size when it was opened, in bytes.
  package let size: Int64
  /// What tells this file from others on the machine; zeros for content in memory.
  package let identity: SourceIdentity

  /// Opens an ordinary file. Blocks.
  package init(_ path: LocalPath) throws(FileFailure) {
    // Without O_NONBLOCK, opening a pipe would wait for its other end.
    let file = try Descriptor(path, O_RDONLY | O_NONBLOCK)
    let status = try file.status()
    guard status.st_mode & S_IFMT == S_IFREG else {
      let isFolder = status.st_mode & S_IFMT == S_IFDIR
      throw FileFailure(
        path: path.text, operation: "read", errno: isFolder ? EISDIR : nil,
        reason: isFolder ? "is a folder, not an ordinary file" : "is not an ordinary file")
    }
    content = .file(file, path)
    size = Int64(status.st_size)
    identity = SourceIdentity(status)
  }

  /// Opens an ordinary file.
  package static func open(_ path: LocalPath) async throws(WeDriveError) -> UploadSource {
    do throws(FileFailure) {
      return try await BlockingWork.run { () throws(FileFailure) in try UploadSource(path) }
    } catch {
      throw .file(error)
    }
  }

  /// Takes a file that is open for reading and has no name any more.
  package init(_ file: Descriptor, size: Int64) {
    content = .file(file, nil)
    self.size = size
    identity = SourceIdentity()
  }

  /// Takes bytes in memory.
  package init(_ bytes: [UInt8]) {
    content = .memory(bytes)
    size = Int64(bytes.count)
    identity = SourceIdentity()
  }

  /// The file's path; nil where there is none.
  package var path: LocalPath? {
    if case .file(_, let path) = content { path } else { nil }
  }

  /// The bytes of a range, all of them. Blocks.
  package func read(_ range: Range<UInt64>) throws(Failure) -> [UInt8] {
    var failure: Failure?
    let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, filled in
      do throws(Failure) {
        try read(range, into: UnsafeMutableRawBufferPointer(buffer))
        filled = range.count
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }

  /// Fills the beginning of `room` with the bytes of a range, all of them. Blocks.
  package func read(_ range: Range<UInt64>, into room: UnsafeMutableRawBufferPointer) throws(Failure) {
    switch content {
    case .memory(let bytes):
      room.copyBytes(from: bytes[Int(range.lowerBound)..<Int(range.upperBound)])
    case .file(let file, _):
      let count: Int
      do throws(FileFailure) {
        count = try file.read(
          into: UnsafeMutableRawBufferPointer(rebasing: room[..<range.count]), at: Int64(range.lowerBound))
      } catch {
        throw .file(error)
      }
      guard count == range.count else { throw .changed }
    }
  }

  /// Whether its length is what it was, and its path still leads to it. Blocks.
  package func isInPlace() -> Bool {
    guard case .file(let file, let path) = content else { return true }
    guard let mine = try? file.status(), Int64(mine.st_size) == size else { return false }
    guard let path else { return true }
    var there = stat()
    return path.withCString { stat($0, &there) } == 0 && there.st_ino == mine.st_ino && there.st_dev == mine.st_dev
  }
}

/// What tells a state of a file from others, as far as its folder knows.
package struct SourceIdentity: Sendable, Equatable {
  package var device: UInt64 = 0
  package var inode: UInt64 = 0
  /// Time of the last change, in nanoseconds since 1970.
  package var modified: Int64 = 0

  package init() {}

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
