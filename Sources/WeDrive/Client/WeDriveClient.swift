import Logging
import WeDriveGenerated
import WeDriveHTTP
import WeDriveRuntime

/// Calls WeDrive as one app.
///
/// Every call of `WeDriveAPI` is a method of it. It fetches and renews access tokens by itself, repeats what may be
/// repeated, and checks what it can before anything is sent.
///
/// ```swift
/// let drive = WeDriveClient(credential: .corp(id: "ww…", secret: "…"))
/// let space = try await drive.spaceCreate(spaceName: "Backups")
/// ```
///
/// A client is cheap to copy: copies share connections and tokens. Make one for each app and keep it.
public struct WeDriveClient: WeDriveAPI, APICaller, Redacted {
  /// How a client works.
  public typealias Configuration = ClientConfiguration

  private let caller: ServiceCaller
  /// What carries calls and content.
  let transport: any Transport
  /// How often and how long to try.
  let retry: RetryPolicy
  /// The month's calls.
  let budget: CallBudget?
  let logger: Logger
  /// What is told of calls and transfers; nil: nothing.
  let instrumentation: (any ClientInstrumentation)?
  private let shared: GuardedStore?
  /// What every call passes; nil: nothing.
  private var gate: (any CallGate)?

  /// Makes a client. Nothing is sent before the first call.
  ///
  /// - Parameters:
  ///   - credential: As whom to call.
  ///   - configuration: How to work.
  public init(credential: Credential, configuration: Configuration = Configuration()) {
    let transport = configuration.carrier()
    var calls = configuration.calls(of: .weCom)
    calls.budget = configuration.budget
    shared = configuration.guardedStore()
    self.transport = transport
    retry = configuration.retry
    budget = configuration.budget
    logger = configuration.logger
    instrumentation = configuration.instrumentation
    caller = ServiceCaller(
      transport: transport,
      tokens: credential.tokens(
        from: TokenSources(configuration, shared: shared, transport: transport, calls: calls)),
      configuration: calls)
  }

  /// Whether the shared store can be used, as far as is known; nil without one. For a readiness probe: it asks nothing.
  public var storeHealth: StoreHealth? { shared?.health }

  /// How many exchanges with the service were begun, repetitions included, without those of which nothing was sent;
  /// fetching tokens and content is not counted. Each may count against the corp's quota.
  public var exchangesBegun: Int { caller.exchangesBegun }

  /// Carries out any request of the catalog.
  ///
  /// - Throws: `WeDriveError`.
  public func send<Request: APIRequest>(_ request: Request) async throws(WeDriveError) -> Request.Response {
    guard gate != nil else { return try await caller.send(request) }
    return try await send(PreparedCall(request), accountedBy: nil)
  }

  /// The same client, whose calls pass a gate, those of uploads and downloads included; not those whose request is JSON.
  package func passing(_ gate: any CallGate) -> WeDriveClient {
    var client = self
    client.gate = gate
    return client
  }

  /// Carries out a request as part of a larger piece of work that wants a say in each exchange.
  func send<Request: APIRequest>(
    _ call: PreparedCall<Request>, accountedBy accounting: CallAccounting?
  ) async throws(WeDriveError) -> Request.Response {
    guard let gate else { return try await caller.send(call, accountedBy: accounting) }
    return try await gate.carryOut(Request.endpoint, accountedBy: accounting, instrumentation) {
      (accounting) async throws(WeDriveError) in
      try await caller.send(call, accountedBy: accounting)
    }
  }

  /// Carries out a call whose request is JSON already, and returns the reply exactly as it was received.
  ///
  /// For tools, and for what the catalog does not know yet: nothing is checked before it is sent.
  ///
  /// - Parameters:
  ///   - endpoint: What to call, for example `FileInfoRequest.endpoint`.
  ///   - body: A JSON object.
  /// - Throws: `WeDriveError`, also for an errcode in the reply.
  public func reply(of endpoint: Endpoint, to body: [UInt8]) async throws(WeDriveError) -> [UInt8] {
    try await caller.reply(of: endpoint, to: body)
  }

  /// The same for an endpoint that the catalog has a route for, so that its reply is observed like any other.
  ///
  /// - Parameters:
  ///   - route: What to call: one of `weDriveRoutes`.
  ///   - body: A JSON object.
  /// - Throws: `WeDriveError`, also for an errcode in the reply.
  public func reply<API>(of route: Route<API>, to body: [UInt8]) async throws(WeDriveError) -> [UInt8] {
    try await reply(of: route, to: body) { _ in }
  }

  /// The same, and tells the bytes of each reply that is a refusal.
  package func reply<API>(
    of route: Route<API>, to body: [UInt8], whenRefused: @escaping @Sendable ([UInt8]) -> Void
  ) async throws(WeDriveError) -> [UInt8] {
    try await caller.reply(of: route, to: body, whenRefused: whenRefused)
  }

  /// The type alone, so that nothing inside reaches a log.
  public var description: String { "WeDriveClient" }
}
