// One import is enough: what stands in signatures of this module is declared in these.
@_exported import WeDriveGenerated
@_exported import WeDriveHTTP
@_exported import WeDriveRuntime
@_exported import WeDriveTransfers

/// Calls WeChat's cloud storage (微信云托管对象存储) for one account and one environment.
///
/// Every call of `WeChatAPI` is a method of it; the methods for files take any number of them, and content goes to and
/// from local files.
///
/// ```swift
/// let cloud = WeChatClient(credential: .account(id: "wx…", secret: "…"), environment: "prod-1a2b")
/// let file = try await cloud.upload(contentsOf: "report.pdf", to: "reports/2026.pdf").fileID
/// for outcome in try await cloud.download([file], into: "Reports") { print(outcome.fileID, outcome.result) }
/// ```
///
/// A client is cheap to copy: copies share connections and tokens. Make one for each account and keep it.
public struct WeChatClient: WeChatAPI, APICaller, Redacted {
  /// How a client works: as `WeDriveClient.Configuration`, for the service at api.weixin.qq.com.
  public typealias Configuration = ClientConfiguration

  /// The cloud environment whose files the client works with.
  public let environment: CloudEnvironmentID
  let caller: ServiceCaller
  /// What carries content.
  let carrier: ContentCarrier
  private let shared: GuardedStore?

  /// Makes a client. Nothing is sent before the first call.
  ///
  /// - Parameters:
  ///   - credential: How to show that it may call.
  ///   - environment: The cloud environment, as the console names it.
  ///   - configuration: How to work.
  public init(
    credential: WeChatCredential, environment: CloudEnvironmentID, configuration: Configuration = Configuration()
  ) {
    let transport = configuration.carrier()
    var calls = configuration.calls(of: .weChat)
    shared = configuration.guardedStore()
    let tokens = credential.tokens(
      from: TokenSources(configuration, shared: shared, transport: transport, calls: calls))
    calls.authority = credential.authority
    if calls.host == nil, calls.authority == .network(plainHTTP: true) {
      calls.host = "http" + Service.weChat.host.trimmingPrefix("https")
    }
    self.environment = environment
    caller = ServiceCaller(transport: transport, tokens: tokens, configuration: calls)
    carrier = ContentCarrier(
      transport: transport, retry: configuration.retry, logger: configuration.logger,
      instrumentation: configuration.instrumentation)
  }

  /// Whether the shared store can be used, as far as is known; nil without one. For a readiness probe: it asks nothing.
  public var storeHealth: StoreHealth? { shared?.health }

  /// How many exchanges with the service were begun, repetitions included; fetching tokens and content is not counted.
  public var exchangesBegun: Int { caller.exchangesBegun }

  /// Carries out any request of the service.
  ///
  /// - Throws: `WeDriveError`; `invalidArgument` for a call of another service, and for one that the service does not
  ///   take with this kind of credential. Then nothing was sent.
  public func send<Request: APIRequest>(_ request: Request) async throws(WeDriveError) -> Request.Response {
    try await caller.send(request)
  }

  /// Carries out a call whose request is JSON already, and returns the reply exactly as it was received.
  ///
  /// - Parameters:
  ///   - endpoint: What to call, for example `BatchDownloadFileRequest.endpoint`.
  ///   - body: A JSON object.
  /// - Throws: `WeDriveError`, also for an errcode in the reply.
  public func reply(of endpoint: Endpoint, to body: [UInt8]) async throws(WeDriveError) -> [UInt8] {
    try await caller.reply(of: endpoint, to: body)
  }

  /// The same for an endpoint that the catalog has a route for, so that its reply is observed like any other.
  ///
  /// - Parameters:
  ///   - route: What to call: one of `weChatRoutes`.
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
  public var description: String { "WeChatClient" }
}
