import WeDriveGenerated
import WeDriveRuntime

extension Credential {
  /// Where a client's tokens of each kind come from.
  func tokens(from sources: TokenSources) -> [TokenKind: any TokenProvider] {
    switch kind {
    case .corp(let id, let secret): [.accessToken: sources.corp(id, secret)]
    case .thirdParty(let app, let corp, let code): app.tokens(from: sources, forCorp: corp, permanentCode: code)
    case .suite(let app): app.tokens(from: sources)
    case .server(let server): [.accessToken: sources.server(server)]
    case .closure(let fetch, let name): [.accessToken: sources.closure(fetch, named: name)]
    case .provider(let provider): [.accessToken: provider]
    case .token(let token): [.accessToken: FixedToken(token)]
    }
  }
}

extension TokenSources {
  /// A corp's own app, or one that an agency develops.
  fileprivate func corp(_ id: CorpID, _ secret: Secret) -> TokenCache {
    // Two apps of one corp have different secrets, and so different tokens.
    cache(
      keyedBy: [id.rawValue, secret.rawValue],
      request: { () throws(WeDriveError) in GetTokenRequest(corpID: id, corpSecret: secret) },
      issued: { ($0.accessToken, $0.expiresIn) })
  }

  fileprivate func server(_ server: TokenServer) -> TokenCache {
    let (transport, timeout) = (transport, calls.timeout)
    return TokenCache(
      endpoint: TokenServer.name, key: server.key, store: store, sharing: shared, clock: calls.clock,
      logger: calls.logger
    ) { () async throws(WeDriveError) in try await server.fetch(by: transport, timeout: timeout) }
  }

  /// Nothing but its name tells one closure from another: without one, its tokens are not shared with other processes.
  fileprivate func closure(_ fetch: @escaping Credential.Fetch, named key: String?) -> TokenCache {
    let name = "the program's own token source"
    return TokenCache(
      endpoint: name, key: TokenKey([name, key ?? ""]), store: key == nil ? MemoryTokenStore() : store,
      sharing: key == nil ? nil : shared, clock: calls.clock, logger: calls.logger
    ) { () async throws(WeDriveError) in
      do {
        return try await fetch()
      } catch let error as WeDriveError {
        throw error
      } catch {
        // Its description may hold anything, secrets too.
        throw .token(TokenFailure(endpoint: name, reason: "it threw an error of type \(type(of: error))"))
      }
    }
  }
}
