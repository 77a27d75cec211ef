/// An exchange that did not come to its end.
public struct TransportFailure: Error, Sendable {
  /// What went wrong.
  public enum Code: String, Sendable {
    /// The host's name was not resolved.
    case cannotResolve
    /// No connection was made.
    case cannotConnect
    /// The proxy was reached and does not carry the exchange: it wants other credentials (407), or forbids the host.
    case proxyRefused
    /// The server could not prove who it is, or no common TLS version was found.
    case tlsFailure
    /// The request's timeout passed, or the one for connecting.
    case timedOut
    /// Too few bytes moved for too long.
    case tooSlow
    /// The connection ended before a reply was complete enough to be read.
    case connectionLost
    /// The body ended before its announced end.
    case truncated
    /// The body is longer than the request allows.
    case replyTooLarge
    /// What came is not an HTTP reply this transport accepts.
    case protocolError
    /// A redirect led where it must not: another scheme, a loop, too many hops.
    case redirectRefused
    /// The request breaks a rule of ``HTTPRequest``; nothing was sent.
    case invalidRequest
    /// The sink threw; see ``TransportFailure/underlying``.
    case sinkRefused
    /// The source of the request's body threw, or ended early; see ``TransportFailure/underlying``.
    case bodyUnreadable
    /// The transport was shut down.
    case shutDown
    /// The task was cancelled.
    case cancelled
    /// Anything else, for example no memory or no descriptors left.
    case other

    /// Whether the same request may well succeed a moment later: the network or the server failed, not the request.
    public var isTransient: Bool {
      switch self {
      case .cannotResolve, .cannotConnect, .timedOut, .tooSlow, .connectionLost, .truncated: true
      case .proxyRefused, .tlsFailure, .replyTooLarge, .protocolError, .redirectRefused, .invalidRequest, .sinkRefused,
        .bodyUnreadable, .shutDown, .cancelled, .other:
        false
      }
    }
  }

  /// How far the exchange got: decides whether repeating it is safe.
  public enum Progress: Int, Sendable, Comparable {
    /// Nothing was sent: the service knows nothing of it.
    case notSent
    /// Something may have been sent, and no reply came.
    case sent
    /// A reply had begun.
    case replied

    /// Orders by how far the exchange got.
    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
  }

  /// What went wrong.
  public let code: Code
  /// How far the exchange got.
  public let progress: Progress
  /// In words, without the URL's query.
  public let reason: String
  /// The endpoint, where the exchange was a call.
  public var endpoint: String?
  /// What the sink threw, for ``Code/sinkRefused``, or the source, for ``Code/bodyUnreadable``.
  public let underlying: (any Error)?

  /// Describes a failure.
  ///
  /// - Parameters:
  ///   - code: What went wrong.
  ///   - progress: How far the exchange got.
  ///   - reason: In words, without anything secret.
  ///   - underlying: What the sink threw.
  public init(_ code: Code, progress: Progress, reason: String, underlying: (any Error)? = nil) {
    self.code = code
    self.progress = progress
    self.reason = reason
    self.underlying = underlying
  }
}

extension TransportFailure: Hashable {
  /// Compares everything but what the sink threw, which need not be comparable.
  public static func == (a: Self, b: Self) -> Bool {
    a.code == b.code && a.progress == b.progress && a.reason == b.reason && a.endpoint == b.endpoint
  }

  /// Takes in what `==` compares.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(code)
    hasher.combine(progress)
    hasher.combine(reason)
    hasher.combine(endpoint)
  }
}
