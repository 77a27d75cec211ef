import WeDriveGenerated
import WeDriveRuntime

/// What each corp has bought and used: seats of the professional edition, and metered calls.
struct Accounts: Sendable {
  struct Seats: Codable, Sendable {
    /// In order, so that a cursor has a meaning.
    var users: [UserID] = []
  }

  struct Calls: Codable, Sendable {
    var count: Int
  }

  /// A corp in a calendar month: `ww1/2026-11`.
  struct CorpMonth: StringIdentifier {
    let rawValue: String
    init(rawValue: String) { self.rawValue = rawValue }
  }

  var seats = Table<CorpID, Seats>("seats")
  var calls = Table<CorpMonth, Calls>("calls")

  /// Gives seats to users, as far as there are any. Who has one already succeeds again.
  mutating func give(to users: [UserID], corp: CorpID, maximum: Int) -> (given: [UserID], refused: [UserID]) {
    var holders = seats[corp] ?? Seats()
    var given: [UserID] = []
    var refused: [UserID] = []
    for user in users {
      if holders.users.contains(user) {
        given.append(user)
      } else if !user.rawValue.isEmpty, holders.users.count < maximum {
        holders.users.append(user)
        given.append(user)
      } else {
        refused.append(user)
      }
    }
    holders.users.sort { $0.rawValue < $1.rawValue }
    seats[corp] = holders
    return (given, refused)
  }

  /// Takes seats back. Who has none fails.
  mutating func take(from users: [UserID], corp: CorpID) -> (taken: [UserID], refused: [UserID]) {
    var holders = seats[corp] ?? Seats()
    var taken: [UserID] = []
    var refused: [UserID] = []
    for user in users {
      if let index = holders.users.firstIndex(of: user) {
        holders.users.remove(at: index)
        taken.append(user)
      } else {
        refused.append(user)
      }
    }
    seats[corp] = holders
    return (taken, refused)
  }

  /// The users after the one that the cursor names; the next cursor is the last of the page.
  func holders(corp: CorpID, after cursor: String, limit: Int) -> (users: [UserID], hasMore: Bool) {
    let rest = (seats[corp]?.users ?? []).filter { cursor.isEmpty || $0.rawValue > cursor }
    return (Array(rest.prefix(limit)), rest.count > limit)
  }

  /// Counts a call against the corp's quota of the calendar month.
  mutating func count(corp: CorpID, month: String, maximum: Int) throws(ServiceError) {
    let key = CorpMonth("\(corp)/\(month)")
    let used = calls[key]?.count ?? 0
    guard used < maximum else { throw .weCom(.callQuotaExhausted) }
    calls[key] = Calls(count: used + 1)
  }

  /// Takes a call off again.
  mutating func uncount(corp: CorpID, month: String) {
    let key = CorpMonth("\(corp)/\(month)")
    if let used = calls[key]?.count, used > 0 { calls[key] = Calls(count: used - 1) }
  }
}
