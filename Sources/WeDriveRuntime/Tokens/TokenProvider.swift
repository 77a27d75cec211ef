import WeDriveHTTP

/// Gives access tokens to calls.
public protocol TokenProvider: Sendable {
  /// A token that is believed to be good.
  ///
  /// - Parameter refused: One that the service has just refused; nil at a call's first attempt. A provider that still
  ///   holds that very token drops it; one that has another by now simply gives that.
  /// - Throws: ``WeDriveError/token(_:)``, or ``WeDriveError/cancelled(endpoint:)`` if the task was cancelled.
  func token(replacing refused: AccessToken?) async throws(WeDriveError) -> AccessToken

  /// A token that can be had without waiting and needs no renewal yet; nil for none.
  ///
  /// Asked first, because a call whose token is at hand needs nothing that watches over its waiting.
  func readyToken() async -> AccessToken?
}

extension TokenProvider {
  /// None: what a provider has that does not know.
  public func readyToken() async -> AccessToken? { nil }
}

/// A token that a service issued, and until when it is good.
public struct AccessToken: Sendable, Hashable, Redacted {
  /// The token itself. Never print it.
  public let value: String
  /// When it stops being good, by the wall clock, in seconds since 1970.
  public let expiry: Int64

  /// Describes a token.
  public init(value: String, expiry: Int64) {
    self.value = value
    self.expiry = expiry
  }

  /// Whether a text can be a token or a ticket: 1 to 4096 bytes of visible ASCII, which fit a URL and a header.
  package static func isWellFormed(_ value: String) -> Bool {
    (1...4096).contains(value.utf8.count) && value.utf8.allSatisfy(\.isVisibleASCII)
  }

  /// That there is a token.
  public var description: String { "AccessToken(redacted)" }
}

/// A token as a service has just issued it.
public struct IssuedToken: Sendable {
  let value: Secret
  let lifetime: Duration

  /// - Parameters:
  ///   - value: The token.
  ///   - lifetime: How long it is good, from now on.
  public init(value: Secret, lifetime: Duration) {
    self.value = value
    self.lifetime = lifetime
  }
}

/// One token that was fetched elsewhere. When the service refuses it, calls fail.
public struct FixedToken: TokenProvider {
  private let token: AccessToken

  /// Takes the token as it is.
  public init(_ token: Secret) { self.token = AccessToken(value: token.rawValue, expiry: .max) }

  /// The token.
  public func readyToken() async -> AccessToken? { token }

  /// The token, unless it was refused.
  public func token(replacing refused: AccessToken?) async throws(WeDriveError) -> AccessToken {
    guard refused == nil else {
      throw .token(TokenFailure(endpoint: "", reason: "the service refuses the one that was given"))
    }
    return token
  }
}
