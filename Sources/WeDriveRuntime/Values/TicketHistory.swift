import Synchronization

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

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
