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
    guard let token, !token.value.isEmpty else {
      guard configuration.trustsNetwork else { throw .missingToken }
      return nil
    }
    if token.kind == .cloudbaseAccessToken {
      guard token.value == configuration.cloudToken?.rawValue else { throw .badToken }
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

  func refused(_ error: WeDriveError) -> ServiceError {
    switch error {
    case .refused(let refusal): ServiceError(refusal.code, refusal.message)
    case .undecodableReply(let failure):
      if let field = failure.field {
        (failure.isMissing ? Self.missing(ServiceError.lastName(of: field)) : .wrongField)
          .because("\(field) \(failure.reason)")
      } else {
        .malformedBody.because(failure.reason)
      }
    case .invalidArgument(let failure): .wrongField.because("\(failure.field) \(failure.reason)")
    default: .systemBusy
    }
  }

  /// The fields of an account have errcodes of their own.
  private static func missing(_ field: String) -> ServiceError {
    switch field {
    case "appid": .missingAppID
    case "secret": .missingSecret
    default: .missingField
    }
  }

  var emptyBody: ServiceError? { .emptyBody }

  /// The request's id: the time, the call's number, and something random, each as eight digits.
  func words(for refused: ServiceError, number: Int) -> String {
    let parts = [clock.now, Int64(number)].map { value in
      let digits = String(UInt32(truncatingIfNeeded: value), radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }
    return "\(refused.reason) rid: \(parts.joined(separator: "-"))-\(RandomName.make(bytes: 4))"
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
      router.get(RouterPath(route.endpoint.path)) { _, context in handler.refuse(.postRequired, context) }
    }
    return router
  }
}

extension ServiceError {
  static let badGrant = ServiceError(40002, "invalid grant_type")
  static let badAppID = ServiceError(40013, "invalid appid")
  static let wrongField = ServiceError(40097, "invalid args")
  static let missingField = ServiceError(40101, "missing parameter")
  static let missingAppID = ServiceError(41002, "appid missing")
  static let postRequired = ServiceError(43002, "require POST method")
  static let emptyBody = ServiceError(44002, "empty post data")
  static let dailyQuota = ServiceError(45009, "reach max api daily quota limit")
  static let malformedBody = ServiceError(47001, "data format error")
  static let notOpened = ServiceError(85088, "cloud hosting is not opened")
}
