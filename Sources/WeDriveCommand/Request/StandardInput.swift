import WeDrive

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The stream that a command may be given content on.
enum StandardInput {
  /// Everything until its end. Blocks; nothing else runs in this process meanwhile.
  static func readAll() throws(FileFailure) -> [UInt8] {
    var content: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(STDIN_FILENO, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw FileFailure(
          path: "standard input", operation: "read", errno: errno, reason: String(cString: strerror(errno)))
      }
      if count == 0 { return content }
      content += buffer[..<count]
    }
  }
}
