/// A number of something, calls of a month for example, that machines use up together.
public struct Allowance: Sendable, Hashable {
  /// What its count is kept under.
  public var key: SharedKey
  /// How much there is in all.
  public var limit: Int
  /// How much of it is left for others: a request with this allowance does not get it.
  public var reserve: Int
  /// How long the count is kept after the last change.
  public var life: Duration

  /// Describes an allowance.
  public init(key: SharedKey, limit: Int, reserve: Int = 0, life: Duration) {
    self.key = key
    self.limit = limit
    self.reserve = reserve
    self.life = life
  }
}

/// What an allowance gave.
public struct Taken: Sendable, Hashable {
  /// From 0 to what was asked for; for what was given back, 0 or less.
  public let granted: Int
  /// How much of the allowance is used now, by all.
  public let used: Int

  /// Joins what was granted and what is used.
  public init(granted: Int, used: Int) {
    self.granted = granted
    self.used = used
  }
}

/// The count of an allowance, for stores that keep records and cannot count.
struct AllowanceState: Sendable, Equatable {
  private static let first = "wedrive-allowance-1"

  private var used = 0
  private var lastRequest = ""
  private var lastGranted = 0

  init() {}

  /// Reads what ``encoded()`` wrote; nil for anything else, and for a count below zero.
  init?(_ bytes: [UInt8]) {
    let words = String(decoding: bytes, as: UTF8.self).split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 4, words[0] == Self.first, let used = Int(words[1]), used >= 0, let granted = Int(words[3])
    else { return nil }
    self.used = used
    lastRequest = String(words[2])
    lastGranted = granted
  }

  func encoded() -> [UInt8] { Array("\(Self.first) \(used) \(lastRequest) \(lastGranted)".utf8) }

  mutating func take(_ amount: Int, from allowance: Allowance, request: ClaimOwner) -> Taken {
    if request.text == lastRequest { return Taken(granted: lastGranted, used: used) }
    // Whatever is configured, or lies in the store, these sums stay in range.
    let share = max(0, max(0, allowance.limit) - max(0, allowance.reserve))
    let granted = amount < 0 ? max(amount, -used) : max(0, min(amount, share - used))
    used += granted
    lastRequest = request.text
    lastGranted = granted
    return Taken(granted: granted, used: used)
  }
}
