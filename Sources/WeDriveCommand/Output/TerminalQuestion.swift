import Foundation

/// Questions to the person at the terminal.
enum TerminalQuestion {
  /// Whether a question can be asked: standard input and standard error are a terminal.
  static var isPossible: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }

  /// Asks, and waits for a line.
  ///
  /// - Returns: Yes or no; nil for another answer, for the end of the input, and when the task is cancelled meanwhile.
  static func ask(_ question: String) async -> Bool? {
    StandardError.print("wedrive: \(question) [y/N]")
    while !Task.isCancelled {
      var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
      guard poll(&input, 1, 0) == 0 else {
        // A line is there, since a terminal hands over whole ones.
        switch readLine()?.lowercased() {
        case "y", "yes": return true
        case "n", "no": return false
        default: return nil
        }
      }
      try? await Task.sleep(for: .milliseconds(50))
    }
    return nil
  }
}
