/// Exchanges that wait for a free connection, first come, first served.
struct PendingQueue {
  struct Entry {
    let exchange: Exchange
    let continuation: Exchange.Continuation
  }

  /// Entries in order; those that left early leave a gap.
  private var slots: [Entry?] = []
  private var first = 0
  /// How many slots were dropped in front of `slots`, so that positions stay valid.
  private var dropped = 0
  private var positions: [ObjectIdentifier: Int] = [:]
  /// No entry's deadline is before it.
  private(set) var earliestDeadline: ContinuousClock.Instant?

  var isEmpty: Bool { positions.isEmpty }
  var count: Int { positions.count }

  mutating func append(_ entry: Entry) {
    positions[ObjectIdentifier(entry.exchange)] = dropped + slots.count
    slots.append(entry)
    if let deadline = entry.exchange.deadline {
      earliestDeadline = min(earliestDeadline ?? deadline, deadline)
    }
  }

  mutating func popFirst() -> Entry? {
    while first < slots.count {
      let entry = slots[first]
      slots[first] = nil
      first += 1
      if let entry {
        positions[ObjectIdentifier(entry.exchange)] = nil
        compact()
        return entry
      }
    }
    return nil
  }

  mutating func remove(_ exchange: Exchange) -> Entry? {
    guard let position = positions.removeValue(forKey: ObjectIdentifier(exchange)) else { return nil }
    defer {
      slots[position - dropped] = nil
      compact()
    }
    return slots[position - dropped]
  }

  /// Removes those whose deadline has passed.
  mutating func removeExpired(at now: ContinuousClock.Instant) -> [Entry] {
    guard let earliestDeadline, earliestDeadline <= now else { return [] }
    var expired: [Entry] = []
    self.earliestDeadline = nil
    for entry in slots[first...].compactMap({ $0 }) {
      guard let deadline = entry.exchange.deadline else { continue }
      if deadline <= now {
        expired.append(entry)
      } else {
        self.earliestDeadline = min(self.earliestDeadline ?? deadline, deadline)
      }
    }
    for entry in expired { _ = remove(entry.exchange) }
    return expired
  }

  mutating func removeAll() -> [Entry] {
    defer { self = PendingQueue() }
    return slots[first...].compactMap { $0 }
  }

  /// Gives back the room of those that have left, without moving more than it saves.
  private mutating func compact() {
    guard !positions.isEmpty else {
      dropped += slots.count
      slots.removeAll(keepingCapacity: slots.count <= 1024)
      first = 0
      return
    }
    if first > 64 && first > slots.count / 2 {
      slots.removeFirst(first)
      dropped += first
      first = 0
    } else if slots.count - first > 2 * positions.count + 64 {
      let kept = slots[first...].compactMap { $0 }
      dropped += slots.count
      first = 0
      slots = kept
      for (index, entry) in kept.enumerated() { positions[ObjectIdentifier(entry.exchange)] = dropped + index }
    }
  }
}
