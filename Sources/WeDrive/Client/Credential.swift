import WeDriveGenerated
import WeDriveRuntime

/// As whom a client calls.
///
/// A struct with factories, not an enum: kinds of apps can be added without breaking anybody's `switch`.
public struct Credential: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  enum Kind: Sendable {
    case corp(id: CorpID, secret: Secret)
    case provider(any TokenProvider)
    case token(Secret)
  }

  let kind: Kind

  /// A self-built app (自建应用) by its corp's id and its own secret, or an app that an agency develops (代开发应用) by
  /// the corp's id and the permanent code. The client fetches and renews access tokens itself.
  public static func corp(id: CorpID, secret: Secret) -> Self { Self(kind: .corp(id: id, secret: secret)) }

  /// Access tokens from elsewhere, for example from a server that keeps them for several machines.
  public static func provider(_ provider: some TokenProvider) -> Self { Self(kind: .provider(provider)) }

  /// One access token that somebody has fetched. When the service refuses it, calls fail.
  public static func token(_ token: Secret) -> Self { Self(kind: .token(token)) }

  /// The kind, without anything secret.
  public var description: String {
    switch kind {
    case .corp(let id, _): "Credential.corp(id: \(id), secret: redacted)"
    case .provider: "Credential.provider"
    case .token: "Credential.token(redacted)"
    }
  }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// Empty, so that `dump` and debuggers' printing show nothing secret either.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
