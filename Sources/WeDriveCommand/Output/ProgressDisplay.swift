import Foundation
import Synchronization
import TerminalOutput

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

/// How far a transfer has come, in one line for a person.
struct ProgressLine: Equatable {
  /// Bytes that are safe.
  var done: Int64
  /// Bytes in all; nil where that is not known.
  var total: Int64?
  /// Bytes a second; nil where nothing was measured yet.
  var bytesPerSecond: Double?
  /// How long the rest takes; nil where that cannot be said.
  var remaining: Duration?
  /// What is being done, where it is not the transfer itself: `hashing`.
  var phase: String?

  /// `backup.tar  42%  4.2 GiB of 10.0 GiB  112.4 MiB/s  1:02 left`
  func text(label: String) -> String {
    ([TerminalText.visible(label)] + [phase].compactMap { $0 } + figures).joined(separator: "  ")
  }

  /// The same with a bar, in exactly as many columns as there are, or fewer.
  func bar(label: String, columns: Int) -> String {
    let figures = ([phase].compactMap { $0 } + figures).joined(separator: "  ")
    let room = max(0, columns - figures.count - 2)
    let name = Self.shortened(TerminalText.visible(label), to: min(room, max(16, room / 2)))
    let width = room - TerminalText.columns(name) - 4
    guard width >= 8, let fraction else { return [name, figures].filter { !$0.isEmpty }.joined(separator: "  ") }
    let filled = Int((Double(width) * fraction).rounded(.down))
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled)
    return "\(name)  [\(bar)]  \(figures)"
  }

  private var fraction: Double? {
    guard let total else { return nil }
    return total > 0 ? min(1, max(0, Double(done) / Double(total))) : 1
  }

  private var figures: [String] {
    var figures: [String] = []
    if let fraction {
      let percent = String(Int(fraction * 100))
      figures.append(String(repeating: " ", count: 3 - percent.count) + percent + "%")
    }
    figures.append(total.map { "\(Self.size(Double(done))) of \(Self.size(Double($0)))" } ?? Self.size(Double(done)))
    if let bytesPerSecond { figures.append(Self.size(bytesPerSecond) + "/s") }
    if let remaining { figures.append(Self.time(remaining) + " left") }
    return figures
  }

  /// Bytes in the largest unit that keeps a digit before the point.
  static func size(_ bytes: Double) -> String {
    var value = max(0, bytes)
    var units = ["B", "KiB", "MiB", "GiB", "TiB"][...]
    while value >= 1024, units.count > 1 {
      value /= 1024
      units.removeFirst()
    }
    guard units.first != "B" else { return "\(Int(value)) B" }
    let tenths = Int((value * 10).rounded(.down))
    return "\(tenths / 10).\(tenths % 10) \(units.first ?? "")"
  }

  /// `0:07`, `12:34`, `1:02:03`.
  static func time(_ duration: Duration) -> String {
    let seconds = Int(min(max(0, duration.components.seconds), 359_999))
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60)
    func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return hours > 0 ? "\(hours):\(padded(minutes)):\(padded(rest))" : "\(minutes):\(padded(rest))"
  }

  private static func shortened(_ name: String, to columns: Int) -> String {
    guard TerminalText.columns(name) > columns else { return name }
    var name = name
    while !name.isEmpty, TerminalText.columns(name) > columns - 1 { name.removeLast() }
    return columns > 0 ? name + "…" : ""
  }
}
