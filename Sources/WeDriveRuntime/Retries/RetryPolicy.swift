import Synchronization

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
  /// The longest `Retry-After` that is waited for, and then in full: 60 seconds unless set. A call or download that a server
  /// asks to wait longer, or past ``deadline``, ends at once; a call with ``WeDriveError/unavailable(_:)``, whose
  /// ``ServiceUnavailable/retryAfter`` is what the server asked for.
  public var maximumRetryAfter: Duration = .seconds(60)
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

  /// How long to wait after attempt number `attempt` when the server does not say: full jitter, so that clients that failed
  /// together do not come back together.
  package func wait(after attempt: Int, backoff: Backoff, random: Double) -> Duration {
    let unit = backoff == .throttled ? throttledUnit : transientUnit
    return min(longestWait, unit * (1 << max(0, min(attempt - 1, 20)))) * random
  }

  /// How long to wait after attempt number `attempt`. A `Retry-After` raises the wait and never shortens it.
  ///
  /// - Returns: nil if the server asks for more than ``maximumRetryAfter``: then there is no further attempt.
  package func wait(after attempt: Int, backoff: Backoff, retryAfter: Duration?, random: Double) -> Duration? {
    let wait = wait(after: attempt, backoff: backoff, random: random)
    guard let retryAfter else { return wait }
    return retryAfter > maximumRetryAfter ? nil : max(wait, retryAfter)
  }
}

/// Why an attempt is repeated, which decides how soon.
package enum Backoff: Sendable, Equatable {
  /// A fault that may be over in a moment.
  case transient
  /// The service asked for less at once.
  case throttled

  /// What a repetition takes from the client's quota.
  package var cost: Int { self == .throttled ? 5 : 14 }
}

/// Limits how much of a client's traffic may be repetitions, so that a fault at the service is not answered with a storm.
///
/// A repetition takes from the quota, and gives it back if it succeeds. A call that succeeds at once gives one back.
final class RetryQuota: Sendable {
  static let capacity = 500
  private let left = Mutex(RetryQuota.capacity)

  /// Takes what a repetition costs; false if too little is left.
  func take(_ cost: Int) -> Bool {
    left.withLock { left in
      guard left >= cost else { return false }
      left -= cost
      return true
    }
  }

  /// Gives back what the last repetition took, or one.
  func succeed(lastCost: Int?) {
    left.withLock { $0 = min(Self.capacity, $0 + (lastCost ?? 1)) }
  }
}
