import Synchronization

/// Counts exchanges.
final class CallMeter: Sendable {
  private let begun = Atomic<Int>(0)

  var count: Int { begun.load(ordering: .relaxed) }

  func begin() { begun.add(1, ordering: .relaxed) }

  /// Takes one back that never left this machine.
  func withdraw() { begun.subtract(1, ordering: .relaxed) }
}
