import WeDriveHTTP
import WeDriveRuntime

/// Decides how a download goes on after its content has stopped arriving.
///
/// Whatever brought it forward counts as a success: a connection that is lost every few minutes delays a large file and
/// does not end it. Only attempts in a row that gain next to nothing are limited, by the client's retry policy.
package struct DownloadAttempts {
  /// Less than this is next to nothing.
  package static let gain: Int64 = 64 << 10

  /// What comes next.
  package enum Step: Equatable {
    /// Ask again after a wait.
    case again(after: Duration)
    /// Ask for a fresh link and use that.
    case renewLink
    /// Ask for the whole content; from then on, where asking for parts is of no use, for nothing else.
    case startOver(asksForAll: Bool)
    /// It was the last: nothing is missing.
    case finish
    case giveUp
  }

  let policy: RetryPolicy
  /// Whether a link that is refused is worth asking for another.
  let hasFreshLinks: Bool
  private var failures = 0
  private var hasRenewed = false
  private var hasStartedOver = false

  package init(policy: RetryPolicy, hasFreshLinks: Bool = true) {
    self.policy = policy
    self.hasFreshLinks = hasFreshLinks
  }

  /// - Parameters:
  ///   - gained: How many bytes the attempt brought.
  ///   - isExpired: Whether the link's life is over.
  ///   - random: From 0 up to 1.
  package mutating func after(_ failure: TransferFailure, gained: Int64, isExpired: Bool, random: Double) -> Step {
    if gained >= Self.gain { (failures, hasRenewed) = (0, false) }
    switch failure {
    case .nothingLeft: return .finish
    case .final, .rangesIgnored: return .giveUp
    case .linkRefused, .refusedInWords:
      guard hasFreshLinks, !hasRenewed, policy.maximumAttempts > 1 else { return .giveUp }
      hasRenewed = true
      return .renewLink
    case .unjoinable(_, let isChanged):
      guard !hasStartedOver else { return .giveUp }
      hasStartedOver = true
      return .startOver(asksForAll: !isChanged)
    case .unavailable(let status, let retryAfter):
      return again(status == 429 ? .throttled : .transient, retryAfter, random)
    case .lost(let failure):
      guard failure.code.isTransient else { return .giveUp }
      // A connection that ends with the link's life has ended because of it.
      if isExpired, hasFreshLinks, !hasRenewed, policy.maximumAttempts > 1 {
        hasRenewed = true
        return .renewLink
      }
      return again(.transient, nil, random)
    }
  }

  private mutating func again(_ backoff: Backoff, _ retryAfter: Duration?, _ random: Double) -> Step {
    failures += 1
    guard failures < policy.maximumAttempts,
      let wait = policy.wait(after: failures, backoff: backoff, retryAfter: retryAfter, random: random)
    else { return .giveUp }
    return .again(after: wait)
  }
}
