import Logging
import WeDriveHTTP

/// How a client works. The defaults suit the service.
public struct ClientConfiguration: Sendable {
  /// Where the service is, if not at its official address.
  public var endpoint: ServiceAddress?
  /// How often and how long to try; `retry.deadline` limits a whole call, waits included. Transfers of content are not
  /// limited by it.
  public var retry = RetryPolicy()
  /// The longest that one exchange of a call may take.
  public var timeout: Duration = .seconds(60)
  /// What this process shares with others of the app, on this machine or on several: access tokens, of which one is
  /// fetched for all. Nil: nothing. A ``FileSharedStore`` serves the processes of one machine, `RedisStore` of the product
  /// `WeDriveRedis` those of several.
  ///
  /// A client guards its store: one that does not work is left alone for a while, and each process is on its own. To have
  /// that logged once for several clients, give all of them one ``GuardedStore``.
  public var sharedStore: (any SharedStore)?
  /// Where access tokens are kept if there is no ``sharedStore``. In memory by default: other processes fetch their own.
  /// Such a store saves fetches, and keeps none of several processes from fetching at the same time.
  public var tokenStore: any TokenStore = MemoryTokenStore()
  /// Whether this process asks the service for tokens. With false it takes those that others have shared, for machines whose
  /// address the service does not take calls for tokens from; where none is shared, calls fail with `WeDriveError.token`
  /// after some seconds. What a program's own closure or token server gives is not concerned.
  public var fetchesTokens = true
  /// The calls of a month, which a corp's apps use up together; nil: they are not counted. Only calls of WeDrive count.
  public var budget: CallBudget?
  /// A PEM file with certificates to trust instead of the system's. Verification cannot be switched off.
  public var certificateAuthorities: String?
  /// Which proxy is used: that of the environment, none, or one of this client's own, `.at("http://proxy.example:8080")`.
  /// A password in its URL is never shown.
  public var proxy = CurlTransport.Configuration.Proxy.environment
  /// Whether a download may be redirected from a public server to an address of this machine or of a private network.
  public var followsIntoPrivateNetworks = false
  /// Where to log; nothing is logged by default. Nothing secret is, at any level.
  public var logger = Logger(label: "wedrive") { _ in SwiftLogNoOpLogHandler() }
  /// Told what replies hold that the catalog does not say: fields, values of enums and errcodes that it does not list,
  /// types that were tolerated. Names and places only, never values; once a reply for each thing. Nil, and free, by
  /// default. Count with a ``DriftTally``: `observer = tally.record`.
  public var observer: (@Sendable (DriftObservation) -> Void)?
  /// Told of calls, of the exchanges that they take, and of transfers: how long, how much, how often, how they end. Nil, and
  /// free, by default. The product `WeDriveInstrumentation` has one that keeps metrics and traces.
  public var instrumentation: (any ClientInstrumentation)?
  /// What carries the exchanges; nil for the client's own, on libcurl. ``certificateAuthorities``,
  /// ``proxy`` and ``followsIntoPrivateNetworks`` are for that one only.
  public var transport: (any Transport)?

  /// The defaults.
  public init() {}

  /// How calls of a service are made.
  package func calls(of service: Service) -> ServiceCaller.Configuration {
    var calls = ServiceCaller.Configuration()
    calls.service = service.name
    calls.host = endpoint?.text
    calls.timeout = timeout
    calls.retry = retry
    calls.logger = logger
    calls.observer = observer
    calls.instrumentation = instrumentation
    return calls
  }

  /// The shared store with what keeps its trouble from calls.
  package func guardedStore() -> GuardedStore? {
    sharedStore.map { $0 as? GuardedStore ?? GuardedStore($0, logger: logger) }
  }

  /// What carries the exchanges: the one that was given, or a new one.
  package func carrier() -> any Transport {
    if let transport { return transport }
    var curl = CurlTransport.Configuration()
    curl.certificateAuthorities = certificateAuthorities
    curl.proxy = proxy
    curl.followsIntoPrivateNetworks = followsIntoPrivateNetworks
    return CurlTransport(configuration: curl)
  }
}

/// Where a service is reached, if not at its official address: an emulator, a gateway, a recording proxy.
public struct ServiceAddress: Sendable, Hashable, CustomStringConvertible {
  /// Scheme, host, port and path, without a trailing slash.
  public let text: String

  /// - Parameter text: `https://…`, or `http://…` to this very machine; without user name, query and fragment.
  /// - Throws: `WeDriveError.invalidArgument` for anything else. Plain `http` to other machines is refused because
  ///   tokens and secrets travel in the URL.
  public init(_ text: String) throws(WeDriveError) {
    guard let url = WebAddress(text), !text.contains("?"), !text.contains("#") else {
      throw .invalidArgument(
        InvalidArgument(
          owner: "", field: "endpoint", reason: "is neither https://… nor http://… to this machine, without a query"))
    }
    let path = url.path.hasSuffix("/") ? String(url.path.dropLast()) : url.path
    self.text = url.origin + path
  }

  /// The address.
  public var description: String { text }
}
