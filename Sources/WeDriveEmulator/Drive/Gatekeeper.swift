import WeDriveRuntime

/// Decides who may call what, before a call is looked at.
struct Gatekeeper: Sendable {
  let store: DriveStore
  let clock: EmulatorClock
  let configuration: EmulatorConfiguration

  /// The app on whose behalf a call is made; nil for a call that carries no token.
  func admit(_ endpoint: Endpoint, token: String?, underWay: Int) async throws(Refused) -> Caller? {
    if let most = configuration.limits.concurrentCalls, underWay > most { throw .tooManyConcurrentCalls }
    guard endpoint.carriesToken else { return nil }
    let now = clock.now
    let issued = try store.read { (state) throws(Refused) in
      try state.tokens.check(token, as: endpoint.tokens, at: now)
    }
    guard let caller = configuration.caller(corp: issued.corp, app: issued.app) else { throw .badToken }
    guard caller.access != .none else { throw .notPermitted }
    guard caller.access == .full || endpoint.effect == .read else { throw .noEditPermission }
    if let most = configuration.limits.monthlyCalls {
      let month = clock.month
      try await store.update { (state) throws(Refused) in
        try state.accounts.count(corp: caller.corp, month: month, most: most)
      }
    }
    return caller
  }

  /// Makes a token expire.
  func expire(_ token: String?) async throws(Refused) {
    guard let token else { return }
    let now = clock.now
    try await store.update { $0.tokens.expire(token, at: now) }
  }
}

extension Gatekeeper: CallAdmission {
  func admit(_ endpoint: Endpoint, _ token: CarriedToken?, underWay: Int) async throws(Refused) -> Caller? {
    try await admit(endpoint, token: token?.value, underWay: underWay)
  }

  func expire(_ token: CarriedToken?) async throws(Refused) { try await expire(token?.value) }

  func refused(_ error: WeDriveError) -> Refused { Refused(error) }

  var emptyBody: Refused? { nil }

  func words(for refused: Refused, number: Int) -> String {
    "\(refused.reason), hint: [\(number)], "
      + "more info at https://open.work.weixin.qq.com/devtool/query?e=\(refused.code)"
  }
}
