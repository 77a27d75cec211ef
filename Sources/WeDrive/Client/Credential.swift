import WeDriveGenerated
import WeDriveRuntime

/// As whom a client calls.
///
/// A struct with factories, not an enum: kinds of apps can be added without breaking a caller's `switch`.
public struct Credential: Sendable, Redacted {
  enum Kind: Sendable {
    case corp(id: CorpID, secret: Secret)
    case thirdParty(ThirdPartyApp, corpID: CorpID, permanentCode: PermanentCode)
    case suite(ThirdPartyApp)
    case server(TokenServer)
    case closure(Fetch, name: String?)
    case provider(any TokenProvider)
    case token(Secret)
  }

  /// Gives an access token and how long it is good. It is called when one is needed, for one caller at a time.
  public typealias Fetch = @Sendable () async throws -> IssuedToken

  let kind: Kind

  /// A self-built app (自建应用) by its corp's id and its own secret, or an app that an agency develops (代开发应用) by
  /// the corp's id and the permanent code. The client fetches and renews access tokens itself.
  public static func corp(id: CorpID, secret: Secret) -> Self { Self(kind: .corp(id: id, secret: secret)) }

  /// A third-party app (第三方应用), for one corp that installed it.
  ///
  /// - Parameters:
  ///   - app: The app. The clients of all corps share it, and with it the suite token.
  ///   - corpID: The corp that installed it.
  ///   - permanentCode: What the corp gave when it installed the app.
  public static func thirdParty(_ app: ThirdPartyApp, corpID: CorpID, permanentCode: PermanentCode) -> Self {
    Self(kind: .thirdParty(app, corpID: corpID, permanentCode: permanentCode))
  }

  /// A third-party app in its own name, for calls that carry a suite token or a provider's and concern no corp's files, such
  /// as a log-in.
  public static func suite(_ app: ThirdPartyApp) -> Self { Self(kind: .suite(app)) }

  /// Access tokens from a central server, which keeps them for several machines.
  public static func tokenServer(_ server: TokenServer) -> Self { Self(kind: .server(server)) }

  /// Access tokens that the program fetches in its own way. They are kept and renewed ahead of time like any other.
  ///
  /// - Parameters:
  ///   - name: Tells these tokens from others where they are shared, for example the app's; nil: they are not shared.
  ///   - fetch: Fetches one.
  public static func fetched(sharedAs name: String? = nil, by fetch: @escaping Fetch) -> Self {
    Self(kind: .closure(fetch, name: name))
  }

  /// Access tokens from a provider of one's own, which also keeps and renews them.
  public static func provider(_ provider: some TokenProvider) -> Self { Self(kind: .provider(provider)) }

  /// One access token that was fetched elsewhere. When the service refuses it, calls fail.
  public static func token(_ token: Secret) -> Self { Self(kind: .token(token)) }

  /// The kind, without anything secret.
  public var description: String {
    switch kind {
    case .corp(let id, _): "Credential.corp(id: \(id), secret: redacted)"
    case .thirdParty(let app, let id, _):
      "Credential.thirdParty(\(app.id), corpID: \(id), permanentCode: redacted)"
    case .suite(let app): "Credential.suite(\(app.id))"
    case .server: "Credential.tokenServer"
    case .closure: "Credential.fetched"
    case .provider: "Credential.provider"
    case .token: "Credential.token(redacted)"
    }
  }
}

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
    let timeout = calls.timeout
    let exchanges = InstrumentedExchanges(
      by: transport, for: TokenServer.name, of: nil, instrumentation: calls.instrumentation)
    return TokenCache(
      endpoint: TokenServer.name, key: server.key, store: store, sharing: shared, clock: calls.clock,
      logger: calls.logger
    ) { () async throws(WeDriveError) in try await server.fetch(by: exchanges, timeout: timeout) }
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

extension WeDriveClient {
  /// Makes a client for a self-built app from the variables that the command reads, too: `WEDRIVE_CORP_ID`,
  /// `WEDRIVE_CORP_SECRET`, and `WEDRIVE_ENDPOINT` where the service is not at its official address.
  ///
  /// - Parameters:
  ///   - environment: The variables; those of this process by default.
  ///   - configuration: How to work; an ``/WeDriveRuntime/ClientConfiguration/endpoint`` in it goes before the variable.
  /// - Throws: `WeDriveError.invalidArgument` with the name of a variable that is missing or cannot be used.
  public init(
    environment: EnvironmentVariables, configuration: Configuration = Configuration()
  ) throws(WeDriveError) {
    var configuration = configuration
    if configuration.endpoint == nil, let address = environment["WEDRIVE_ENDPOINT"] {
      configuration.endpoint = try ServiceAddress(address)
    }
    self.init(
      credential: .corp(
        id: CorpID(try environment.needed("WEDRIVE_CORP_ID")),
        secret: try environment.neededSecret("WEDRIVE_CORP_SECRET")),
      configuration: configuration)
  }
}
