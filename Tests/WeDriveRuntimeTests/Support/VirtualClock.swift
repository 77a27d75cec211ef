import Synchronization
import WeDriveRuntime

/// Time that passes when a test says so.
final class VirtualClock: Sendable {
  private struct Sleeper {
    let id: Int
    let due: Duration
    let continuation: CheckedContinuation<Void, any Error>
  }

  private struct State {
    var now: Duration = .seconds(1000)
    var naps: [Duration] = []
    var sleepers: [Sleeper] = []
    var cancelled: Set<Int> = []
    var lastID = 0
  }

  private let state = Mutex(State())
  private let skipped: Duration
  private let random: Double

  /// - Parameters:
  ///   - skipping: Sleeps of up to this long end at once, and time moves on by as much.
  ///   - random: What chance always gives.
  init(skipping skipped: Duration = .zero, random: Double = 0.5) {
    self.skipped = skipped
    self.random = random
  }

  /// This clock, as calls take it.
  var clock: CallClock {
    CallClock(
      now: { self.now }, sleep: { try await self.sleep($0) }, random: { [random] in random })
  }

  var now: Duration { state.withLock { $0.now } }
  /// Every sleep that was skipped.
  var naps: [Duration] { state.withLock { $0.naps } }
  /// How many are asleep.
  var sleeperCount: Int { state.withLock { $0.sleepers.count } }

  /// Lets time pass, and wakes the sleepers that are due.
  func advance(by duration: Duration) {
    let due = state.withLock { state in
      state.now += duration
      let now = state.now
      defer { state.sleepers.removeAll { $0.due <= now } }
      return state.sleepers.filter { $0.due <= now }
    }
    for sleeper in due { sleeper.continuation.resume() }
  }

  private func sleep(_ duration: Duration) async throws {
    try Task.checkCancellation()
    let isSkipped = state.withLock { state in
      guard duration <= skipped else { return false }
      state.now += duration
      state.naps.append(duration)
      return true
    }
    if isSkipped { return }
    let id = state.withLock { state in
      state.lastID += 1
      return state.lastID
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let isLate = state.withLock { state in
          guard state.cancelled.remove(id) == nil else { return true }
          state.sleepers.append(Sleeper(id: id, due: state.now + duration, continuation: continuation))
          return false
        }
        if isLate { continuation.resume(throwing: CancellationError()) }
      }
    } onCancel: {
      let sleeper = state.withLock { state in
        guard let index = state.sleepers.firstIndex(where: { $0.id == id }) else {
          state.cancelled.insert(id)
          return Sleeper?.none
        }
        return state.sleepers.remove(at: index)
      }
      sleeper?.continuation.resume(throwing: CancellationError())
    }
  }
}
