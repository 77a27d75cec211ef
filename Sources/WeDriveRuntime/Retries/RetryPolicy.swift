/// How often and how long a client tries.
public struct RetryPolicy: Sendable {
  /// The most attempts for one call, the first included.
  public var maximumAttempts = 3
  /// The unit of back-off after a fault: attempt *n* waits a random time up to `unit · 2ⁿ⁻¹`.
  public var transientUnit: Duration = .milliseconds(50)
  /// The unit of back-off after the service asked for less at once.
  public var throttledUnit: Duration = .seconds(1)
  /// The longest wait between two attempts, before a `Retry-After` is considered.
  public var longestWait: Duration = .seconds(20)
  /// How much longer than that a server can make a client wait with a `Retry-After`: one that asks for more is asked again
  /// sooner, so that a server's mistake does not stop a client for a day. Whatever it asked for is in
  /// ``ServiceUnavailable/retryAfter`` when the attempts are used up.
  public var maximumRetryAfter: Duration = .seconds(5)
  /// The longest that one call may take, all attempts and waits included.
  public var deadline: Duration = .seconds(120)

  /// Three attempts within two minutes.
  public init() {}

  /// One attempt.
  public static var never: RetryPolicy {
    var policy = RetryPolicy()
    policy.maximumAttempts = 1
    return policy
  }

  /// How long to wait after attempt number `attempt`: full jitter, so that clients that failed together do not come back
  /// together. A `Retry-After` raises it, by ``maximumRetryAfter`` at most.
  package func wait(after attempt: Int, pace: RetryPace, retryAfter: Duration?, random: Double) -> Duration {
    let unit = pace == .throttled ? throttledUnit : transientUnit
    let most = min(longestWait, unit * (1 << min(attempt - 1, 20)))
    let wait = most * random
    guard let retryAfter else { return wait }
    return max(wait, min(retryAfter, wait + max(.zero, maximumRetryAfter)))
  }
}

/// Why an attempt is repeated, which decides how soon.
package enum RetryPace: Sendable, Equatable {
  /// A fault that may be over in a moment.
  case transient
  /// The service asked for less at once.
  case throttled

  /// What a repetition takes from the client's quota.
  package var cost: Int { self == .throttled ? 5 : 14 }
}
