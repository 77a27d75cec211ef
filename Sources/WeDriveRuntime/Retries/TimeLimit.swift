import Synchronization

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// How work with a time limit ended.
enum TimeLimited<Value: Sendable>: Sendable {
  case finished(Value)
  case late
  /// The task that waited was cancelled.
  case cancelled
}

/// Waits for `work`, but no longer than `limit`, and no longer than the task lives.
///
/// Work that is late or no longer waited for is cancelled, and left behind if it does not care.
func limited<Value: Sendable>(
  to limit: Duration, by clock: CallClock, _ work: @escaping @Sendable () async -> Value
) async -> TimeLimited<Value> {
  let race = Race<TimeLimited<Value>>()
  let runner = Task { race.end(.finished(await work())) }
  let alarm = Task {
    // A cancelled alarm has nothing to say.
    guard (try? await clock.sleep(limit)) != nil else { return }
    race.end(.late)
  }
  defer {
    runner.cancel()
    alarm.cancel()
  }
  return await withTaskCancellationHandler {
    await withCheckedContinuation { race.wait($0) }
  } onCancel: {
    race.end(.cancelled)
  }
}

/// Several that may end something, of which the first one does.
private final class Race<Outcome: Sendable>: Sendable {
  private enum State {
    case running
    case awaited(CheckedContinuation<Outcome, Never>)
    case ended(Outcome)
    case over
  }

  private let state = Mutex(State.running)

  func wait(_ continuation: CheckedContinuation<Outcome, Never>) {
    let outcome: Outcome? = state.withLock { state in
      if case .ended(let outcome) = state {
        state = .over
        return outcome
      }
      state = .awaited(continuation)
      return nil
    }
    if let outcome { continuation.resume(returning: outcome) }
  }

  func end(_ outcome: Outcome) {
    let continuation: CheckedContinuation<Outcome, Never>? = state.withLock { state in
      switch state {
      case .running:
        state = .ended(outcome)
        return nil
      case .awaited(let continuation):
        state = .over
        return continuation
      case .ended, .over:
        return nil
      }
    }
    continuation?.resume(returning: outcome)
  }
}

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

  /// The machine's clock of dates, in seconds since 1970. It may jump.
  @usableFromInline package static func wallClock() -> Int64 { Int64(Date().timeIntervalSince1970) }

  /// The machine's continuous clock.
  public static let continuous: CallClock = {
    let start = ContinuousClock.now
    return CallClock(
      now: { ContinuousClock.now - start },
      sleep: { try await Task.sleep(for: $0) },
      random: { Double.random(in: 0..<1) })
  }()
}
