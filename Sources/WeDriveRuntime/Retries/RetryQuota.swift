import Synchronization

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
