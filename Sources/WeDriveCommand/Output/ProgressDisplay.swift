import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Shows on standard error how one transfer goes on: a bar that is drawn again on a terminal, a plain line every few
/// seconds elsewhere, nothing at all where that is asked for. Results on standard output stay clean.
final class ProgressDisplay: Sendable {
  enum Style: Sendable {
    case bar, lines, silent

    /// What suits where standard error goes.
    static func suitable(isQuiet: Bool) -> Style {
      if isQuiet { return .silent }
      return isatty(STDERR_FILENO) == 1 && Environment["TERM"] != "dumb" ? .bar : .lines
    }
  }

  /// How often a plain line is written.
  static let interval: Duration = .seconds(5)

  private struct State {
    var lastLine: ContinuousClock.Instant?
    var isDrawn = false
  }

  private let label: String
  private let style: Style
  private let state = Mutex(State())

  /// - Parameter label: What is transferred, mostly a file's name.
  init(_ label: String, style: Style) {
    self.label = label
    self.style = style
  }

  /// Shows how far it has come. Cheap enough to be called at every report; from any thread.
  func show(_ line: ProgressLine) {
    state.withLock { state in
      switch style {
      case .silent: break
      case .bar:
        StandardError.write("\r\u{1B}[2K" + line.bar(label: label, columns: Self.columns - 1), to: STDERR_FILENO)
        state.isDrawn = true
      case .lines:
        let now = ContinuousClock.now
        if let last = state.lastLine, now - last < Self.interval { return }
        // The first line is due only when the transfer turns out to take a while.
        if state.lastLine != nil { StandardError.print(line.text(label: label)) }
        state.lastLine = now
      }
    }
  }

  /// Takes the bar away, so that what is printed next has its line. More may be shown afterwards.
  func clear() {
    state.withLock { state in
      guard state.isDrawn else { return }
      StandardError.write("\r\u{1B}[2K", to: STDERR_FILENO)
      state.isDrawn = false
    }
  }

  /// The terminal's width.
  private static var columns: Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }
}
