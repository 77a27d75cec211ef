import Synchronization

/// What a loop has and does, to be looked at from outside.
final class LoopMetrics: Sendable {
  /// Easy handles that exist.
  let easyHandles = Atomic<Int>(0)
  /// Multi handles that exist.
  let multiHandles = Atomic<Int>(0)
  /// Times the loop has gone round: it does not while it sleeps.
  let turns = Atomic<Int>(0)
}
