import TestSupport
import Testing

@testable import WeDriveRuntime

@Suite struct RetryPolicyTests {
  private let policy = RetryPolicy()

  @Test func `back-off has full jitter over a doubling span with a cap`() {
    let table: [(attempt: Int, backoff: Backoff, random: Double, wait: Duration)] = [
      (1, .transient, 0, .zero), (1, .transient, 0.5, .milliseconds(25)), (2, .transient, 0.5, .milliseconds(50)),
      (3, .transient, 0.5, .milliseconds(100)), (1, .throttled, 0.5, .milliseconds(500)),
      (4, .throttled, 0.5, .seconds(4)), (6, .throttled, 0.5, .seconds(10)), (60, .throttled, 0.5, .seconds(10)),
      (60, .transient, 0.5, .seconds(10)),
    ]
    for row in table {
      let wait = policy.wait(after: row.attempt, backoff: row.backoff, random: row.random)
      #expect(wait == row.wait, "\(row)")
    }
  }

  @Test func `Retry-After raises a wait and never shortens it; one above the cap ends the attempts`() {
    func wait(_ retryAfter: Duration) -> Duration? {
      policy.wait(after: 1, backoff: .throttled, retryAfter: retryAfter, random: 0.5)
    }
    #expect(wait(.zero) == .milliseconds(500))
    #expect(wait(.seconds(1)) == .seconds(1))
    #expect(wait(.seconds(5)) == .seconds(5))
    #expect(wait(.seconds(60)) == .seconds(60))
    #expect(wait(.milliseconds(60_001)) == nil)
    #expect(wait(.seconds(Int64.max)) == nil)
  }

  @Test func `the quota lets repetitions through until it is used up, and fills again by success`() {
    let quota = RetryQuota()
    var granted = 0
    while quota.take(Backoff.transient.cost) { granted += 1 }
    #expect(granted == 500 / 14)
    #expect(quota.take(5))
    #expect(!quota.take(6))
    quota.succeed(lastCost: 14)
    #expect(quota.take(14))
    for _ in 0..<14 { quota.succeed(lastCost: nil) }
    #expect(quota.take(14))
    for _ in 0..<10_000 { quota.succeed(lastCost: 14) }
    granted = 0
    while quota.take(1) { granted += 1 }
    #expect(granted == RetryQuota.capacity)
  }
}

@Suite struct TimeLimitTests {
  @Test func `work that is late is left behind even if it does not care about cancellation`() async {
    let time = VirtualClock()
    let gate = AsyncStream.makeStream(of: Void.self)
    async let outcome = limited(to: .seconds(5), by: time.clock) {
      await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
        // Deaf: goes on until the test has seen that the wait is over, whatever happens to its task.
        Task.detached {
          for await _ in gate.stream { break }
          continuation.resume()
        }
      }
    }
    #expect(await eventually { time.sleeperCount == 1 })
    time.advance(by: .seconds(5))
    defer { gate.continuation.finish() }
    guard case .late = await outcome else {
      Issue.record("not late")
      return
    }
  }

  @Test func `work in time gives its value and leaves no alarm`() async {
    let time = VirtualClock()
    guard case .finished(7) = await limited(to: .seconds(5), by: time.clock, { 7 }) else {
      Issue.record("not finished")
      return
    }
    #expect(await eventually { time.sleeperCount == 0 })
  }

  @Test func `a cancelled task stops waiting`() async {
    let time = VirtualClock()
    let task = Task {
      await limited(to: .seconds(5), by: time.clock) { try? await Task.sleep(for: .seconds(60)) }
    }
    #expect(await eventually { time.sleeperCount == 1 })
    task.cancel()
    guard case .cancelled = await task.value else {
      Issue.record("not cancelled")
      return
    }
  }
}
