import WeDriveGenerated
import WeDriveRuntime

extension Credential {
  /// Where the client's access tokens come from.
  func tokens(
    store: any TokenStore, transport: any Transport, calls: ServiceCaller.Configuration
  ) -> any TokenProvider {
    switch kind {
    case .provider(let provider): return provider
    case .token(let token): return FixedToken(token)
    case .corp(let id, let secret):
      let endpoint = GetTokenRequest.endpoint
      let caller = ServiceCaller(transport: transport, tokens: [:], configuration: calls)
      return TokenCache(
        endpoint: endpoint.name,
        // One app at two addresses has two tokens, and so have two apps of one corp.
        key: TokenKey([calls.host ?? endpoint.service.host, id.rawValue, secret.rawValue]),
        store: store, clock: calls.clock, logger: calls.logger
      ) { () throws(WeDriveError) in
        do throws(WeDriveError) {
          let reply = try await caller.send(GetTokenRequest(corpID: id, corpSecret: secret))
          return TokenCache.Issued(value: reply.accessToken, lifetime: .seconds(reply.expiresIn))
        } catch {
          guard case .refused(let refusal) = error else { throw error }
          throw .token(
            TokenFailure(endpoint: endpoint.name, reason: "the service refused to issue one", refusal: refusal))
        }
      }
    }
  }
}
