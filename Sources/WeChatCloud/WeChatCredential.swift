import WeDriveGenerated
import WeDriveRuntime

/// How a ``WeChatClient`` shows that it may call.
///
/// A struct with factories, not an enum: further ways can be added without breaking a caller's `switch`.
public struct WeChatCredential: Sendable, Redacted {
  /// Which call gives the access tokens of an account.
  public enum TokenSource: String, Sendable {
    /// `stable_token`: programs that ask at the same time get the same token.
    case stable
    /// `token`: each fetch ends the token before, so that all programs of the account have to share one store.
    case exclusive
  }

  enum Kind: Sendable {
    case account(id: WeChatAppID, secret: Secret, TokenSource)
    case provider(any TokenProvider)
    case cloud(any TokenProvider)
    case container(plainHTTP: Bool)
  }

  let kind: Kind

  /// A mini-program or official account by its id and secret. The client fetches and renews access tokens itself.
  public static func account(id: WeChatAppID, secret: Secret, tokens: TokenSource = .stable) -> Self {
    Self(kind: .account(id: id, secret: secret, tokens))
  }

  /// One access token that was fetched elsewhere. When the service refuses it, calls fail.
  public static func token(_ token: Secret) -> Self { Self(kind: .provider(FixedToken(token))) }

  /// Access tokens from elsewhere, for example from a server that keeps them for several machines.
  public static func provider(_ provider: some TokenProvider) -> Self { Self(kind: .provider(provider)) }

  /// A token of the cloud (微信令牌), which a call carries as `cloudbase_access_token`.
  public static func cloudToken(_ token: Secret) -> Self { Self(kind: .cloud(FixedToken(token))) }

  /// Tokens of the cloud from elsewhere, for example from the file that a container finds them in.
  public static func cloudTokens(_ provider: some TokenProvider) -> Self { Self(kind: .cloud(provider)) }

  /// None: the program runs in a container of the account, whose open-interface service (开放接口服务) lets the call pass.
  ///
  /// - Parameter plainHTTP: Whether to call over `http`, as the service is reached in a container without its
  ///   certificates. Nothing secret goes there: calls that fetch tokens are refused.
  public static func container(plainHTTP: Bool = false) -> Self { Self(kind: .container(plainHTTP: plainHTTP)) }

  /// The kind, without anything secret.
  public var description: String {
    switch kind {
    case .account(let id, _, _): "WeChatCredential.account(id: \(id), secret: redacted)"
    case .provider: "WeChatCredential.provider"
    case .cloud: "WeChatCredential.cloudTokens"
    case .container: "WeChatCredential.container"
    }
  }
}

extension WeChatCredential {
  /// How calls show that they may be made.
  var authority: CallAuthority {
    if case .container(let plainHTTP) = kind { .network(plainHTTP: plainHTTP) } else { .token }
  }

  /// Where the client's tokens come from; none where calls carry none.
  func tokens(from sources: TokenSources) -> [TokenKind: any TokenProvider] {
    switch kind {
    case .provider(let provider): [.accessToken: provider]
    case .cloud(let provider): [.cloudbaseAccessToken: provider]
    case .container: [:]
    case .account(let id, let secret, .stable):
      [
        .accessToken: sources.account(
          id, secret, GetStableAccessTokenRequest(grantType: .clientCredential, appID: id, appSecret: secret),
          issued: { ($0.accessToken, $0.expiresIn) })
      ]
    case .account(let id, let secret, .exclusive):
      [
        .accessToken: sources.account(
          id, secret, GetAccessTokenRequest(grantType: .clientCredential, appID: id, appSecret: secret),
          issued: { ($0.accessToken, $0.expiresIn) })
      ]
    }
  }
}

extension TokenSources {
  /// The tokens of both calls do not affect each other, and are kept apart.
  fileprivate func account<Request: APIRequest>(
    _ id: WeChatAppID, _ secret: Secret, _ request: Request,
    issued: @escaping @Sendable (Request.Response) -> (token: Secret, life: Int64)
  ) -> TokenCache {
    cache(
      keyedBy: [Request.endpoint.name, id.rawValue, secret.rawValue],
      request: { () throws(WeDriveError) in request }, issued: issued)
  }
}
