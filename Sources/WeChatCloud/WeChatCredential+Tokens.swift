import WeDriveGenerated
import WeDriveRuntime

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
