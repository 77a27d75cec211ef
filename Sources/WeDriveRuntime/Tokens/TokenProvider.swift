/// Gives access tokens to calls.
public protocol TokenProvider: Sendable {
  /// A token that is believed to be good. `refused` is one that the service has just refused; a provider that still
  /// holds that very token drops it first, one that already has another simply gives that.
  func token(replacing refused: AccessToken?) async throws(WeDriveError) -> AccessToken
}

/// A token that a service issued, and until when it is good.
public struct AccessToken: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The token itself. Never print it.
  public let value: String
  /// When it stops being good, by the wall clock, in seconds since 1970.
  public let expiry: Int64

  public init(value: String, expiry: Int64) {
    self.value = value
    self.expiry = expiry
  }

  public var description: String { "AccessToken(redacted)" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
