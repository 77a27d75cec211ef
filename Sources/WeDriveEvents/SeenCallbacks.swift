import Synchronization

/// The signatures of callbacks that were taken, as long as their time window lasts.
final class SeenCallbacks: Sendable {
  private struct Memory {
    var times: [String: Int64] = [:]
    /// In the order of their arrival.
    var order: [(signature: String, time: Int64)] = []
    var first = 0
  }

  private let maximum: Int
  private let memory = Mutex(Memory())

  init(maximum: Int) { self.maximum = maximum }

  /// Takes a signature, unless it is there: false then. Those of before `start` are forgotten, and so are the oldest of too many.
  func insert(_ signature: String, at time: Int64, forgettingBefore start: Int64) -> Bool {
    memory.withLock { memory in
      while memory.first < memory.order.count {
        let oldest = memory.order[memory.first]
        guard oldest.time < start || memory.times.count >= maximum else { break }
        if memory.times[oldest.signature] == oldest.time { memory.times[oldest.signature] = nil }
        memory.first += 1
      }
      if memory.first > 1024, memory.first * 2 > memory.order.count {
        memory.order.removeFirst(memory.first)
        memory.first = 0
      }
      guard memory.times[signature] == nil else { return false }
      memory.times[signature] = time
      memory.order.append((signature, time))
      return true
    }
  }

  func remove(_ signature: String) { memory.withLock { $0.times[signature] = nil } }
}
