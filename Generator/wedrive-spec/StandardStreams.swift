#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Standard input and the stream for errors, through the system's own calls.
enum StandardStreams {
  /// Standard input to its end, or one byte more than `maximumBytes`.
  static func input(maximumBytes: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    var room = [UInt8](repeating: 0, count: 64 * 1024)
    while bytes.count <= maximumBytes {
      let count = read(STDIN_FILENO, &room, min(room.count, maximumBytes + 1 - bytes.count))
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      bytes += room[..<count]
    }
    return bytes
  }

  /// Writes a text where errors go; what cannot be written is lost.
  static func complain(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  /// Ends the program, with all that was printed.
  static func end(with code: Int32) -> Never { exit(code) }
}
