import Synchronization

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A secret that stands for what a person picked. It works for some time, and perhaps for some number of calls, only.
///
/// What a picker's answer is read from gives its tickets the time at which they were issued. A ticket made from a string
/// alone has an unknown age, and is for the service to judge; one that comes back from a database gets its history with
/// ``init(_:issued:uses:)``. Copies of a ticket share the count of their uses.
public protocol Ticket: SecretIdentifier {
  /// How long a ticket of this kind works, unless its picker said otherwise.
  static var life: Duration { get }
  /// How often it can be used; nil: any number of times.
  static var allowedUses: Int? { get }
  /// When it was issued, and how often it was used.
  var history: TicketHistory { get }
  /// Makes a ticket with that value and history.
  init(rawValue: String, history: TicketHistory)
}

extension Ticket {
  /// Makes a ticket of unknown age: whether it still works is for the service to say.
  public init(rawValue: String) { self.init(rawValue: rawValue, history: TicketHistory()) }

  /// Makes a ticket that was kept somewhere.
  ///
  /// - Parameters:
  ///   - value: The ticket's value.
  ///   - issued: When the picker gave it.
  ///   - uses: How often it was used before.
  public init(_ value: String, issued: Date, uses: Int = 0) {
    self.init(rawValue: value, history: TicketHistory(issued: issued, uses: uses))
  }

  /// When the picker gave it; nil if that is not known.
  public var issued: Date? { history.issued }

  /// When it stops working; nil if its age is not known.
  public var expiry: Date? { history.issued.map { $0 + (history.life ?? Self.life) / .seconds(1) } }

  /// How often it, or a copy of it, was used.
  public var uses: Int { history.uses }

  /// The same ticket, with a life of its own.
  ///
  /// - Parameter seconds: What its picker said; nil leaves the usual life.
  public func lasting(seconds: Int64?) -> Self {
    guard let seconds else { return self }
    return Self(rawValue: rawValue, history: history.lasting(.seconds(seconds)))
  }

  /// Two tickets are the same if their values are, whatever is known of their histories.
  public static func == (a: Self, b: Self) -> Bool { a.rawValue == b.rawValue }

  /// Hashes the value.
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }

  /// Reads the bare value; in a picker's answer, the ticket was issued when the answer was read.
  public init(from decoder: any Decoder) throws {
    self.init(
      rawValue: try decoder.singleValueContainer().decode(String.self),
      history: TicketHistory(issued: TicketHistory.issueTime))
  }

  /// Writes the bare value, and notes for the call under way that it is secret, and is used.
  public func encode(to encoder: any Encoder) throws {
    EncodingContext.current?.note(secret: rawValue, at: encoder.codingPath)
    EncodingContext.current?.note(ticket: self)
    var container = encoder.singleValueContainer()
    try container.encode(rawValue)
  }

  /// Refuses a ticket that is known not to work any more.
  func check(for caller: String, at now: Date) throws(WeDriveError) {
    if let expiry, now >= expiry {
      throw .ticket(TicketFailure(endpoint: caller, ticket: "\(Self.self)", reason: .expired(expiry)))
    }
  }

  /// Counts a use, or refuses it.
  func use(for endpoint: String, at now: Date) throws(WeDriveError) {
    try check(for: endpoint, at: now)
    guard history.use(maximum: Self.allowedUses) else {
      throw .ticket(TicketFailure(endpoint: endpoint, ticket: "\(Self.self)", reason: .usedUp(Self.allowedUses ?? 0)))
    }
  }
}

/// When a ticket was issued, and how often it was used. Copies share the count.
public struct TicketHistory: Sendable {
  /// When the tickets were issued that this task is decoding.
  @TaskLocal static var issueTime: Date?

  private final class Count: Sendable {
    let value: Mutex<Int>
    init(_ value: Int) { self.value = Mutex(value) }
  }

  /// When it was issued; nil if that is not known.
  public let issued: Date?
  /// How long it works, if that is not what is usual.
  public private(set) var life: Duration?
  private let count: Count

  /// Describes what is known of a ticket.
  public init(issued: Date? = nil, uses: Int = 0) {
    self.issued = issued
    count = Count(max(0, uses))
  }

  /// How often it was used.
  public var uses: Int { count.value.withLock { $0 } }

  func lasting(_ life: Duration) -> Self {
    var history = self
    history.life = life
    return history
  }

  /// Counts a use, unless there have been as many as there may be.
  func use(maximum: Int?) -> Bool {
    count.value.withLock { uses in
      if let maximum, uses >= maximum { return false }
      uses += 1
      return true
    }
  }

  /// Takes back a use that did not reach the service.
  func giveBack() { count.value.withLock { $0 = max(0, $0 - 1) } }
}
