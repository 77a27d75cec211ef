import WeDriveGenerated
import WeDriveRuntime

/// A token as a call carries it.
struct CarriedToken: Sendable {
  let kind: TokenKind
  let value: Secret
}

/// Decides who may call what, before a call is looked at, and words what goes wrong as its service does.
protocol CallAdmission: Sendable {
  /// What a handler is told of the caller.
  associatedtype Admitted: Sendable

  /// The time by which things expire.
  var clock: EmulatorClock { get }

  /// Who calls; nil for a call without a token.
  func admit(_ endpoint: Endpoint, _ token: CarriedToken?, underWay: Int) async throws(ServiceError) -> Admitted?

  /// Takes note that an admitted call was refused.
  func noteRefusal(of caller: Admitted?) async

  /// Makes a token expire.
  func expire(_ token: CarriedToken?) async throws(ServiceError)

  /// What the service answers to a request that breaks a rule of the catalog.
  func refused(_ violation: RuleViolation, in body: [UInt8]) -> ServiceError

  /// What the service answers to a request that keeps to the rules and still cannot be read.
  func unreadable(_ failure: UndecodableReply) -> ServiceError

  /// What the service answers to a POST without a body; nil: the same as to any other that is not JSON.
  var emptyBody: ServiceError? { get }

  /// The message of a refusal, with the request id that support asks for.
  ///
  /// - Parameter number: The call's number in the journal.
  func words(for refused: ServiceError, number: Int) -> String
}

extension CallAdmission {
  func noteRefusal(of caller: Admitted?) async {}

  /// What the service would answer where a handler, or the decoding before it, threw this.
  func refused(_ error: WeDriveError) -> ServiceError {
    switch error {
    case .refused(let refusal): ServiceError(refusal.code, refusal.message)
    case .undecodableReply(let failure): unreadable(failure)
    case .notImplemented(let endpoint): .notImplemented(endpoint)
    case .invalidArgument, .transport, .outcomeUnknown, .unavailable, .token, .ticket, .integrity, .file, .upload,
      .budget, .cancelled:
      // No handler throws these. -1 is what both services say when they do not know better.
      .weCom(.systemBusy)
    }
  }
}

extension ServiceError {
  /// The same as an error of a call's.
  func refusal(of endpoint: String, at service: Service) -> WeDriveError {
    .refused(
      Refusal(endpoint: endpoint, service: service.name, code: code, message: reason, advice: service.advice(code)))
  }
}
