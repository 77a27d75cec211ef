import Synchronization
import WeDriveRuntime

/// What has come to an end before the steps of a run have: all of them, or those that need room at the service.
final class RunHalt: Sendable {
  private struct State {
    var everything: TreeError?
    var isFull = false
  }

  private let state = Mutex(State())

  /// Why nothing more is done; nil while something is.
  var reason: TreeError? { state.withLock { $0.everything } }

  func isOver(needingRoom: Bool) -> Bool { state.withLock { $0.everything != nil || (needingRoom && $0.isFull) } }

  /// Draws the conclusion from how a step failed.
  func note(_ error: TreeError) {
    state.withLock { state in
      if error.isAboutAccess || error.isAboutFullDisk { state.everything = state.everything ?? error }
      if error.isAboutRoom { state.isFull = true }
    }
  }
}

/// Carries out steps, a few at once, each only if the calls that it takes are left.
struct StepRunner: Sendable {
  let governor: CallGovernor
  let concurrency: Int
  let halt = RunHalt()

  /// How a step ended.
  enum Outcome: Sendable {
    case done
    /// There were not enough calls or no room left for it, or the run was cancelled or has ended.
    case left
    case failed(TreeError)
  }

  /// Carries out the steps in their order.
  ///
  /// - Parameters:
  ///   - cost: The calls that a step takes.
  ///   - needsRoom: Whether the steps are pointless once the service has said that there is no room.
  ///   - ended: Told of each, one at a time.
  func run<Step: Sendable>(
    _ steps: [Step], cost: (Step) -> Int, needsRoom: Bool = false,
    _ work: @escaping @Sendable (Step) async throws(TreeError) -> Void,
    ended: (Step, Outcome) -> Void
  ) async {
    await withTaskGroup(of: (Int, Outcome).self) { group in
      var next = 0
      var underWay = 0
      while true {
        while next < steps.count, underWay < concurrency {
          let (index, step) = (next, steps[next])
          let calls = cost(step)
          let isOver = Task.isCancelled || halt.isOver(needingRoom: needsRoom)
          if !isOver, governor.end == nil, !governor.reserve(calls) {
            // What is under way may give back some of what it has set aside.
            if underWay > 0 { break }
            governor.exhaust()
          }
          next += 1
          guard !isOver, governor.end == nil else {
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
              halt.note(error)
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
