import Hummingbird
import WeDriveGenerated
import WeDriveRuntime

/// Decides which calls of cloud storage pass, and words what goes wrong as its service does.
struct CloudGatekeeper: CallAdmission {
  let store: CloudStore
  let clock: EmulatorClock
  let configuration: EmulatedCloudConfiguration

  func admit(_ endpoint: Endpoint, _ token: CarriedToken?, underWay: Int) async throws(ServiceError) -> Never? {
    guard endpoint.carriesToken else { return nil }
    guard let token, !token.value.rawValue.isEmpty else {
      guard configuration.trustsNetwork else { throw .weChat(.missingAccessToken) }
      return nil
    }
    if token.kind == .cloudbaseAccessToken {
      guard token.value == configuration.cloudToken else { throw .weChat(.invalidAccessToken) }
    } else {
      let now = clock.now
      try store.state.withLock { (state) throws(ServiceError) in try state.tokens.check(token.value, at: now) }
    }
    return nil
  }

  func expire(_ token: CarriedToken?) async throws(ServiceError) {
    guard let token else { return }
    let now = clock.now
    store.state.withLock { $0.tokens.expire(token.value, at: now) }
  }

  func refused(_ violation: RuleViolation, in body: [UInt8]) -> ServiceError {
    let reason = "\(violation.field.isEmpty ? "body" : violation.field) \(violation.reason)"
    return switch violation.kind {
    case .malformed: .weChat(.malformedBody, reason)
    case .missing: .weChat(Self.missing[violation.name] ?? .missingParameter, reason)
    case .mismatch, .value: .weChat(.invalidParameter, reason)
    }
  }

  func unreadable(_ failure: UndecodableReply) -> ServiceError {
    .weChat(.invalidParameter, "\(failure.field ?? "body") \(failure.reason)")
  }

  /// The fields of an account have errcodes of their own.
  private static let missing: [String: WeChatErrcode] = ["appid": .missingAppID, "secret": .missingAppSecret]

  var emptyBody: ServiceError? { .weChat(.emptyBody) }

  /// The request's id: the time, the call's number, and something random, each as eight digits.
  func words(for refused: ServiceError, number: Int) -> String {
    let parts = [clock.now, Int64(number)].map { value in
      let digits = String(UInt32(truncatingIfNeeded: value), radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }
    return "\(refused.reason) rid: \(parts.joined(separator: "-"))-\(Mint.name(bytes: 4))"
  }

  /// The API's origin: one route for each call.
  func router(
    faults: FaultScript, journal: CallJournal, api: @escaping @Sendable (Never?) -> any WeChatAPI
  ) -> Router<CallContext> {
    let router = Router.forThisMachine()
    for route in weChatRoutes {
      let handler = CallHandler(route: route, gatekeeper: self, faults: faults, journal: journal, api: api)
      let method: Hummingbird.HTTPRequest.Method = route.endpoint.method == .get ? .get : .post
      router.on(RouterPath(route.endpoint.path), method: method) { request, context in
        try await handler.respond(to: request, context)
      }
      guard method == .post else { continue }
      router.get(RouterPath(route.endpoint.path)) { _, context in handler.refuse(.weChat(.postRequired), context) }
    }
    return router
  }
}
