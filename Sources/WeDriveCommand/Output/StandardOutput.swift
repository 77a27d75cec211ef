import TerminalOutput
import WeDrive

// The C library's stream is a variable, which is never set.
#if canImport(Glibc)
  @preconcurrency import Glibc
#elseif canImport(Musl)
  @preconcurrency import Musl
#else
  @preconcurrency import Darwin
#endif

/// The stream for results.
enum StandardOutput {
  /// Whether it is a terminal, not a pipe or a file.
  static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  /// Whether colours are welcome: at a terminal, unless NO_COLOR is set or the terminal knows none.
  static var hasColours: Bool { isTerminal && Environment["NO_COLOR"] == nil && Environment["TERM"] != "dumb" }

  /// Prints a line, or several. All that the command says passes the terminal's gate here; only content, which is asked for
  /// as bytes, is written past it.
  static func print(_ text: String = "", keepingLines: Bool = false) {
    Swift.print(TerminalText.visible(text, keepingLines: keepingLines))
  }

  /// Hands over what was printed: a pipe would get it only when the buffer is full.
  static func flush() { fflush(stdout) }

  /// Writes bytes as they are, all of them. Blocks until the reader has taken them.
  static func write(_ bytes: [UInt8]) throws(FileFailure) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let (count, code) = repeatingInterrupted { rest.withUnsafeBytes { systemWrite($0.baseAddress, $0.count) } }
      guard count > 0 else { throw FileFailure("write to", "standard output", errno: count < 0 ? code : ENOSPC) }
      rest = rest.dropFirst(count)
    }
  }

  private static func systemWrite(_ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    #if canImport(Glibc)
      Glibc.write(STDOUT_FILENO, bytes, count)
    #elseif canImport(Musl)
      Musl.write(STDOUT_FILENO, bytes, count)
    #else
      Darwin.write(STDOUT_FILENO, bytes, count)
    #endif
  }

  /// Hands over the rest of what was printed.
  ///
  /// - Throws: What the system says where not everything could be written, now or before.
  static func finish() throws(WeDriveError) {
    let hasFailed = ferror(stdout) != 0
    guard fflush(stdout) == 0 else {
      throw failure(String(cString: strerror(errno)))
    }
    if hasFailed { throw failure("not all of it was taken") }
  }

  private static func failure(_ reason: String) -> WeDriveError {
    .file(FileFailure(path: "standard output", operation: "write", reason: reason))
  }
}

/// The stream for everything that is not the result.
enum StandardError {
  /// Writes lines, whole: those of several tasks do not mix. They pass the terminal's gate.
  static func print(_ lines: String) {
    write(TerminalText.visible(lines, keepingLines: true) + "\n", to: STDERR_FILENO)
  }

  /// Writes as it is what the program itself has made, such as the bar of a transfer.
  static func write(_ text: String, to descriptor: Int32) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { writeSome(descriptor, $0) }
      guard count > 0 else { return }
      bytes = bytes.dropFirst(count)
    }
  }

  private static func writeSome(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    #if canImport(Glibc)
      Glibc.write(descriptor, bytes.baseAddress, bytes.count)
    #elseif canImport(Musl)
      Musl.write(descriptor, bytes.baseAddress, bytes.count)
    #else
      Darwin.write(descriptor, bytes.baseAddress, bytes.count)
    #endif
  }
}

/// The variables that this process was given.
enum Environment {
  /// The value of a variable; nil if it is not set, or set to nothing.
  static subscript(name: String) -> String? { EnvironmentVariables.process[name] }
}
