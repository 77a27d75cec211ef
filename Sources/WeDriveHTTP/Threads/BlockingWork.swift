import Dispatch
import Synchronization

/// Runs work that blocks — files, hashes — on a few threads of its own, away from Swift's cooperative pool, which is
/// only as wide as the machine has cores.
///
/// Threads start when they are needed and end after ten idle seconds. Work begins in the order in which it was given;
/// once given, it is always done: a cancelled task still waits for its work, so that nothing goes on behind its back.
package final class BlockingWork: Sendable {
  /// The one that everything in this package shares.
  package static let shared = BlockingWork(threads: 8)

  package typealias Job = @Sendable () -> Void

  private struct State {
    var jobs: [Job] = []
    var threads = 0
    var idle = 0
  }

  private let maximum: Int
  private let idleTime: DispatchTimeInterval
  private let state = Mutex(State())
  private let arrivals = DispatchSemaphore(value: 0)

  /// - Parameters:
  ///   - threads: The most threads at a time.
  ///   - idleTime: How long a thread waits for more work before it ends.
  package init(threads: Int, idleTime: DispatchTimeInterval = .seconds(10)) {
    maximum = max(1, threads)
    self.idleTime = idleTime
  }

  /// Does `work` on one of the shared threads.
  ///
  /// - Throws: What `work` throws.
  package static func run<Value: Sendable, Failure: Error>(
    _ work: @escaping @Sendable () throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    try await shared.run(work)
  }

  /// Does `work` on one of these threads.
  ///
  /// - Throws: What `work` throws.
  package func run<Value: Sendable, Failure: Error>(
    _ work: @escaping @Sendable () throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    let result: Result<Value, Failure> = await withCheckedContinuation { continuation in
      begin {
        do throws(Failure) {
          continuation.resume(returning: .success(try work()))
        } catch {
          continuation.resume(returning: .failure(error))
        }
      }
    }
    return try result.get()
  }

  /// Begins `job` on one of these threads without waiting for it; where the system has no thread left, it is done before
  /// this returns.
  package func begin(_ job: @escaping Job) {
    let needsThread = state.withLock { state in
      state.jobs.append(job)
      guard state.jobs.count > state.idle, state.threads < maximum else { return false }
      state.threads += 1
      return true
    }
    if needsThread, !LoopThread.start(named: "wedrive-work", body: { self.work() }) {
      // The system has no thread left. Another of ours will come to the job; if there is none, it is done here and now.
      let orphans = state.withLock { state in
        state.threads -= 1
        guard state.threads == 0 else { return [Job]() }
        defer { state.jobs = [] }
        return state.jobs
      }
      for job in orphans { job() }
      return
    }
    arrivals.signal()
  }

  /// How many threads there are now.
  var threadCount: Int { state.withLock { $0.threads } }

  private func work() {
    while true {
      while let job = state.withLock({ $0.jobs.isEmpty ? nil : $0.jobs.removeFirst() }) { job() }
      state.withLock { $0.idle += 1 }
      let outcome = arrivals.wait(timeout: .now() + idleTime)
      let ends = state.withLock { state in
        state.idle -= 1
        guard outcome == .timedOut, state.jobs.isEmpty else { return false }
        state.threads -= 1
        return true
      }
      if ends { return }
    }
  }
}
