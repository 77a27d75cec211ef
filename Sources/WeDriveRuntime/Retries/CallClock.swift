/// Time as calls see it: a clock that never jumps, a way to wait, and chance. Tests put in their own.
public struct CallClock: Sendable {
  /// Time since some moment in the past; goes on while the machine sleeps.
  public var now: @Sendable () -> Duration
  /// Waits, or throws `CancellationError` as soon as the task is cancelled.
  public var sleep: @Sendable (Duration) async throws -> Void
  /// A random number from 0 up to, not including, 1.
  public var random: @Sendable () -> Double

  /// Describes a clock.
  public init(
    now: @escaping @Sendable () -> Duration,
    sleep: @escaping @Sendable (Duration) async throws -> Void,
    random: @escaping @Sendable () -> Double
  ) {
    self.now = now
    self.sleep = sleep
    self.random = random
  }

  /// The machine's continuous clock.
  public static let continuous: CallClock = {
    let start = ContinuousClock.now
    return CallClock(
      now: { ContinuousClock.now - start },
      sleep: { try await Task.sleep(for: $0) },
      random: { Double.random(in: 0..<1) })
  }()
}
