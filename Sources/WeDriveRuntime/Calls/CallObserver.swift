import Synchronization

/// What a larger piece of work, such as an upload, wants to know and to say about the exchanges of its calls.
package struct CallObserver: Sendable {
  /// Asked before each exchange, repetitions included; what it throws ends the call instead.
  package var willBegin: @Sendable () throws(WeDriveError) -> Void
  /// Whether the exchange has been paid for from the month's budget already; asked once before each.
  package var isPaid: @Sendable () -> Bool
  /// Told when an exchange that was begun has failed before a byte of it was sent: the service knows nothing of it.
  package var wasNotSent: @Sendable () -> Void
  /// Whether a service that asks for less at once is reported, instead of waited for: for those who can do less at once.
  package var reportsThrottling: Bool

  /// Describes an observer.
  package init(
    reportsThrottling: Bool, willBegin: @escaping @Sendable () throws(WeDriveError) -> Void,
    isPaid: @escaping @Sendable () -> Bool = { false }, wasNotSent: @escaping @Sendable () -> Void
  ) {
    self.reportsThrottling = reportsThrottling
    self.willBegin = willBegin
    self.isPaid = isPaid
    self.wasNotSent = wasNotSent
  }
}

/// Counts exchanges.
final class CallMeter: Sendable {
  private let begun = Atomic<Int>(0)

  var count: Int { begun.load(ordering: .relaxed) }

  func begin() { begun.add(1, ordering: .relaxed) }

  /// Takes one back that never left this machine.
  func withdraw() { begun.subtract(1, ordering: .relaxed) }
}
