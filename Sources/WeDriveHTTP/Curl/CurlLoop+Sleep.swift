import CLibcurl

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How the thread waits for what comes next.
extension CurlLoop {
  func sleep() {
    guard mailbox.mayFallAsleep() else { return }
    if let multi, isWorking {
      sleepBetweenEvents(of: multi)
    } else {
      sleepIdle()
    }
  }

  /// At most a second: libcurl measures low speed when it performs.
  private func sleepBetweenEvents(of multi: UnsafeMutableRawPointer) {
    var descriptor = curl_waitfd(fd: wake.readable, events: Int16(CURL_WAIT_POLLIN), revents: 0)
    var limit = 1000
    if let deadline = nextDeadline { limit = min(limit, (deadline - .now).milliseconds) }
    guard curl_multi_poll(multi, &descriptor, 1, Int32(limit), nil) == CURLM_OK else { return reset() }
    if descriptor.revents != 0 { wake.reset() }
  }

  /// Without limit, but for one awakening that closes the connections that were not used for a while.
  private func sleepIdle() {
    var descriptor = pollfd(fd: wake.readable, events: Int16(POLLIN), revents: 0)
    let limit = multi == nil ? -1 : context.configuration.idleConnectionLifetime.milliseconds
    let ready = poll(&descriptor, 1, Int32(limit))
    if ready > 0 { wake.reset() }
    if ready == 0 { closeConnections() }
  }

  /// The next moment at which ``keepDeadlines()`` has something to do.
  private var nextDeadline: ContinuousClock.Instant? {
    running.values.reduce(waiting.earliestDeadline) { earliest, transfer in
      guard let expiry = transfer.expiry else { return earliest }
      return min(expiry, earliest ?? expiry)
    }
  }
}

/// A descriptor that becomes readable when the loop has mail.
///
/// It is our own, and not `curl_multi_wakeup`, because libcurl 8.21.0 swallows wake-ups that come during a perform.
package final class WakeDescriptor: Sendable {
  /// What the loop polls.
  package let readable: Int32
  private let writable: Int32

  /// Makes one; nil when the process has no descriptors left.
  package init?() {
    var readable: Int32 = -1
    var writable: Int32 = -1
    guard wedrive_open_wake(&readable, &writable) == 0 else { return nil }
    self.readable = readable
    self.writable = writable
  }

  deinit {
    close(readable)
    if writable != readable { close(writable) }
  }

  /// Makes the descriptor readable. When it is so already, a full pipe is no harm.
  package func signal() {
    var one: UInt64 = 1
    _ = write(writable, &one, MemoryLayout<UInt64>.size)
  }

  /// Makes it unreadable again.
  package func reset() {
    var buffer: UInt64 = 0
    while read(readable, &buffer, MemoryLayout<UInt64>.size) > 0 && writable != readable {}
  }
}
