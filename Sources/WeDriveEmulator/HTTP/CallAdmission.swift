import WeDriveRuntime

/// A token as a call carries it.
struct CarriedToken: Sendable {
  let kind: TokenKind
  let value: String
}

/// Decides who may call what, before a call is looked at, and words what goes wrong as its service does.
protocol CallAdmission: Sendable {
  /// What a handler is told of the caller.
  associatedtype Admitted: Sendable

  /// The time by which things expire.
  var clock: EmulatorClock { get }

  /// Who calls; nil for a call without a token.
  func admit(_ endpoint: Endpoint, _ token: CarriedToken?, underWay: Int) async throws(ServiceError) -> Admitted?

  /// Makes a token expire.
  func expire(_ token: CarriedToken?) async throws(ServiceError)

  /// What the service would answer where a handler, or the decoding before it, threw this.
  func refused(_ error: WeDriveError) -> ServiceError

  /// What the service answers to a POST without a body; nil: the same as to any other that is not JSON.
  var emptyBody: ServiceError? { get }

  /// The message of a refusal, with the request id that support asks for.
  ///
  /// - Parameter number: The call's number in the journal.
  func words(for refused: ServiceError, number: Int) -> String
}
