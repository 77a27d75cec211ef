import Logging
import WeDriveHTTP

/// One call after another, each as many exchanges as it takes. Not generic, so that it exists once, whatever the number
/// of endpoints.
final class CallExecutor: Sendable {
  private let transport: any Transport
  private let tokens: [TokenKind: any TokenProvider]
  private let configuration: ServiceCaller.Configuration
  private let quota = RetryQuota()
  let meter = CallMeter()
  var logger: Logger { configuration.logger }
  var instrumentation: (any ClientInstrumentation)? { configuration.instrumentation }

  init(
    transport: any Transport, tokens: [TokenKind: any TokenProvider], configuration: ServiceCaller.Configuration
  ) {
    self.transport = transport
    self.tokens = tokens
    self.configuration = configuration
  }

  /// What an attempt needs to know about the ones before it.
  private struct History {
    var attempt = 1
    /// Exchanges so far, those with another token included.
    var exchanges = 0
    /// What the last repetition took from the quota.
    var lastCost: Int?
    /// The token that the service refused.
    var refusedToken: AccessToken?
  }

  /// The reply to a call, whose errcode says that it went well.
  func reply(
    of endpoint: Endpoint, to document: WireJSON.Document, accountedBy accounting: CallAccounting? = nil,
    whenRefused: @Sendable ([UInt8]) -> Void = { _ in }
  ) async throws(WeDriveError) -> ReceivedReply {
    let tokens = try check(endpoint)
    var call = try CallMessage(endpoint, document, host: configuration.host, authority: configuration.authority)
    let deadline = configuration.clock.now() + configuration.retry.deadline + call.allowance
    var history = History()
    while true {
      guard !Task.isCancelled else { throw .cancelled(endpoint: endpoint.name) }
      if let (kind, provider) = tokens {
        call.tokenKind = kind
        call.token = try await token(
          for: endpoint, from: provider, replacing: history.refusedToken, until: deadline)
      }
      let budget = try await pay(for: endpoint, accounting)
      let outcome = await attempt(call, history, until: deadline, whenRefused: whenRefused)
      history.exchanges += 1
      if case .transport(let failure) = outcome, failure.progress == .notSent {
        meter.withdraw()
        accounting?.wasNotSent()
        await budget?.refund()
      }
      if case .refused(let refusal) = outcome, refusal.advice?.action == .waitMonth {
        note(.quotaExhausted(.service))
        await budget?.close()
      }
      switch RetryDecision(outcome, of: endpoint) {
      case .done(let reply):
        quota.succeed(lastCost: history.lastCost)
        return reply
      case .withAnotherToken(let error):
        guard history.refusedToken == nil, let refused = call.token else { throw error }
        configuration.logger.info(
          "the access token was refused", metadata: ["endpoint": "\(endpoint.name)", "outcome": "\(outcome.label)"])
        history.refusedToken = refused
      case .again(.throttled, _, let error) where accounting?.reportsThrottling == true:
        throw error
      case .again(let backoff, let retryAfter, let error):
        try await wait(backoff, retryAfter, until: deadline, &history, after: outcome, otherwise: error)
      case .fail(let error):
        if case .outcomeUnknown(let unknown) = error {
          configuration.logger.warning(
            "the outcome is unknown", metadata: ["endpoint": "\(unknown.endpoint)", "outcome": "\(outcome.label)"])
        }
        throw error
      }
    }
  }

  /// Takes what an exchange costs from the month's budget.
  ///
  /// - Returns: What it was taken from; nil if the call costs nothing.
  private func pay(for endpoint: Endpoint, _ accounting: CallAccounting?) async throws(WeDriveError) -> CallBudget? {
    guard let budget = configuration.budget, endpoint.isMetered else {
      try accounting?.willBegin()
      return nil
    }
    if accounting?.isPaid() != true {
      do throws(BudgetFailure) {
        let waited = try await budget.pay()
        if waited > .zero { note(.waits(.budget, waited)) }
      } catch {
        note(.quotaExhausted(.budget))
        throw .budget(error)
      }
    }
    do throws(WeDriveError) {
      try accounting?.willBegin()
    } catch {
      await budget.refund()
      throw error
    }
    return budget
  }

  /// Refuses a call that this is not the place for.
  ///
  /// - Returns: Where its token comes from, and of which kind it is; nil for a call that carries none.
  @discardableResult
  func check(_ endpoint: Endpoint) throws(WeDriveError) -> (TokenKind, any TokenProvider)? {
    if let service = configuration.service, service != endpoint.service.name {
      throw .invalidArgument(
        InvalidArgument(
          owner: endpoint.name, field: "",
          reason: "is a call of the service \(endpoint.service.name), and this client is for \(service)"))
    }
    try configuration.authority.check(endpoint)
    guard endpoint.carriesToken, configuration.authority == .token else { return nil }
    // The first kind that this caller has.
    for kind in endpoint.tokens {
      if let provider = tokens[kind] { return (kind, provider) }
    }
    let kinds = endpoint.tokens.map(\.parameter).joined(separator: " or ")
    throw .token(
      TokenFailure(endpoint: endpoint.name, reason: "the call carries an \(kinds), and this client has none"))
  }

  private func token(
    for endpoint: Endpoint, from tokens: any TokenProvider, replacing refused: AccessToken?, until deadline: Duration
  ) async throws(WeDriveError) -> AccessToken {
    if refused == nil, let token = await tokens.readyToken() { return token }
    let outcome = await limited(to: deadline - configuration.clock.now(), by: configuration.clock) {
      () async -> Result<AccessToken, WeDriveError> in
      do throws(WeDriveError) {
        return .success(try await tokens.token(replacing: refused))
      } catch {
        return .failure(error)
      }
    }
    switch outcome {
    case .finished(.success(let token)): return token
    case .finished(.failure(.cancelled)), .cancelled: throw .cancelled(endpoint: endpoint.name)
    case .finished(.failure(let error)): throw .token(TokenFailure(endpoint: endpoint.name, after: error))
    case .late:
      throw .token(TokenFailure(endpoint: endpoint.name, reason: "none came within the time that the call may take"))
    }
  }

  /// Waits for the next attempt, or throws `error` if there is to be none.
  private func wait(
    _ backoff: Backoff, _ retryAfter: Duration?, until deadline: Duration, _ history: inout History,
    after outcome: AttemptOutcome, otherwise error: WeDriveError
  ) async throws(WeDriveError) {
    let policy = configuration.retry
    let clock = configuration.clock
    let pause = policy.wait(after: history.attempt, backoff: backoff, retryAfter: retryAfter, random: clock.random())
    guard let wait = pause, history.attempt < policy.maximumAttempts,
      clock.now() + wait < deadline, quota.take(backoff.cost)
    else {
      throw error
    }
    let endpoint = error.endpoint ?? ""
    configuration.logger.warning(
      "trying again",
      metadata: [
        "endpoint": "\(endpoint)", "attempt": "\(history.attempt + 1)", "wait": "\(wait)",
        "outcome": "\(outcome.label)",
      ])
    note(.waits(backoff == .throttled ? .throttled : .transient, wait))
    do {
      try await clock.sleep(wait)
    } catch {
      throw .cancelled(endpoint: endpoint)
    }
    history.lastCost = backoff.cost
    history.attempt += 1
  }

  private func note(_ event: ClientEvent) { instrumentation?.note(event, within: ClientActivity.current) }

  private func attempt(
    _ call: CallMessage, _ history: History, until deadline: Duration, whenRefused: @Sendable ([UInt8]) -> Void
  ) async -> AttemptOutcome {
    let clock = configuration.clock
    let start = clock.now()
    let request = call.request(
      timeout: max(.milliseconds(1), min(configuration.timeout + call.allowance, deadline - start)),
      maximumReplySize: configuration.maximumReplySize)
    meter.begin()
    let exchange = instrumentation?.begin(
      ClientActivity(exchange: request, of: call.endpoint, resends: history.exchanges), within: ClientActivity.current)
    let outcome: AttemptOutcome
    var reply: HTTPReply?
    do throws(TransportFailure) {
      let received = try await transport.perform(request)
      reply = received
      outcome = call.outcome(of: received)
      if case .refused = outcome { whenRefused(call.withoutToken(received.body)) }
    } catch {
      outcome = .transport(error)
    }
    exchange?.end(ActivityResult(of: outcome, request, reply, duration: clock.now() - start))
    if let observer = configuration.observer, case .refused(let refusal) = outcome, refusal.advice == nil {
      observer(DriftObservation(endpoint: call.endpoint.name, kind: .unknownErrcode, errcode: refusal.code))
    }
    configuration.logger.debug(
      "called",
      metadata: [
        "endpoint": "\(call.endpoint.name)", "attempt": "\(history.attempt)", "took": "\(clock.now() - start)",
        "outcome": "\(outcome.label)",
      ])
    return outcome
  }
}

extension ClientActivity {
  /// An exchange of a call.
  fileprivate init(exchange request: HTTPRequest, of endpoint: Endpoint, resends: Int) {
    self.init(exchange: request, of: endpoint.name, service: endpoint.service.name, resends: resends)
    pathTemplate = endpoint.path
    isMetered = endpoint.isMetered
  }
}

extension ActivityResult {
  fileprivate init(of outcome: AttemptOutcome, _ request: HTTPRequest, _ reply: HTTPReply?, duration: Duration) {
    self.init(duration: duration)
    status = reply?.head.status
    bytes.received = Int64(reply?.body.count ?? 0)
    switch outcome {
    case .reply: break
    case .refused(let refusal): failure = ActivityFailure(refusal)
    case .unavailable(let answer): failure = ActivityFailure(.unavailable(answer))
    case .undecodable(let reply): failure = ActivityFailure(.undecodableReply(reply))
    case .transport(let trouble):
      failure = ActivityFailure(.transport(trouble))
      wasSent = trouble.progress != .notSent
    }
    if wasSent { bytes.sent = Int64(request.body?.count ?? 0) }
  }
}

extension AttemptOutcome {
  /// A word or two for a log.
  fileprivate var label: String {
    switch self {
    case .reply: "ok"
    case .refused(let refusal): "errcode \(refusal.code)"
    case .unavailable(let answer): "HTTP \(answer.status)"
    case .undecodable: "undecodable"
    case .transport(let failure): failure.code.rawValue
    }
  }
}
