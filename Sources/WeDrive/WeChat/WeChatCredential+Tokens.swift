import WeDriveGenerated
import WeDriveRuntime

extension WeChatCredential {
  /// How calls show that they may be made.
  var authority: CallAuthority {
    if case .container(let plainHTTP) = kind { .network(plainHTTP: plainHTTP) } else { .token }
  }

  /// Where the client's tokens come from; none where calls carry none.
  func tokens(
    store: any TokenStore, transport: any Transport, calls: ServiceCaller.Configuration
  ) -> [TokenKind: any TokenProvider] {
    switch kind {
    case .provider(let provider): return [.accessToken: provider]
    case .cloud(let provider): return [.cloudbaseAccessToken: provider]
    case .container: return [:]
    case .account(let id, let secret, let source):
      let caller = ServiceCaller(transport: transport, tokens: [:], configuration: calls)
      let endpoint =
        switch source {
        case .stable: GetStableAccessTokenRequest.endpoint
        case .exclusive: GetAccessTokenRequest.endpoint
        }
      let cache = TokenCache(
        endpoint: endpoint.name,
        key: TokenKey([calls.host ?? endpoint.service.host, endpoint.name, id.rawValue, secret.rawValue]),
        store: store, clock: calls.clock, logger: calls.logger
      ) { () throws(WeDriveError) in
        do throws(WeDriveError) {
          switch source {
          case .stable:
            let reply = try await caller.send(
              GetStableAccessTokenRequest(grantType: .clientCredential, appID: id, appSecret: secret))
            return TokenCache.Issued(value: reply.accessToken, lifetime: .seconds(reply.expiresIn))
          case .exclusive:
            let reply = try await caller.send(
              GetAccessTokenRequest(grantType: .clientCredential, appID: id, appSecret: secret))
            return TokenCache.Issued(value: reply.accessToken, lifetime: .seconds(reply.expiresIn))
          }
        } catch {
          guard case .refused(let refusal) = error else { throw error }
          throw .token(
            TokenFailure(endpoint: endpoint.name, reason: "the service refused to issue one", refusal: refusal))
        }
      }
      return [.accessToken: cache]
    }
  }
}
