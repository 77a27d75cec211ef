import WeDriveRuntime

/// Carries out steps, a few at once, each only if the calls that it takes are left.
struct StepRunner: Sendable {
  let governor: CallGovernor
  let concurrency: Int

  /// How a step ended.
  enum Outcome: Sendable {
    case done
    /// There were not enough calls left for it, or the run was cancelled.
    case left
    case failed(TreeError)
  }

  /// Carries out the steps in their order.
  ///
  /// - Parameters:
  ///   - cost: The calls that a step takes.
  ///   - ended: Told of each, one at a time.
  func run<Step: Sendable>(
    _ steps: [Step], cost: (Step) -> Int, _ work: @escaping @Sendable (Step) async throws(TreeError) -> Void,
    ended: (Step, Outcome) -> Void
  ) async {
    await withTaskGroup(of: (Int, Outcome).self) { group in
      var next = 0
      var underWay = 0
      while true {
        while next < steps.count, underWay < concurrency {
          let (index, step) = (next, steps[next])
          let calls = cost(step)
          if !Task.isCancelled, governor.end == nil, !governor.reserve(calls) {
            // What is under way may give back some of what it has set aside.
            if underWay > 0 { break }
            governor.exhaust()
          }
          next += 1
          guard !Task.isCancelled, governor.end == nil else {
            ended(step, .left)
            continue
          }
          underWay += 1
          group.addTask {
            defer { governor.release(calls) }
            do throws(TreeError) {
              try await work(step)
              return (index, .done)
            } catch {
              // What the end of the calls, or of the run, has cut off is still to be done.
              return (index, governor.end != nil || Task.isCancelled ? .left : .failed(error))
            }
          }
        }
        guard let (index, outcome) = await group.next() else { return }
        underWay -= 1
        ended(steps[index], outcome)
      }
    }
  }
}
