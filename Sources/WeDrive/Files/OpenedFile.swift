import WeDriveRuntime

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An ordinary file that is open for reading.
struct OpenedFile: ~Copyable {
  private let descriptor: Int32
  private let path: String
  /// Its size when it was opened, in bytes.
  let size: Int64

  init(_ path: String) throws(FileFailure) {
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
    descriptor = Int32(opened)
    self.path = path
    size = Int64(status.st_size)
  }

  deinit { close(descriptor) }

  /// All of it. A file whose length is no longer what it was is refused: half of an edit is nobody's content.
  func contents() throws(FileFailure) -> [UInt8] {
    // One byte more than expected, so that growth shows.
    var content = [UInt8](repeating: 0, count: Int(size) + 1)
    var filled = 0
    while filled < content.count {
      let (count, code) = content.withUnsafeMutableBytes { bytes in
        let rest = UnsafeMutableRawBufferPointer(rebasing: bytes[filled...])
        return repeatingInterrupted { read(descriptor, rest.baseAddress, rest.count) }
      }
      guard count >= 0 else { throw FileFailure("read", path, errno: code) }
      if count == 0 { break }
      filled += count
    }
    guard filled == Int(size) else {
      throw FileFailure(path: path, operation: "read", reason: "changed while it was read")
    }
    content.removeLast()
    return content
  }
}
