import WeDriveHTTP

/// Sends one request at a time, with a pause before each, and a longer one after a refusal for sending too many.
final class PoliteTransport: Sendable {
  /// How requests are spaced.
  struct Pace: Sendable {
    /// The least time between the beginnings of two requests.
    var pause: Duration
    /// How long to wait after the first 429 that does not say how long; doubled each time.
    var backoff: Duration
    /// Most waits after 429 for one request.
    var waits = 3
    /// Most further tries of a request whose reply was cut.
    var retries = 2
  }

  private let transport: any Transport
  private let pace: Pace
  private let state: State

  /// When the last request began, and how long the pause is by now.
  private actor State {
    var next: ContinuousClock.Instant?
    var pause: Duration

    init(pause: Duration) { self.pause = pause }

    /// When the next request may begin, which it then does.
    func begin() -> ContinuousClock.Instant {
      let now = ContinuousClock.now
      let start = max(next ?? now, now)
      next = start + pause
      return start
    }

    /// After a refusal everything that follows is slower, too.
    func slowDown(by wait: Duration) {
      pause = min(pause * 2, .seconds(30))
      next = max(next ?? .now, .now + wait)
    }
  }

  init(_ transport: any Transport, pace: Pace) {
    self.transport = transport
    self.pace = pace
    state = State(pause: pace.pause)
  }

  /// - Throws: ``FetchFailure/unreachable(host:reason:)`` or ``FetchFailure/tooManyRequests(host:waits:)``.
  func perform(_ request: HTTPRequest, host: String) async throws(FetchFailure) -> HTTPReply {
    var waits = 0
    var failures = 0
    while true {
      try await wait(until: await state.begin(), host: host)
      do throws(TransportFailure) {
        let reply = try await transport.perform(request)
        guard reply.head.status == 429 else { return reply }
        guard waits < pace.waits else { throw FetchFailure.tooManyRequests(host: host, waits: waits).asTransport }
        let wait = reply.head.waitAsked ?? pace.backoff * (1 << waits)
        waits += 1
        await state.slowDown(by: wait)
      } catch {
        if let failure = error.underlying as? FetchFailure { throw failure }
        let isCut = [.connectionLost, .truncated, .tooSlow, .timedOut].contains(error.code)
        guard isCut, failures < pace.retries else { throw .unreachable(host: host, reason: error.reason) }
        failures += 1
      }
    }
  }

  private func wait(until start: ContinuousClock.Instant, host: String) async throws(FetchFailure) {
    do {
      try await Task.sleep(until: start, clock: .continuous)
    } catch {
      throw .unreachable(host: host, reason: "the run was cancelled")
    }
  }
}

extension FetchFailure {
  /// The failure on its way out of a block that throws the transport's.
  fileprivate var asTransport: TransportFailure {
    TransportFailure(.other, progress: .replied, reason: description, underlying: self)
  }
}

extension HTTPReplyHead {
  /// How long the server wants to be left alone, in whole seconds; nil: it does not say, or more than an hour.
  fileprivate var waitAsked: Duration? {
    guard let seconds = self["Retry-After"].flatMap({ Int64($0) }), (0...3600).contains(seconds) else { return nil }
    return .seconds(seconds)
  }
}
