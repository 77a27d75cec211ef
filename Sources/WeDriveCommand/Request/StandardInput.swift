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
  static func readAll() throws(FileFailure) -> [UInt8] { try Descriptor.readAll(STDIN_FILENO, named: "standard input") }
}

/// Files that are read whole, with the system's own words for what goes wrong.
enum Descriptor {
  /// All of a file. Blocks.
  static func readAll(path: String) throws(FileFailure) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path, "open") }
    defer { close(descriptor) }
    return try readAll(descriptor, named: path)
  }

  /// Everything until the end. Blocks.
  static func readAll(_ descriptor: Int32, named name: String) throws(FileFailure) -> [UInt8] {
    var content: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure(name, "read") }
      if count == 0 { return content }
      content += buffer[..<count]
    }
  }

  private static func failure(_ path: String, _ operation: String) -> FileFailure {
    let code = errno
    return FileFailure(path: path, operation: operation, errno: code, reason: String(cString: strerror(code)))
  }
}
