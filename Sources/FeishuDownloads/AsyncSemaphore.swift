/// Lets so many through at once; the rest wait in line.
actor AsyncSemaphore {
  private var free: Int
  private var line: [(id: Int, continuation: CheckedContinuation<Bool, Never>)] = []
  private var lastID = 0

  init(permits: Int) { free = permits }

  /// Waits for a place; false if the task was cancelled meanwhile: then there is none to give back.
  func acquire() async -> Bool {
    if Task.isCancelled { return false }
    if free > 0 {
      free -= 1
      return true
    }
    lastID += 1
    let id = lastID
    return await withTaskCancellationHandler {
      await withCheckedContinuation { line.append((id, $0)) }
    } onCancel: {
      Task { await self.giveUp(id) }
    }
  }

  /// Gives a place back: to the next in line, if there is one.
  func release() {
    if line.isEmpty { free += 1 } else { line.removeFirst().continuation.resume(returning: true) }
  }

  private func giveUp(_ id: Int) {
    guard let index = line.firstIndex(where: { $0.id == id }) else { return }
    line.remove(at: index).continuation.resume(returning: false)
  }
}
