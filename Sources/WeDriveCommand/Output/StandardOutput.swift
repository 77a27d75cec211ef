#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The stream for results.
enum StandardOutput {
  /// Whether somebody watches, instead of a pipe or a file.
  static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  /// Whether colours are welcome: at a terminal, unless NO_COLOR is set or the terminal knows none.
  static var hasColours: Bool { isTerminal && Environment["NO_COLOR"] == nil && Environment["TERM"] != "dumb" }

  /// Hands over what was printed: a pipe would get it only when the buffer is full.
  static func flush() { fflush(nil) }
}
