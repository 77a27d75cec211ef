/// The parts of a token's life.
enum TokenLife {
  /// No token is trusted for longer than a day, in seconds, whatever the service says.
  static let longest: Int64 = 86_400

  /// No token is fetched again sooner than this, in seconds, unless the service refuses it: a service that is wrong about
  /// its tokens' life must not be asked at every call.
  static let shortest: Int64 = 30

  /// How long a service that issues the very token that it refuses is left alone.
  static let reissuePause: Duration = .seconds(30)

  /// A life within reason.
  static func bounded(_ lifetime: Duration) -> Duration { max(.seconds(shortest), min(lifetime, .seconds(longest))) }

  /// How long before its end a token is renewed in the background at the earliest: five minutes, or a tenth of a short
  /// life. Chance makes it later by up to a fifth of that, so that machines do not all renew at once. Never earlier: before
  /// the last five minutes, some services only repeat the token that they issued.
  static func renewal(of lifetime: Duration) -> Duration { min(.seconds(300), lifetime / 10) }

  /// How long before its end a token is no longer used, since a call takes a while to arrive.
  static func margin(of lifetime: Duration) -> Duration { min(.seconds(10), lifetime / 20) }

  /// How long a token that another fetched must be good to be worth taking.
  static func minimumLifetime(of lifetime: Duration) -> Duration { min(.seconds(60), lifetime / 15) }
}

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

extension TokenFailure {
  /// What a failed fetch means to the call that needed the token.
  init(endpoint: String, after error: WeDriveError) {
    switch error {
    case .token(let failure):
      self.init(
        endpoint: endpoint, reason: failure.reason, refusal: failure.refusal, cause: failure.cause,
        awaitsSuiteTicket: failure.awaitsSuiteTicket)
    case .refused(let refusal):
      self.init(endpoint: endpoint, reason: "\(refusal)", refusal: refusal)
    case .transport(let failure):
      self.init(endpoint: endpoint, reason: "\(error)", cause: failure)
    default:
      self.init(endpoint: endpoint, reason: "\(error)")
    }
  }
}
