/// The access tokens that were issued.
struct Tokens: Sendable {
  struct Issued: Codable, Sendable {
    let corp: String
    let app: String
    var expiry: Int64
  }

  /// How long an expired token is still known as one, so that it is told from one that never was.
  static let memory: Int64 = 86_400

  var table = Table<Issued>("tokens")

  mutating func issue(corp: String, app: String, at now: Int64, life: Int64) -> String {
    for (value, token) in table.rows where token.expiry + Self.memory < now { table[value] = nil }
    let value = RandomName.make(bytes: 64)
    table[value] = Issued(corp: corp, app: app, expiry: now + life)
    return value
  }

  func check(_ value: String?, at now: Int64) throws(Refused) -> Issued {
    guard let value, !value.isEmpty else { throw .missingToken }
    guard let token = table[value] else { throw .badToken }
    guard now < token.expiry else { throw .expiredToken }
    return token
  }

  /// Makes one token, or all, expire now.
  mutating func expire(_ value: String? = nil, at now: Int64) {
    for (key, token) in table.rows where value == nil || key == value {
      table[key]?.expiry = min(token.expiry, now)
    }
  }
}
