import WeDriveGenerated
import WeDriveRuntime

/// The tokens that were issued, of every kind.
struct Tokens: Sendable {
  struct Issued: Codable, Sendable {
    /// Empty for a suite's own token.
    let corp: String
    /// Empty for a provider's own token.
    let app: String
    /// The query parameter that it belongs into; absent in what was written before there were several.
    var parameter: String?
    var expiry: Int64

    var kind: TokenKind { parameter.map { TokenKind($0) } ?? .accessToken }
  }

  /// How long an expired token is still known as one, so that it is told from one that never was.
  static let memory: Int64 = 86_400

  var table = Table<Issued>("tokens")

  mutating func issue(
    _ kind: TokenKind = .accessToken, corp: String, app: String, at now: Int64, life: Int64
  ) -> String {
    for (value, token) in table.rows where token.expiry < now - Self.memory { table[value] = nil }
    let value = RandomName.make(bytes: 64)
    table[value] = Issued(corp: corp, app: app, parameter: kind.parameter, expiry: now.later(by: life))
    return value
  }

  /// The token, if it is one of the kinds that a call may carry.
  func check(_ value: String?, as kinds: [TokenKind], at now: Int64) throws(ServiceError) -> Issued {
    let words = ServiceError.words(for: kinds)
    guard let value, !value.isEmpty else { throw words.missing }
    guard let token = table[value], kinds.contains(token.kind) else { throw words.bad }
    guard now < token.expiry else { throw words.expired }
    return token
  }

  /// Makes one token, or all of a kind, or all, expire now.
  mutating func expire(_ value: String? = nil, kind: TokenKind? = nil, at now: Int64) {
    for (key, token) in table.rows where (value == nil || key == value) && (kind == nil || kind == token.kind) {
      table[key]?.expiry = min(token.expiry, now)
    }
  }
}

extension ServiceError {
  /// What is said of a token that is not good, by the kind that the call carries.
  fileprivate static func words(for kinds: [TokenKind]) -> (
    missing: ServiceError, bad: ServiceError, expired: ServiceError
  ) {
    kinds.contains(.suiteAccessToken)
      ? (.missingSuiteToken, .badSuiteToken, .expiredSuiteToken) : (.missingToken, .badToken, .expiredToken)
  }
}
