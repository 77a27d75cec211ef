import WeDriveHTTP

/// What to do after an attempt.
enum RetryDecision: Sendable {
  /// It worked: the reply.
  case done(ReceivedReply)
  /// Try again after a wait, if attempts, quota and deadline allow; otherwise `error` is the result.
  case again(Backoff, retryAfter: Duration?, otherwise: WeDriveError)
  /// Fetch another access token and try again, once; if that was done already, `error` is the result.
  case withAnotherToken(otherwise: WeDriveError)
  /// Report.
  case fail(WeDriveError)
}

/// How an attempt ended.
enum AttemptOutcome: Sendable {
  case reply(ReceivedReply)
  case refused(Refusal)
  /// An HTTP status that speaks of the service's state, not of the call, and no errcode.
  case unavailable(ServiceUnavailable)
  case undecodable(UndecodableReply)
  case transport(TransportFailure)
}

extension RetryDecision {
  /// The whole policy: the catalog's action for an errcode, crossed with what the endpoint does.
  ///
  /// What may have taken effect is repeated only if repeating it is harmless. A refusal before acting, or a request that
  /// was never sent, is safe whatever the endpoint does.
  init(_ outcome: AttemptOutcome, of endpoint: Endpoint) {
    switch outcome {
    case .reply(let reply):
      self = .done(reply)
    case .refused(let refusal):
      self = Self.afterRefusal(refusal, of: endpoint)
    case .unavailable(let answer):
      if answer.status == 429 {
        self = .again(.throttled, retryAfter: answer.retryAfter, otherwise: .unavailable(answer))
      } else {
        self = Self.unlessHarmful(
          .unavailable(answer), retryAfter: answer.retryAfter, endpoint,
          reason: "the service answered HTTP \(answer.status)")
      }
    case .undecodable(let reply):
      // Another status says that a server on the way refused the call.
      let mayHaveActed = reply.status.map { (200..<300).contains($0) } ?? true
      self =
        endpoint.isRepeatable || !mayHaveActed
        ? .fail(.undecodableReply(reply))
        : .fail(
          .outcomeUnknown(
            UnknownOutcome(endpoint: endpoint.name, cause: .unusableReply, reason: "the reply \(reply.reason)")))
    case .transport(let failure):
      self = Self.afterFailure(failure, of: endpoint)
    }
  }

  private static func afterRefusal(_ refusal: Refusal, of endpoint: Endpoint) -> RetryDecision {
    switch refusal.advice?.action {
    case .retry:
      unlessHarmful(
        .refused(refusal), retryAfter: nil, endpoint, reason: "the service answered errcode \(refusal.code), busy")
    case .slowDown:
      .again(.throttled, retryAfter: nil, otherwise: .refused(refusal))
    case .refreshToken, .refreshSuiteToken:
      endpoint.carriesToken ? .withAnotherToken(otherwise: .refused(refusal)) : .fail(.refused(refusal))
    case .fatal, .wait, .waitMonth, .reauthorise, .changeAddress, .checkOutcome, nil:
      .fail(.refused(refusal))
    }
  }

  private static func afterFailure(_ failure: TransportFailure, of endpoint: Endpoint) -> RetryDecision {
    var failure = failure
    failure.endpoint = endpoint.name
    guard failure.progress == .notSent || endpoint.isRepeatable else {
      return .fail(
        .outcomeUnknown(UnknownOutcome(endpoint: endpoint.name, cause: .init(failure.code), reason: failure.reason)))
    }
    if failure.code == .cancelled { return .fail(.cancelled(endpoint: endpoint.name)) }
    return failure.code.isTransient
      ? .again(.transient, retryAfter: nil, otherwise: .transport(failure)) : .fail(.transport(failure))
  }

  /// Repeats a call that may have taken effect, if that is harmless; otherwise the outcome is unknown.
  private static func unlessHarmful(
    _ error: WeDriveError, retryAfter: Duration?, _ endpoint: Endpoint, reason: String
  ) -> RetryDecision {
    endpoint.isRepeatable
      ? .again(.transient, retryAfter: retryAfter, otherwise: error)
      : .fail(.outcomeUnknown(UnknownOutcome(endpoint: endpoint.name, cause: .serviceUnavailable, reason: reason)))
  }
}
