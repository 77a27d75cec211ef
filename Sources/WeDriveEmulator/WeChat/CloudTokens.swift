import WeDriveGenerated
import WeDriveRuntime

/// The access tokens of one account. Those of the two calls that give them do not affect each other.
struct CloudTokens: Sendable {
  private struct Issued {
    var value: Secret
    var expiry: Int64
  }

  private var known: [Secret: Int64] = [:]
  private var stable: Issued?
  private var lastForced: Int64?
  private var forcedToday = (day: Int64(0), count: 0)
  private var exclusive: Issued?

  /// What `stable_token` gives.
  mutating func stable(force: Bool, at now: Int64, life: Duration) throws(ServiceError) -> (value: Secret, life: Int64)
  {
    if let stable, now < stable.expiry {
      let isFresh = stable.expiry - now > Limits.stableTokenOverlap
      let mayForce = force && lastForced.map { now - $0 >= Limits.stableTokenForcedInterval } ?? true
      if !mayForce, isFresh || force { return (stable.value, stable.expiry - now) }
      if mayForce {
        if forcedToday.day != now / 86_400 { forcedToday = (now / 86_400, 0) }
        guard forcedToday.count < Limits.stableTokenForcedRefreshes else { throw .weChat(.dailyQuotaReached) }
        forcedToday.count += 1
        lastForced = now
        known[stable.value] = now
      }
    }
    let issued = issue(at: now, life: life)
    stable = issued
    return (issued.value, life.wholeSeconds)
  }

  /// What `token` gives.
  ///
  /// - Parameter handover: How long the token before is still good.
  mutating func exclusive(at now: Int64, life: Duration, handover: Duration) -> (value: Secret, life: Int64) {
    if let exclusive { known[exclusive.value] = min(exclusive.expiry, now.later(by: handover)) }
    let issued = issue(at: now, life: life)
    exclusive = issued
    return (issued.value, life.wholeSeconds)
  }

  func check(_ value: Secret, at now: Int64) throws(ServiceError) {
    guard let expiry = known[value] else { throw .weChat(.invalidAccessToken) }
    guard now < expiry else { throw .weChat(.accessTokenExpired) }
  }

  mutating func expire(_ value: Secret, at now: Int64) {
    if known[value] != nil { known[value] = now }
    if stable?.value == value { stable = nil }
    if exclusive?.value == value { exclusive = nil }
  }

  mutating func expireAll(at now: Int64) {
    for value in known.keys { expire(value, at: now) }
  }

  private mutating func issue(at now: Int64, life: Duration) -> Issued {
    let issued = Issued(value: Mint.token(), expiry: now.later(by: life))
    known[issued.value] = issued.expiry
    return issued
  }
}
