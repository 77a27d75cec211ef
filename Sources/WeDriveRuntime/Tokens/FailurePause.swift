/// Time off after a failed fetch, so that callers in a loop do not hammer a service that refuses.
struct FailurePause: Sendable {
  private var error: WeDriveError?
  private var end: Duration = .zero
  private var failures = 0

  /// Whether it is too early for another fetch.
  func holds(at now: Duration) -> Bool { error != nil && now < end }

  /// What callers are told until then.
  func failure(at now: Duration) -> WeDriveError? { holds(at: now) ? error : nil }

  /// Half a second, doubled with each failure up to ten; for a refusal that only a person can mend, a minute. All of it
  /// jittered, so that machines do not come back together.
  ///
  /// None where a ticket has to be pushed first: the service was not asked, and the ticket may come any moment.
  mutating func note(_ error: WeDriveError, at now: Duration, random: Double) {
    if case .token(let failure) = error, failure.awaitsSuiteTicket {
      self = FailurePause()
      return
    }
    failures += 1
    let isFinal = if case .token(let failure) = error { failure.refusal.map(Self.isFinal) ?? false } else { false }
    let maximum: Duration =
      isFinal ? .seconds(60) : min(.seconds(10), .milliseconds(500) * (1 << min(failures - 1, 10)))
    self.error = error
    end = now + maximum * (0.5 + random / 2)
  }

  /// Tells callers the same until a time, as others do who were refused.
  mutating func note(_ error: WeDriveError, until end: Duration) {
    self.error = error
    self.end = end
  }

  /// Whether the service would refuse every machine that uses the credential.
  static func concernsAll(_ failure: TokenFailure) -> Bool {
    guard !failure.awaitsSuiteTicket, let refusal = failure.refusal else { return false }
    return isFinal(refusal) && refusal.advice?.action != .changeAddress
  }

  private static func isFinal(_ refusal: Refusal) -> Bool {
    switch refusal.advice?.action {
    case .retry, .slowDown, nil: false
    default: true
    }
  }
}
