/// An exchange that did not come to its end.
public struct TransportFailure: Error, Sendable {
  public enum Code: String, Sendable {
    case cannotResolve, cannotConnect, tlsFailure, timedOut, tooSlow, connectionLost, truncated
    case replyTooLarge, protocolError, redirectRefused, invalidRequest, sinkRefused, shutDown, cancelled, other
  }

  /// How far the exchange got: decides whether repeating it is safe.
  public enum Progress: Int, Sendable, Comparable {
    /// Nothing was sent: the service knows nothing of it.
    case notSent
    /// Something may have been sent, and no reply came.
    case sent
    /// A reply had begun.
    case replied

    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
  }

  public let code: Code
  public let progress: Progress
  /// In words, without the URL's query.
  public let reason: String
  /// The endpoint, where the exchange was a call.
  public var endpoint: String?
  /// What the sink threw, for ``Code/sinkRefused``.
  public let underlying: (any Error)?

  public init(_ code: Code, progress: Progress, reason: String, underlying: (any Error)? = nil) {
    self.code = code
    self.progress = progress
    self.reason = reason
    self.underlying = underlying
  }
}
