import WeDriveGenerated

/// The tickets that are pushed to suites. No call of the service makes one.
struct SuiteTickets: Sendable {
  struct Pushed: Codable, Sendable {
    let suite: String
    let expiry: Int64
  }

  var table = Table<Pushed>("suite-tickets")

  mutating func mint(suite: String, at now: Int64) -> String {
    for (value, ticket) in table.rows where ticket.expiry <= now { table[value] = nil }
    let value = RandomName.make(bytes: 32)
    table[value] = Pushed(suite: suite, expiry: now + Limits.suiteTicketLife)
    return value
  }

  func check(_ value: String, suite: String, at now: Int64) throws(ServiceError) {
    guard let ticket = table[value], ticket.suite == suite else { throw .badSuiteTicket }
    guard now < ticket.expiry else { throw .badSuiteTicket.because("suite_ticket expired") }
  }
}
