import Dispatch
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import WeDriveHTTP

/// Counts who is inside.
private final class Gauge: Sendable {
  private struct State {
    var now = 0
    var maximum = 0
  }
  private let state = Mutex(State())
  var maximum: Int { state.withLock { $0.maximum } }

  func enter() {
    state.withLock { state in
      state.now += 1
      state.maximum = max(state.maximum, state.now)
    }
  }

  func leave() { state.withLock { $0.now -= 1 } }
}

@Suite struct BlockingWorkTests {
  @Test func `work that blocks does not hold up Swift's own threads`() async {
    let gate = DispatchSemaphore(value: 0)
    let pool = BlockingWork(threads: 64)
    let blocked = (0..<64).map { _ in Task { await pool.run { gate.wait() } } }
    #expect(await eventually { pool.threadCount == 64 })
    // Far more threads are blocked than Swift has; were they its own, this would not end.
    for _ in 0..<1000 { await Task.detached {}.value }
    for _ in blocked { gate.signal() }
    for task in blocked { await task.value }
  }

  @Test func `no more threads than allowed, all work done, and none left when idle`() async {
    let pool = BlockingWork(threads: 3, idleTime: .milliseconds(50))
    let gauge = Gauge()
    let results = await withTaskGroup(of: Int.self) { group in
      for number in 0..<500 {
        group.addTask {
          await pool.run {
            gauge.enter()
            usleep(100)
            gauge.leave()
            return number
          }
        }
      }
      return await group.reduce(into: Set<Int>()) { $0.insert($1) }
    }
    #expect(results.count == 500)
    #expect(gauge.maximum <= 3)
    #expect(await eventually { pool.threadCount == 0 })
    // It starts again after everything has ended.
    #expect(await pool.run { 7 } == 7)
  }

  @Test func `what work throws is thrown with its type`() async {
    struct Oops: Error, Equatable { var code: Int }
    await #expect(throws: Oops(code: 3)) {
      try await BlockingWork.run { () throws(Oops) in throw Oops(code: 3) }
    }
  }

  @Test func `work of a cancelled task is done all the same`() async {
    let gauge = Gauge()
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      await BlockingWork.run { gauge.enter() }
    }
    task.cancel()
    await task.value
    #expect(gauge.maximum == 1)
  }
}
