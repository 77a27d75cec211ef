import Foundation
import Synchronization
import TerminalOutput
import WeDriveTrees

/// Shows on standard error how a run over a tree goes on: on a terminal a line for each file under way and one for the whole,
/// drawn again in place; elsewhere a plain line every few seconds.
final class SyncDisplay: Sendable {
  private struct State {
    var drawn = 0
    var lastLine: ContinuousClock.Instant?
    /// Bytes and times of the last seconds, for the rate.
    var samples: [(time: ContinuousClock.Instant, bytes: UInt64)] = []
  }

  private let style: ProgressDisplay.Style
  private let label: String
  private let state = Mutex(State())
  /// The most files that have a line.
  private static let maximumFiles = 8

  init(_ label: String, isQuiet: Bool) {
    self.label = label
    style = .suitable(isQuiet: isQuiet)
  }

  /// Shows how far it has come; from any thread.
  func show(_ progress: SyncProgress) {
    state.withLock { state in
      let now = ContinuousClock.now
      state.samples.append((now, progress.bytes))
      state.samples.removeAll { now - $0.time > .seconds(10) }
      switch style {
      case .silent: return
      case .bar:
        let lines = Self.lines(progress, rate: rate(state), label: label, columns: Self.columns - 1)
        StandardError.write(
          Self.up(state.drawn) + lines.map { "\u{1B}[2K" + $0 + "\n" }.joined() + "\u{1B}[J", to: STDERR_FILENO)
        state.drawn = lines.count
      case .lines:
        if let last = state.lastLine, now - last < ProgressDisplay.interval { return }
        // The first line is due only when the run turns out to take a while.
        if state.lastLine != nil { StandardError.print(Self.total(progress, rate: rate(state), label: label)) }
        state.lastLine = now
      }
    }
  }

  /// Takes the lines away, so that what is printed next has its place.
  func clear() {
    state.withLock { state in
      guard state.drawn > 0 else { return }
      StandardError.write(Self.up(state.drawn) + "\u{1B}[J", to: STDERR_FILENO)
      state.drawn = 0
    }
  }

  private static func up(_ lines: Int) -> String { lines > 0 ? "\u{1B}[\(lines)A\r" : "" }

  private func rate(_ state: State) -> Double? {
    guard let first = state.samples.first, let last = state.samples.last else { return nil }
    let seconds =
      Double((last.time - first.time).components.seconds) + Double((last.time - first.time).components.attoseconds)
      / 1e18
    guard seconds > 0.5, last.bytes >= first.bytes else { return nil }
    return Double(last.bytes - first.bytes) / seconds
  }

  /// The lines of a terminal.
  static func lines(_ progress: SyncProgress, rate: Double?, label: String, columns: Int) -> [String] {
    var lines = progress.running.prefix(maximumFiles).map { file in
      ProgressLine(done: Int64(clamping: file.done), total: Int64(clamping: file.size)).bar(
        label: "  " + file.path.text, columns: columns)
    }
    if progress.running.count > maximumFiles { lines.append("  and \(progress.running.count - maximumFiles) more") }
    lines.append(total(progress, rate: rate, label: label))
    return lines.map { line in
      var line = line
      while TerminalText.columns(line) > columns, !line.isEmpty { line.removeLast() }
      return line
    }
  }

  /// `sync  42 of 200 files  1.2 MiB of 15.0 MiB  3.1 MiB/s  0:05 left  54 of 212 calls`
  static func total(_ progress: SyncProgress, rate: Double?, label: String) -> String {
    var parts = [label]
    switch progress.phase {
    case .comparing: parts.append("comparing: \(progress.compared) entries")
    case .running:
      parts.append("\(progress.files) of \(progress.totalFiles) files")
      parts.append("\(ProgressLine.size(Double(progress.bytes))) of \(ProgressLine.size(Double(progress.totalBytes)))")
      if let rate, rate >= 1 {
        parts.append(ProgressLine.size(rate) + "/s")
        let left = Double(progress.totalBytes) - Double(progress.bytes)
        if left > 0 { parts.append(ProgressLine.time(.seconds(left / rate)) + " left") }
      }
    }
    parts.append(
      progress.plannedCalls > 0 ? "\(progress.calls) of \(progress.plannedCalls) calls" : "\(progress.calls) calls")
    return parts.joined(separator: "  ")
  }

  private static var columns: Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }
}
