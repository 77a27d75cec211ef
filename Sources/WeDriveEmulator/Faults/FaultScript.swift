import Synchronization

/// The faults that are to happen. Thread-safe; changes apply from the next call on.
public final class FaultScript: Sendable {
  /// Names a fault that was added.
  public typealias ID = Int

  /// A fault that was added, and how far it has come.
  public struct Entry: Sendable {
    /// Its name.
    public let id: ID
    /// What goes wrong.
    public let fault: Fault
    /// When.
    public let selection: FaultSelection
    /// How many calls have matched its target since it was added.
    public internal(set) var seen = 0
    /// How many calls it has befallen.
    public internal(set) var happened = 0

    /// Counts a call, and says whether the fault befalls it.
    mutating func meet(_ target: String) -> Bool {
      guard selection.target == nil || selection.target == target else { return false }
      seen += 1
      guard seen >= selection.first, (seen - selection.first).isMultiple(of: selection.every) else { return false }
      if let count = selection.count, happened >= count { return false }
      happened += 1
      return true
    }
  }

  private let state = Mutex<(next: ID, entries: [Entry])>((1, []))

  /// Adds a fault.
  @discardableResult
  public func add(_ fault: Fault, _ selection: FaultSelection = FaultSelection()) -> ID {
    state.withLock { state in
      defer { state.next += 1 }
      state.entries.append(Entry(id: state.next, fault: fault, selection: selection))
      return state.next
    }
  }

  /// Removes a fault.
  public func remove(_ id: ID) {
    state.withLock { $0.entries.removeAll { $0.id == id } }
  }

  /// Removes all faults.
  public func removeAll() {
    state.withLock { $0.entries = [] }
  }

  /// The faults that were added, spent ones included.
  public var entries: [Entry] { state.withLock { $0.entries } }

  /// Counts a call and gives the faults that befall it, in the order in which they were added.
  func take(for target: String) -> [Fault] {
    state.withLock { state in
      var faults: [Fault] = []
      for index in state.entries.indices where state.entries[index].meet(target) {
        faults.append(state.entries[index].fault)
      }
      return faults
    }
  }
}
