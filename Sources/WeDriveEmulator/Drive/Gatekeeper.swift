import WeDriveRuntime

/// Decides who may call what, before a call is looked at.
struct Gatekeeper: Sendable {
  let store: DriveStore
  let clock: EmulatorClock
  let configuration: EmulatorConfiguration

  /// The app on whose behalf a call is made; nil for a call that carries no token.
  func admit(_ endpoint: Endpoint, token: String?, underWay: Int) async throws(ServiceError) -> Caller? {
    if let maximum = configuration.limits.concurrentCalls, underWay > maximum { throw .tooManyConcurrentCalls }
    guard endpoint.carriesToken else { return nil }
    let now = clock.now
    let issued = try store.read { (state) throws(ServiceError) in
      try state.tokens.check(token, as: endpoint.tokens, at: now)
    }
    guard let caller = configuration.caller(corp: issued.corp, app: issued.app) else { throw .badToken }
    guard caller.access != .none else { throw .notPermitted }
    guard caller.access == .full || endpoint.effect == .read else { throw .noEditPermission }
    if let maximum = configuration.limits.monthlyCalls {
      let month = clock.month
      try await store.update { (state) throws(ServiceError) in
        try state.accounts.count(corp: caller.corp, month: month, maximum: maximum)
      }
    }
    return caller
  }

  /// Makes a token expire.
  func expire(_ token: String?) async throws(ServiceError) {
    guard let token else { return }
    let now = clock.now
    try await store.update { $0.tokens.expire(token, at: now) }
  }
}

extension Gatekeeper: CallAdmission {
  func admit(_ endpoint: Endpoint, _ token: CarriedToken?, underWay: Int) async throws(ServiceError) -> Caller? {
    try await admit(endpoint, token: token?.value, underWay: underWay)
  }

  func expire(_ token: CarriedToken?) async throws(ServiceError) { try await expire(token?.value) }

  func refused(_ error: WeDriveError) -> ServiceError { ServiceError(error) }

  var emptyBody: ServiceError? { nil }

  func words(for refused: ServiceError, number: Int) -> String {
    "\(refused.reason), hint: [\(number)], "
      + "more info at https://open.work.weixin.qq.com/devtool/query?e=\(refused.code)"
  }
}
