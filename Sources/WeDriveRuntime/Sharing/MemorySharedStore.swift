import Synchronization

/// Keeps records as long as the process lives: for tests, and for clients of one process.
public final class MemorySharedStore: SharedStore {
  private struct Entry {
    var value: [UInt8]
    var version: RecordVersion
    var end: Duration
  }

  private struct State {
    var entries: [SharedKey: Entry] = [:]
    /// How many entries there may be before the expired ones are looked for.
    var sweepSize = 256
  }

  private let state = Mutex(State())
  private let clock: CallClock

  /// An empty store.
  ///
  /// - Parameter clock: Time, by which records expire.
  public init(clock: CallClock = .continuous) { self.clock = clock }

  /// What is kept under a key.
  public func read(_ key: SharedKey) async throws(StoreFailure) -> SharedRecord? {
    let now = clock.now()
    return state.withLock { state in
      guard let entry = state.entries[key], entry.end > now else { return nil }
      return SharedRecord(value: entry.value, version: entry.version, left: entry.end - now)
    }
  }

  /// Keeps a value, if the version is still the given one.
  public func write(
    _ value: [UInt8], for key: SharedKey, replacing version: RecordVersion?, life: Duration
  ) async throws(StoreFailure) -> RecordVersion? {
    let now = clock.now()
    return state.withLock { state in
      let present = state.entries[key].flatMap { $0.end > now ? $0.version : nil }
      guard present == version else { return nil }
      let new = RecordVersion.unique()
      state.entries[key] = Entry(value: value, version: new, end: now + life)
      if state.entries.count > state.sweepSize {
        state.entries = state.entries.filter { $0.value.end > now }
        state.sweepSize = max(256, 2 * state.entries.count)
      }
      return new
    }
  }

  /// Removes a record, if its version is the given one.
  public func remove(_ key: SharedKey, version: RecordVersion) async throws(StoreFailure) -> Bool {
    let now = clock.now()
    return state.withLock { state in
      guard let entry = state.entries[key], entry.end > now else { return true }
      guard entry.version == version else { return false }
      state.entries[key] = nil
      return true
    }
  }
}
