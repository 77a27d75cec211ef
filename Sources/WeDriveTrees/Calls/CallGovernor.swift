import Synchronization
import WeDrive
import WeDriveGenerated
import WeDriveRuntime

/// Counts the calls of one run, limits how many are under way, and stops all of them when a quota is used up.
///
/// A call that the service refuses as too much at once (45033) halves the number that may be under way, waits, and is made
/// again; every twenty that go well allow one more. After a limit of the minute (45009) everything waits for the minute to
/// pass, once. After the month's quota (640019, 640035), or at the end of the client's own budget, nothing more is sent.
public final class CallGovernor: CallGate {
  fileprivate struct State {
    var begun = 0
    var reserved = 0
    var underWay = 0
    var width: Int
    var successes = 0
    /// Refusals as too much at once since the last success.
    var throttled = 0
    var waits: [CheckedContinuation<Void, Never>] = []
    var pausedUntil: ContinuousClock.Instant?
    var hasWaitedForMinute = false
    var end: OutOfCalls?
  }

  private let state: Mutex<State>
  private let widest: Int
  private let limit: Int?
  /// The longest wait for a limit of the minute.
  private let minute: Duration
  /// The first wait after a refusal as too much at once, which doubles.
  private let unit: Duration

  /// - Parameters:
  ///   - limit: The most exchanges of the run; nil: any number.
  ///   - concurrency: The most calls under way.
  public convenience init(limit: Int? = nil, concurrency: Int = 4) {
    self.init(limit: limit, concurrency: concurrency, minute: .seconds(60))
  }

  init(limit: Int?, concurrency: Int, minute: Duration, unit: Duration = .milliseconds(250)) {
    widest = max(1, concurrency)
    (self.limit, self.minute, self.unit) = (limit, minute, unit)
    state = Mutex(State(width: max(1, concurrency)))
  }

  /// The most calls under way.
  var concurrency: Int { widest }

  /// A client whose calls this governs.
  public func governing(_ drive: WeDriveClient) -> WeDriveClient { drive.passing(self) }

  /// How many exchanges were begun.
  public var calls: Int { state.withLock { $0.begun } }

  /// Why nothing more may be sent; nil while calls may.
  public var end: OutOfCalls? { state.withLock { $0.end } }

  /// Sets calls aside for a step that consists of several, so that it is not begun if it cannot end.
  ///
  /// - Returns: False if there are not so many left, beside those that are set aside already.
  func reserve(_ count: Int) -> Bool {
    state.withLock { state in
      guard state.end == nil else { return false }
      if let limit, state.begun + state.reserved + count > limit { return false }
      state.reserved += count
      return true
    }
  }

  /// Gives back what was set aside for a step, when it has ended; what it has used is counted by itself.
  func release(_ count: Int) { state.withLock { $0.reserved -= count } }

  /// Ends the run because there are not enough calls left for its next step.
  func exhaust() { state.withLock { $0.end = $0.end ?? .limit(limit ?? $0.begun) } }

  // MARK: - The gate

  package func enter(_ endpoint: Endpoint) async throws(WeDriveError) {
    while true {
      guard !Task.isCancelled else { throw .cancelled(endpoint: endpoint.name) }
      enum Turn { case ended, entered, pause(ContinuousClock.Instant), wait }
      let turn = state.withLock { state -> Turn in
        if state.end != nil { return .ended }
        if let until = state.pausedUntil {
          if ContinuousClock.now < until { return .pause(until) }
          state.pausedUntil = nil
        }
        guard state.underWay < state.width else { return .wait }
        state.underWay += 1
        return .entered
      }
      switch turn {
      case .entered: return
      case .ended: throw .cancelled(endpoint: endpoint.name)
      case .pause(let until): try? await Task.sleep(until: until, clock: .continuous)
      case .wait: await turnComes()
      }
    }
  }

  private func turnComes() async {
    await withCheckedContinuation { continuation in
      let isFree = state.withLock { state in
        if state.underWay < state.width || state.end != nil { return true }
        state.waits.append(continuation)
        return false
      }
      if isFree { continuation.resume() }
    }
  }

  package func begin(_ endpoint: Endpoint) throws(WeDriveError) {
    let mayBegin = state.withLock { state in
      guard state.end == nil else { return false }
      if let limit, state.begun >= limit {
        state.end = .limit(limit)
        return false
      }
      state.begun += 1
      return true
    }
    if !mayBegin { throw .cancelled(endpoint: endpoint.name) }
  }

  package func withdraw() { state.withLock { $0.begun -= 1 } }

  package func leave(_ endpoint: Endpoint, after error: WeDriveError?, attempt: Int) -> Bool {
    let (again, waits) = state.withLock { state -> (Bool, [CheckedContinuation<Void, Never>]) in
      state.underWay -= 1
      let again = state.note(error, attempt: attempt, widest: widest, minute: minute, unit: unit)
      // All look again whether it is their turn: as many as there is room for find that it is.
      defer { state.waits = [] }
      return (again, state.waits)
    }
    for wait in waits { wait.resume() }
    return again
  }
}

extension CallGovernor.State {
  /// How often a call is made that is refused as too much at once.
  private static var mostAttempts: Int { 8 }
  /// How many such refusals in a row, of all calls together, end the run.
  private static var mostThrottled: Int { 40 }

  /// Draws the conclusions from how a call ended.
  ///
  /// - Returns: Whether the call shall be made again.
  fileprivate mutating func note(
    _ error: WeDriveError?, attempt: Int, widest: Int, minute: Duration, unit: Duration
  ) -> Bool {
    guard let error else {
      throttled = 0
      successes += 1
      if successes.isMultiple(of: 20) { width = min(widest, width + 1) }
      return false
    }
    if case .budget(let failure) = error {
      end = end ?? .budget(failure)
      return false
    }
    guard case .refused(let refusal) = error, let action = refusal.advice?.action else { return false }
    switch action {
    case .waitMonth:
      end = end ?? .refused(refusal)
      return false
    case .wait:
      // Others of those that were under way with the first belong to the same minute.
      if hasWaitedForMinute, let pausedUntil, ContinuousClock.now < pausedUntil { return true }
      guard !hasWaitedForMinute else {
        end = end ?? .refused(refusal)
        return false
      }
      hasWaitedForMinute = true
      pausedUntil = ContinuousClock.now + minute
      return true
    case .slowDown:
      throttled += 1
      successes = 0
      width = max(1, width / 2)
      guard attempt < Self.mostAttempts, throttled < Self.mostThrottled else {
        end = end ?? .throttled(refusal)
        return false
      }
      pausedUntil = ContinuousClock.now + min(.seconds(8), unit * (1 << min(attempt - 1, 5)))
      return true
    default: return false
    }
  }
}
