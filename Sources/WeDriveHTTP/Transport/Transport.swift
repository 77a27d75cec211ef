/// Carries HTTP exchanges. The client's own is ``CurlTransport``; tests and consumers can put another one in.
public protocol Transport: Sendable {
  /// Performs one exchange and returns the whole reply, which may not be longer than the request allows.
  ///
  /// - Throws: A ``TransportFailure`` whose progress says whether the service may have seen the request. A cancelled
  ///   task gets ``TransportFailure/Code/cancelled``.
  func perform(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPReply

  /// Performs one exchange and hands the reply to `sink` as it arrives.
  ///
  /// The sink is called from one thread at a time, never from Swift's cooperative pool, and may block for file work.
  /// Once this method has returned or thrown, the sink is not called again.
  ///
  /// - Throws: As ``perform(_:)``; ``TransportFailure/Code/sinkRefused`` with the sink's own error where that threw.
  func stream(_ request: HTTPRequest, to sink: any ReplySink) async throws(TransportFailure) -> HTTPReplyHead
}

/// Takes a reply as it arrives.
public protocol ReplySink: Sendable {
  /// Called once, before the first byte, with the head of the final reply. Throwing ends the exchange before a byte is
  /// delivered.
  func begin(_ head: HTTPReplyHead) throws

  /// Called for each run of bytes, which are valid during the call only. Throwing ends the exchange.
  func receive(_ bytes: UnsafeRawBufferPointer) throws
}

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
