import Synchronization

/// Keeps account of a run, and tells a handler about it, ten times a second at most.
final class ProgressMeter: Sendable {
  private struct State {
    var progress = SyncProgress()
    var last: ContinuousClock.Instant?
  }

  private let state = Mutex(State())
  private let handler: (@Sendable (SyncProgress) -> Void)?
  private let governor: CallGovernor

  init(_ governor: CallGovernor, _ handler: (@Sendable (SyncProgress) -> Void)?) {
    (self.governor, self.handler) = (governor, handler)
  }

  /// Notes files that were compared.
  func compared(_ count: Int) { change { $0.compared += count } }

  func begin(_ plan: SyncPlan) {
    change(isUrgent: true) {
      $0.phase = .running
      $0.totalFiles = plan.sends.count
      $0.totalBytes = plan.bytes
      $0.plannedCalls = plan.calls.made + plan.calls.toCome
    }
  }

  func start(_ path: TreePath, size: UInt64) {
    change { $0.running.append(SyncProgress.File(path: path, size: size, done: 0)) }
  }

  func update(_ path: TreePath, done: UInt64) {
    change { progress in
      guard let index = progress.running.firstIndex(where: { $0.path == path }) else { return }
      progress.running[index].done = min(done, progress.running[index].size)
    }
  }

  func end(_ path: TreePath, isDone: Bool) {
    change { progress in
      guard let index = progress.running.firstIndex(where: { $0.path == path }) else { return }
      let file = progress.running.remove(at: index)
      if isDone { progress.files += 1 }
      finished(isDone ? file.size : 0)
    }
  }

  /// Says how it stands at the end.
  func end() { change(isUrgent: true) { _ in } }

  private let done = Atomic<UInt64>(0)
  private func finished(_ bytes: UInt64) { done.add(bytes, ordering: .relaxed) }

  private func change(isUrgent: Bool = false, _ change: (inout SyncProgress) -> Void) {
    let report = state.withLock { state -> SyncProgress? in
      change(&state.progress)
      guard handler != nil else { return nil }
      let now = ContinuousClock.now
      if !isUrgent, let last = state.last, now - last < .milliseconds(100) { return nil }
      state.last = now
      var progress = state.progress
      progress.bytes = progress.running.reduce(done.load(ordering: .relaxed)) { $0 &+ $1.done }
      progress.calls = governor.calls
      return progress
    }
    if let report { handler?(report) }
  }
}
