import Foundation
import Synchronization

/// The emulator's wall clock: the system's, which a test can set forward.
///
/// Tokens, links, tickets and upload sessions expire by it.
public final class EmulatorClock: Sendable {
  private let offset = Mutex<Int64>(0)

  /// Seconds since 1970.
  public var now: Int64 { Int64(time(nil)) + offset.withLock { $0 } }

  /// Sets the clock forward by so many whole seconds; backwards not at all, and never further than a thousand years from now.
  public func advance(by span: Duration) {
    let furthest: Int64 = 1000 * 366 * 86_400
    offset.withLock { $0 = min($0 + min(max(span.wholeSeconds, 0), furthest), furthest) }
  }

  /// The calendar month, for example `2026-11`, in the service's time zone (UTC+8).
  var month: String {
    var seconds = time_t(now + 8 * 3600)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    let month = parts.tm_mon + 1
    return "\(parts.tm_year + 1900)-\(month < 10 ? "0" : "")\(month)"
  }
}

extension Int64 {
  /// The time so much later, or the last that can be counted: a life without end can be configured.
  func later(by span: Duration) -> Int64 {
    let (time, overflow) = addingReportingOverflow(span.wholeSeconds)
    return overflow ? (span < .zero ? .min : .max) : time
  }
}

extension Duration {
  /// As times go over the wire.
  var wholeSeconds: Int64 { components.seconds }
}
