import WeDriveHTTP

/// What all tokens of a client are fetched and kept with.
package struct TokenSources: Sendable {
  package let store: any TokenStore
  /// Where they are shared; nil: nowhere.
  package let shared: GuardedStore?
  /// Whether the service is asked for them.
  package let mayFetch: Bool
  package let transport: any Transport
  package let calls: ServiceCaller.Configuration

  package init(
    _ configuration: ClientConfiguration, shared: GuardedStore?, transport: any Transport,
    calls: ServiceCaller.Configuration
  ) {
    store = configuration.tokenStore
    mayFetch = configuration.fetchesTokens
    self.shared = shared
    self.transport = transport
    self.calls = calls
  }

  /// A cache over a call that issues tokens.
  ///
  /// - Parameters:
  ///   - parts: What tells the credential from others at the same address.
  ///   - tokens: What the call itself carries.
  ///   - request: Makes the request, each time that a token is fetched.
  ///   - issued: The token of a reply, and its life in seconds.
  ///   - failure: What a refusal means.
  package func cache<Request: APIRequest>(
    keyedBy parts: [String], tokens: [TokenKind: any TokenProvider] = [:],
    request: @escaping @Sendable () async throws(WeDriveError) -> Request,
    issued: @escaping @Sendable (Request.Response) -> (token: Secret, life: Int64),
    failure: @escaping @Sendable (Refusal) -> TokenFailure = Self.failure
  ) -> TokenCache {
    let endpoint = Request.endpoint
    let caller = ServiceCaller(transport: transport, tokens: tokens, configuration: calls)
    return TokenCache(
      endpoint: endpoint.name,
      // One app at two addresses has two tokens.
      key: TokenKey([calls.host ?? endpoint.service.host] + parts), store: store, sharing: shared,
      mayFetch: mayFetch, clock: calls.clock, logger: calls.logger
    ) { () async throws(WeDriveError) in
      let request = try await request()
      do throws(WeDriveError) {
        let reply = issued(try await caller.send(request))
        return IssuedToken(value: reply.token, lifetime: .seconds(reply.life))
      } catch {
        guard case .refused(let refusal) = error else { throw error }
        throw .token(failure(refusal))
      }
    }
  }

  /// A refusal that means no more than it says.
  package static func failure(_ refusal: Refusal) -> TokenFailure {
    TokenFailure(endpoint: refusal.endpoint, reason: "the service refused to issue one: \(refusal)", refusal: refusal)
  }
}
