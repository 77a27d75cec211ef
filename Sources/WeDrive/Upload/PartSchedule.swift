/// Which blocks are sent when, and how many at once: decisions only, no calls.
///
/// The service says when it is too much. Then half as many are sent at once, and one more again after each stretch
/// without complaint.
struct PartSchedule {
  private enum Part { case waiting, underWay(round: Int), done }

  private let maximum: Int
  private var parts: [Part]
  private var rest: Int
  /// Blocks before this one are not waiting, unless they were put back.
  private var next = 0
  private var putBack: [Int] = []
  /// How often the limit was lowered: blocks that set out before that say nothing new when they are refused as well.
  private var round = 0
  private var sinceChange = 0

  /// How many may be under way at once.
  private(set) var limit: Int
  private(set) var underWay = 0
  /// How often in a row the service has asked for less, without taking a block in between.
  private(set) var complaints = 0

  /// - Parameters:
  ///   - count: How many blocks there are.
  ///   - done: Those that the service has, counted from 1.
  ///   - maximum: How many may be under way at once if the service lets them.
  init(count: Int, done: Set<Int>, maximum: Int) {
    self.maximum = max(1, maximum)
    limit = self.maximum
    parts = (1...max(1, count)).map { done.contains($0) ? .done : .waiting }
    if count == 0 { parts = [] }
    rest = parts.reduce(0) { if case .done = $1 { $0 } else { $0 + 1 } }
  }

  var isComplete: Bool { rest == 0 }

  /// The next block to send, counted from 1; nil while there is none or enough are under way.
  mutating func take() -> Int? {
    guard underWay < limit, let index = waiting() else { return nil }
    parts[index] = .underWay(round: round)
    underWay += 1
    return index + 1
  }

  private mutating func waiting() -> Int? {
    if let index = putBack.popLast() { return index }
    while next < parts.count {
      defer { next += 1 }
      if case .waiting = parts[next] { return next }
    }
    return nil
  }

  /// The service has taken a block.
  mutating func confirm(_ block: Int) {
    guard case .underWay = parts[block - 1] else { return }
    parts[block - 1] = .done
    underWay -= 1
    rest -= 1
    complaints = 0
    sinceChange += 1
    if limit < maximum, sinceChange >= 2 * limit {
      limit += 1
      sinceChange = 0
    }
  }

  /// The service has refused a block because too much is under way: it waits again.
  mutating func slowDown(_ block: Int) {
    guard case .underWay(let started) = parts[block - 1] else { return }
    parts[block - 1] = .waiting
    putBack.append(block - 1)
    underWay -= 1
    guard started == round else { return }
    round += 1
    complaints += 1
    limit = max(1, limit / 2)
    sinceChange = 0
  }
}
