import WeDriveGenerated
import WeDriveRuntime

/// The tokens that were issued, of every kind.
struct Tokens: Sendable {
  struct Issued: Codable, Sendable {
    /// Empty for a suite's own token.
    let corp: CorpID
    /// Empty for a provider's own token.
    let app: String
    /// The query parameter that it belongs into; absent in what was written before there were several.
    var parameter: String?
    var expiry: Int64

    var kind: TokenKind { parameter.map { TokenKind($0) } ?? .accessToken }
  }

  /// How long an expired token is still known as one, so that it is told from one that never was, in seconds.
  static let memory: Int64 = 86_400

  var table = Table<Secret, Issued>("tokens")

  mutating func issue(
    _ kind: TokenKind = .accessToken, corp: CorpID, app: String, at now: Int64, life: Duration
  ) -> Secret {
    for (value, token) in table.rows where token.expiry < now - Self.memory { table[value] = nil }
    let value = Mint.token()
    table[value] = Issued(corp: corp, app: app, parameter: kind.parameter, expiry: now.later(by: life))
    return value
  }

  /// The token, if it is one of the kinds that a call may carry.
  func check(_ value: Secret?, as kinds: [TokenKind], at now: Int64) throws(ServiceError) -> Issued {
    let isSuites = kinds.contains(.suiteAccessToken)
    guard let value, !value.rawValue.isEmpty else {
      throw .weCom(isSuites ? .missingSuiteAccessToken : .missingAccessToken)
    }
    guard let token = table[value], kinds.contains(token.kind) else {
      throw .weCom(isSuites ? .invalidSuiteToken : .invalidAccessToken)
    }
    guard now < token.expiry else { throw .weCom(isSuites ? .suiteTokenExpired : .accessTokenExpired) }
    return token
  }

  /// Makes one token, or all of a kind, or all, expire now.
  mutating func expire(_ value: Secret? = nil, kind: TokenKind? = nil, at now: Int64) {
    for (key, token) in table.rows where (value == nil || key == value) && (kind == nil || kind == token.kind) {
      table[key]?.expiry = min(token.expiry, now)
    }
  }
}

/// The codes that a mini-program's page gets when a person logs in. No call of the service makes one.
struct LoginCodes: Sendable {
  struct Code: Codable, Sendable {
    let corp: CorpID
    let app: String
    let userID: UserID
    let expiry: Int64
  }

  var table = Table<Secret, Code>("login-codes")

  mutating func add(corp: CorpID, app: String, userID: UserID, at now: Int64) -> Secret {
    let value = Mint.loginSecret()
    table[value] = Code(corp: corp, app: app, userID: userID, expiry: now + Limits.loginCodeLife)
    return value
  }

  /// Takes a code, which works once, for the app that it was made for: a suite has codes of all its corps.
  mutating func redeem(_ value: Secret, for caller: Caller, at now: Int64) throws(ServiceError) -> Code {
    guard let code = table[value], code.app == caller.app, caller.corp.rawValue.isEmpty || code.corp == caller.corp
    else { throw .weCom(.invalidLoginCode) }
    table[value] = nil
    guard now < code.expiry else { throw .weCom(.invalidLoginCode, "code expired") }
    return code
  }
}

/// The links that were given out. They live as long as the server: a restart ends them.
struct DownloadLinks: Sendable {
  struct Link: Sendable {
    let fileID: FileID
    let cookieName: String
    let cookieValue: String
    let expiry: Int64
  }

  private var links: [String: Link] = [:]

  /// Makes a link and gives its key, which is the last part of its path.
  mutating func make(for fileID: FileID, at now: Int64, life: Duration) -> (key: String, link: Link) {
    links = links.filter { now < $0.value.expiry }
    let key = Mint.linkSecret()
    let link = Link(
      fileID: fileID, cookieName: "wedrive_auth", cookieValue: Mint.linkSecret(), expiry: now.later(by: life))
    links[key] = link
    return (key, link)
  }

  func find(_ key: String, at now: Int64) -> Link? {
    links[key].flatMap { now < $0.expiry ? $0 : nil }
  }
}
