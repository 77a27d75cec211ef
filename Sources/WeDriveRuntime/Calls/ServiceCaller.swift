import Logging
import WeDriveHTTP

/// Carries out requests at their service: checks, token, exchange, retries, decoding.
///
/// The client's calls go through one of these; so does the fetching of its tokens, through one without tokens.
package struct ServiceCaller: APICaller {
  private let executor: CallExecutor
  private let observer: (@Sendable (DriftObservation) -> Void)?

  /// Describes a caller.
  ///
  /// - Parameters:
  ///   - transport: What carries the exchanges.
  ///   - tokens: Where the tokens of each kind come from; none for calls that carry none.
  ///   - configuration: Everything else.
  package init(
    transport: any Transport, tokens: [TokenKind: any TokenProvider], configuration: Configuration = Configuration()
  ) {
    executor = CallExecutor(transport: transport, tokens: tokens, configuration: configuration)
    observer = configuration.observer
  }

  /// How many exchanges were begun, repetitions included, without those of which nothing was sent: each may count against
  /// the corp's quota.
  package var exchangesBegun: Int { executor.meter.count }

  /// Refuses a call that this is not the place for, as sending it would.
  package func check(_ endpoint: Endpoint) throws(WeDriveError) { try executor.check(endpoint) }

  /// Carries out a request.
  ///
  /// - Throws: ``WeDriveError``.
  package func send<Request: APIRequest>(_ request: Request) async throws(WeDriveError) -> Request.Response {
    try await send(PreparedCall(request), accountedBy: nil)
  }

  /// Carries out a request that was prepared, and whose exchanges may be paid for by a larger piece of work.
  ///
  /// - Throws: ``WeDriveError``.
  package func send<Request: APIRequest>(
    _ call: PreparedCall<Request>, accountedBy accounting: CallAccounting?
  ) async throws(WeDriveError) -> Request.Response {
    try await instrumented(by: executor.instrumentation, as: ClientActivity(call: Request.endpoint)) {
      (_) async throws(WeDriveError) in try await response(to: call, accountedBy: accounting)
    }
  }

  private func response<Request: APIRequest>(
    to call: PreparedCall<Request>, accountedBy accounting: CallAccounting?
  ) async throws(WeDriveError) -> Request.Response {
    let endpoint = Request.endpoint
    let reply = try await call.document.tickets.using(for: endpoint.name) {
      () async throws(WeDriveError) -> ReceivedReply in
      try await executor.reply(of: endpoint, to: call.document, accountedBy: accounting)
    }
    let read: ReplyMending<Request.Response>.Reading
    do throws(WeDriveError) {
      read = try ReplyMending.read(reply, endpoint: endpoint.name)
    } catch {
      if let observer { ReplyDrift.observations(of: error, in: endpoint).forEach(observer) }
      throw error
    }
    if let observer { ReplyDrift.observations(in: read, of: endpoint).forEach(observer) }
    for observation in read.tolerated.sorted() {
      executor.logger.warning(
        "a reply is not what the documentation says",
        metadata: [
          "endpoint": "\(endpoint.name)", "kind": "\(observation.kind.rawValue)", "path": "\(observation.path)",
        ])
    }
    return read.value
  }

  /// Carries out a request given as JSON, without checking its values, and returns the reply exactly as it was received.
  ///
  /// - Parameters:
  ///   - endpoint: What to call.
  ///   - body: A JSON object; an empty body counts as `{}`.
  /// - Throws: ``WeDriveError``, also ``WeDriveError/refused(_:)`` for an errcode in the reply.
  package func reply(of endpoint: Endpoint, to body: [UInt8]) async throws(WeDriveError) -> [UInt8] {
    try await reply(of: endpoint, to: body) { _ in }
  }

  /// The same, and tells the bytes of each reply that is a refusal, without the call's token: the error does not hold them.
  package func reply(
    of endpoint: Endpoint, to body: [UInt8], whenRefused: @escaping @Sendable ([UInt8]) -> Void
  ) async throws(WeDriveError) -> [UInt8] {
    let body = body.isEmpty ? Array("{}".utf8) : body
    do throws(JSONDocument.Malformed) {
      _ = try JSONDocument(object: body)
    } catch {
      throw .invalidArgument(InvalidArgument(owner: endpoint.name, field: "", reason: "the request \(error.reason)"))
    }
    let document = WireJSON.Document(bytes: body)
    return try await instrumented(by: executor.instrumentation, as: ClientActivity(call: endpoint)) {
      (_) async throws(WeDriveError) in
      try await executor.reply(of: endpoint, to: document, whenRefused: whenRefused).bytes
    }
  }

  /// The same for an endpoint that the catalog has a route for, so that its reply is observed like any other.
  package func reply<API>(
    of route: Route<API>, to body: [UInt8], whenRefused: @escaping @Sendable ([UInt8]) -> Void
  ) async throws(WeDriveError) -> [UInt8] {
    let reply = try await reply(of: route.endpoint, to: body, whenRefused: whenRefused)
    if let observer { route.drift(reply).forEach(observer) }
    return reply
  }
}

extension ServiceCaller {
  /// How calls are made.
  package struct Configuration: Sendable {
    /// The id of the only service whose calls are carried out, so that no other sees this one's tokens; nil: of any.
    package var service: String?
    /// How calls show that they may be made.
    package var authority = CallAuthority.token
    /// Scheme and host to call instead of the service's own, for an emulator or a gateway; without a trailing slash.
    package var host: String?
    /// The longest one exchange may take.
    package var timeout: Duration = .seconds(60)
    /// The longest reply that is accepted, in bytes.
    package var maximumReplySize: Int64 = 64 << 20
    /// How often and how long to try.
    package var retry = RetryPolicy()
    /// Where to log; nothing is logged by default. Attempts are `debug`, repetitions and unknown outcomes `warning`.
    package var logger = Logger(label: "wedrive") { _ in SwiftLogNoOpLogHandler() }
    /// Told what replies hold that the catalog does not say, once a reply for each thing; nil, and free, by default. It is
    /// called on the task that makes the call and must not take long.
    package var observer: (@Sendable (DriftObservation) -> Void)?
    /// Told of calls and their exchanges; nil, and free, by default.
    package var instrumentation: (any ClientInstrumentation)?
    /// The calls of a month, which machines use up together; nil: they are not counted. Those count of which the catalog
    /// says so: ``Endpoint/isMetered``.
    package var budget: CallBudget?
    /// Time and chance.
    package var clock = CallClock.continuous

    /// What suits the service.
    package init() {}
  }
}

/// How calls show that they may be made.
package enum CallAuthority: Sendable, Hashable {
  /// By a token of a kind that they may carry.
  case token
  /// By coming from a network that the service trusts: they carry none.
  ///
  /// - plainHTTP: Over `http`. Only calls that otherwise carry a token go there: those that do not, such as those which
  ///   fetch tokens, carry secrets of their own.
  case network(plainHTTP: Bool)

  /// Whether calls go over `http` to a host other than this machine.
  var allowsPlainHTTP: Bool { self == .network(plainHTTP: true) }

  /// Refuses calls that the service does not take this way, before anything is sent.
  func check(_ endpoint: Endpoint) throws(WeDriveError) {
    guard case .network(let plainHTTP) = self else { return }
    let service = endpoint.service
    let reason: String
    if plainHTTP, !endpoint.carriesToken {
      reason = "a call without an access token may carry a secret, so it does not go over plain http"
    } else if plainHTTP, service.tokenless != .alsoOverPlainHTTP {
      reason = "the service \(service.name) is not reached over plain http"
    } else if endpoint.carriesToken, service.tokenless == .never {
      reason = "the service \(service.name) takes no such call without a token"
    } else {
      return
    }
    throw .invalidArgument(InvalidArgument(owner: endpoint.name, field: "", reason: reason))
  }
}
