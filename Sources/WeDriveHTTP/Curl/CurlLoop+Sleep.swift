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
