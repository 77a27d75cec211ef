import WeDriveGenerated

/// The codes that a mini-program's page gets when a person logs in. No call of the service makes one.
struct LoginCodes: Sendable {
  struct Code: Codable, Sendable {
    let corp: String
    let app: String
    let userID: String
    let expiry: Int64
  }

  var table = Table<Code>("login-codes")

  mutating func mint(corp: String, app: String, userID: String, at now: Int64) -> String {
    let value = RandomName.make(bytes: 16)
    table[value] = Code(corp: corp, app: app, userID: userID, expiry: now + Limits.loginCodeLife)
    return value
  }

  /// Takes a code, which works once, for the app that it was made for: a suite has codes of all its corps.
  mutating func redeem(_ value: String, for caller: Caller, at now: Int64) throws(ServiceError) -> Code {
    guard let code = table[value], code.app == caller.app, caller.corp.isEmpty || code.corp == caller.corp else {
      throw .badLoginCode
    }
    table[value] = nil
    guard now < code.expiry else { throw .badLoginCode.because("code expired") }
    return code
  }
}
