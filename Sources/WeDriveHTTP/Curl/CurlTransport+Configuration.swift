extension CurlTransport {
  /// How a transport behaves where a request does not say.
  public struct Configuration: Sendable {
    /// Which proxy is used. Loopback addresses are always reached directly.
    public enum Proxy: Sendable, Equatable {
      /// What `https_proxy`, `all_proxy`, `no_proxy` and, for plain http, `http_proxy` say, as in curl. Those but
      /// `http_proxy` may be written in capitals. `no_proxy` takes names, suffixes, addresses, networks, ports and `*`.
      case environment
      /// None, whatever the environment says.
      case none
      /// This one, for every host, whatever the environment says.
      case at(ProxyAddress)
    }

    /// The `User-Agent` header; nil: none is sent.
    public var userAgent: String? = "wedrive-swift"
    /// The longest that resolving a name, connecting and the TLS handshake may take together.
    public var connectTimeout: Duration = .seconds(10)
    /// Fewer bytes a second than this, for ``lowSpeedTime``, end an exchange of the bulk lane, or one without a timeout.
    public var lowSpeedLimit = 1024
    /// See ``lowSpeedLimit``. Whole seconds.
    public var lowSpeedTime: Duration = .seconds(30)
    /// Most exchanges at a time, and so most connections in use, on ``HTTPRequest/Lane/calls``, whatever the host.
    /// Further ones wait their turn, and their timeouts run meanwhile.
    public var callConnections = 16
    /// The same for ``HTTPRequest/Lane/bulk``.
    public var bulkConnections = 16
    /// A connection unused for longer than this is closed.
    public var idleConnectionLifetime: Duration = .seconds(60)
    /// Which proxy is used.
    public var proxy = Proxy.environment
    /// Whether a redirect may lead from a public server to an address of this machine or of a private network. Servers
    /// there may trust this client for where it is, so it does not go there because a stranger says so.
    public var followsIntoPrivateNetworks = false
    /// Whether a request may go to an address of this machine or of a private network at all. False is for URLs that
    /// strangers name: then also a name that leads there is refused, with ``TransportFailure/Code/invalidRequest``, before a
    /// connection is made. Behind a proxy, where requests go is for the proxy to say.
    public var reachesPrivateNetworks = true
    /// A PEM file with the certificate authorities to trust instead of the system's. Where nil, `CURL_CA_BUNDLE`, or else
    /// `SSL_CERT_FILE` and `SSL_CERT_DIR`, name them, as for the `curl` program. There is no switch that turns
    /// verification off.
    public var certificateAuthorities: String?

    /// The defaults.
    public init() {}
  }
}

/// Where a proxy is, with user name and password if it wants them. Nothing but its host is ever shown.
public struct ProxyAddress: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible,
  CustomDebugStringConvertible, CustomReflectable
{
  let text: String

  /// - Parameter url: `http://user:password@host:port`; `https`, `socks4`, `socks4a`, `socks5` and `socks5h` are known
  ///   too, and without a scheme it is `http`. Characters such as `#`, `/`, `@`, `:` and spaces in a user name or
  ///   password are written with percent signs. Exchanges through an address that cannot be used fail with
  ///   ``TransportFailure/Code/invalidRequest``, before anything is sent.
  public init(_ url: String) { text = url }

  /// The same, for one that is written in the program.
  public init(stringLiteral url: String) { self.init(url) }

  /// The host, where it can be told from a password beyond doubt.
  public var description: String { ProxyChoice(text: text, source: ProxyChoice.configured).name }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// Empty, so that `dump` shows no password either.
  public var customMirror: Mirror { Mirror(self, children: []) }
}

extension CurlTransport.Configuration {
  /// The most exchanges at a time on a lane.
  func connections(for lane: HTTPRequest.Lane) -> Int {
    switch lane {
    case .calls: max(1, callConnections)
    case .bulk: max(1, bulkConnections)
    }
  }
}

extension Duration {
  /// Whole milliseconds, rounded up and kept within what libcurl takes.
  package var milliseconds: Int {
    let (seconds, attoseconds) = components
    guard seconds < Int64(Int32.max) / 1000 else { return Int(Int32.max) }
    guard seconds >= 0, attoseconds >= 0 else { return 0 }
    return Int(seconds) * 1000 + Int((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
  }
}
