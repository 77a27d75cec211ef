/// What each corp has bought and used: seats of the professional edition, and metered calls.
struct Accounts: Sendable {
  struct Seats: Codable, Sendable {
    /// In order, so that a cursor has a meaning.
    var users: [String] = []
  }

  struct Calls: Codable, Sendable {
    var count: Int
  }

  var seats = Table<Seats>("seats")
  var calls = Table<Calls>("calls")

  /// Gives seats to users, as far as there are any. Who has one already succeeds again.
  mutating func give(to users: [String], corp: String, maximum: Int) -> (given: [String], refused: [String]) {
    var holders = seats[corp] ?? Seats()
    var given: [String] = []
    var refused: [String] = []
    for user in users {
      if holders.users.contains(user) {
        given.append(user)
      } else if !user.isEmpty, holders.users.count < maximum {
        holders.users.append(user)
        given.append(user)
      } else {
        refused.append(user)
      }
    }
    holders.users.sort()
    seats[corp] = holders
    return (given, refused)
  }

  /// Takes seats back. Who has none fails.
  mutating func take(from users: [String], corp: String) -> (taken: [String], refused: [String]) {
    var holders = seats[corp] ?? Seats()
    var taken: [String] = []
    var refused: [String] = []
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
  func holders(corp: String, after cursor: String, limit: Int) -> (users: [String], hasMore: Bool) {
    let rest = (seats[corp]?.users ?? []).filter { cursor.isEmpty || $0 > cursor }
    return (Array(rest.prefix(limit)), rest.count > limit)
  }

  /// Counts a call against the corp's quota of the calendar month.
  mutating func count(corp: String, month: String, maximum: Int) throws(ServiceError) {
    let key = "\(corp)/\(month)"
    let used = calls[key]?.count ?? 0
    guard used < maximum else { throw .outOfCalls }
    calls[key] = Calls(count: used + 1)
  }
}
