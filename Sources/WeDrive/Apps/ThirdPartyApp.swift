import Synchronization
import WeDriveGenerated
import WeDriveRuntime

/// A third-party app (第三方应用): what its provider knows of it, and the tickets that the service pushes to it.
///
/// ```swift
/// let app = ThirdPartyApp(id: "ww…", secret: "…", tickets: FileTokenStore(folder: "/var/lib/backup/tickets"))
/// // In the handler of callbacks, every ten minutes or so:
/// try await app.receive(ticket)
/// // For each corp that installed the app:
/// let drive = WeDriveClient(credential: .thirdParty(app, corpID: corp, permanentCode: code))
/// ```
///
/// Make one and keep it: the clients of all corps share its suite token. Until a ticket has arrived, calls fail with a
/// `WeDriveError.token(_:)` whose `awaitsSuiteTicket` is true; once one has, they work without being told.
public final class ThirdPartyApp: Sendable, Redacted {
  /// The provider of an app, where calls are made in its own name.
  public struct Provider: Sendable, Redacted {
    let corpID: CorpID
    let secret: Secret

    /// - Parameters:
    ///   - corpID: The provider's own corp id.
    ///   - secret: The provider's secret.
    public init(corpID: CorpID, secret: Secret) {
      self.corpID = corpID
      self.secret = secret
    }

    /// The corp, without the secret.
    public var description: String { "Provider(corpID: \(corpID), secret: redacted)" }
  }

  /// The suite's id.
  public let id: SuiteID
  private let secret: Secret
  private let provider: Provider?
  private let tickets: SuiteTickets
  /// The caches that all corps share, by address of the service.
  private let shared = Mutex<[String: [TokenKind: any TokenProvider]]>([:])

  /// - Parameters:
  ///   - id: The suite's id.
  ///   - secret: The suite's secret.
  ///   - tickets: Where the pushed tickets are kept. In memory by default, so that a new process has to wait for the next
  ///     one; a `FileTokenStore` keeps them for the machine, a store of one's own for several.
  ///   - provider: The provider's own account, for calls that carry a provider's token.
  public init(
    id: SuiteID, secret: Secret, tickets: any TokenStore = MemoryTokenStore(), provider: Provider? = nil
  ) {
    self.id = id
    self.secret = secret
    self.provider = provider
    self.tickets = SuiteTickets(suite: id, in: .tokens(tickets))
  }

  /// The same, with pushed tickets in a store that several machines share: the service pushes each to one of them.
  ///
  /// - Parameters:
  ///   - id: The suite's id.
  ///   - secret: The suite's secret.
  ///   - store: Where they are shared. While it does not work, this process has those that it received itself.
  ///   - provider: The provider's own account, for calls that carry a provider's token.
  public init(id: SuiteID, secret: Secret, sharing store: any SharedStore, provider: Provider? = nil) {
    self.id = id
    self.secret = secret
    self.provider = provider
    self.tickets = SuiteTickets(suite: id, in: .shared(store as? GuardedStore ?? GuardedStore(store)))
  }

  /// Takes in a ticket that the service pushed.
  ///
  /// - Parameters:
  ///   - ticket: The ticket.
  ///   - time: When the service pushed it, in seconds since 1970; now by default.
  /// - Returns: False if a newer one is there already: pushes may overtake each other.
  /// - Throws: `WeDriveError.invalidArgument(_:)` if it is no ticket. One that cannot be written to the store is kept in
  ///   memory, and written when the next token is fetched.
  @discardableResult
  public func receive(_ ticket: SuiteTicket, pushedAt time: Int64? = nil) async throws(WeDriveError) -> Bool {
    try await tickets.keep(ticket, pushedAt: time ?? CallClock.wallClock())
  }

  /// The tokens of the app in its own name.
  func tokens(from sources: TokenSources) -> [TokenKind: any TokenProvider] {
    shared.withLock { shared in
      let address = sources.calls.host ?? GetSuiteTokenRequest.endpoint.service.host
      if let tokens = shared[address] { return tokens }
      var tokens: [TokenKind: any TokenProvider] = [.suiteAccessToken: suiteTokens(from: sources)]
      if let provider { tokens[.providerAccessToken] = providerTokens(of: provider, from: sources) }
      shared[address] = tokens
      return tokens
    }
  }

  /// The tokens of the app for one corp, and those in its own name.
  func tokens(
    from sources: TokenSources, forCorp corp: CorpID, permanentCode: PermanentCode
  ) -> [TokenKind: any TokenProvider] {
    var tokens = tokens(from: sources)
    tokens[.accessToken] = sources.cache(
      keyedBy: ["third-party", id.rawValue, secret.rawValue, corp.rawValue, permanentCode.rawValue], tokens: tokens,
      request: { () throws(WeDriveError) in GetCorpTokenRequest(corpID: corp, permanentCode: permanentCode) },
      issued: { ($0.accessToken, $0.expiresIn) })
    return tokens
  }

  private func suiteTokens(from sources: TokenSources) -> TokenCache {
    let (id, secret, tickets) = (id, secret, tickets)
    return sources.cache(
      keyedBy: ["suite", id.rawValue, secret.rawValue],
      request: { () async throws(WeDriveError) in
        GetSuiteTokenRequest(suiteID: id, suiteSecret: secret, suiteTicket: try await tickets.latest())
      },
      issued: { ($0.suiteToken, $0.expiresIn) },
      failure: { refusal in
        guard refusal.weComErrcode == .invalidSuiteTicket else { return TokenSources.failure(refusal) }
        return tickets.refused(refusal)
      })
  }

  private func providerTokens(of provider: Provider, from sources: TokenSources) -> TokenCache {
    sources.cache(
      keyedBy: ["provider", provider.corpID.rawValue, provider.secret.rawValue],
      request: { () throws(WeDriveError) in
        GetProviderTokenRequest(corpID: provider.corpID, providerSecret: provider.secret)
      },
      issued: { ($0.providerToken, $0.expiresIn) })
  }

  /// The suite, without anything secret.
  public var description: String { "ThirdPartyApp(\(id), secret: redacted)" }
}
