import Logging
import Synchronization
import Testing
import WeDriveRuntime

@Suite struct GuardedStoreTests {
  /// A store that fails when told to, and counts how often it was asked.
  private final class Moody: SharedStore {
    let failure = Mutex<StoreFailure?>(nil)
    let asked = Atomic(0)

    func read(_ key: SharedKey) async throws(StoreFailure) -> SharedRecord? {
      asked.add(1, ordering: .relaxed)
      if let failure = failure.withLock({ $0 }) { throw failure }
      return nil
    }
    func write(
      _ value: [UInt8], for key: SharedKey, replacing version: RecordVersion?, life: Duration
    ) async throws(StoreFailure) -> RecordVersion? { nil }
    func remove(_ key: SharedKey, version: RecordVersion) async throws(StoreFailure) -> Bool { true }
  }

  private final class Lines: Sendable {
    let texts = Mutex<[String]>([])
  }

  private struct Handler: LogHandler {
    let lines: Lines
    var metadata = Logger.Metadata()
    var logLevel = Logger.Level.trace
    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }
    func log(event: LogEvent) { lines.texts.withLock { $0.append("\(event.level) \(event.message)") } }
  }

  @Test func troubleIsLoggedOnceHealedOnceAndCostsOneAttemptAtATime() async throws {
    let now = Mutex(Duration.zero)
    let clock = CallClock(now: { now.withLock { $0 } }, sleep: { _ in }, random: { 0.5 })
    let lines = Lines()
    let base = Moody()
    let store = GuardedStore(base, clock: clock, logger: Logger(label: "test") { _ in Handler(lines: lines) })
    let key = SharedKey(kind: "t", ["a"])
    _ = try await store.read(key)
    #expect(store.health == .available)

    base.failure.withLock { $0 = StoreFailure(.denied, "no") }
    for _ in 0..<10 { _ = try? await store.read(key) }
    #expect(store.health == .failing(.denied))
    #expect(base.asked.load(ordering: .relaxed) == 2)
    for second in [1, 2, 4, 8, 16, 30, 30] {
      now.withLock { $0 += .seconds(second) + .milliseconds(1) }
      for _ in 0..<10 { _ = try? await store.read(key) }
    }
    #expect(base.asked.load(ordering: .relaxed) == 9)

    base.failure.withLock { $0 = nil }
    now.withLock { $0 += .seconds(31) }
    _ = try await store.read(key)
    #expect(store.health == .available)
    #expect(lines.texts.withLock { $0 }.map { $0.prefix(7) } == ["warning", "info th"])
  }

  @Test func aForeignKeyDoesNotCloseTheStore() async throws {
    let base = Moody()
    let store = GuardedStore(base)
    let key = SharedKey(kind: "t", ["a"])
    base.failure.withLock { $0 = StoreFailure(foreign: key) }
    _ = try? await store.read(key)
    #expect(store.health == .available)
  }
}
