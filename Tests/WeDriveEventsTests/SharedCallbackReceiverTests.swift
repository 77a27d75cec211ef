import Synchronization
import TestSupport
import Testing
import WeDriveEvents
import WeDriveRuntime

/// Callbacks of one URL that reach several machines.
@Suite("A callback that several machines may get")
struct SharedCallbackReceiverTests {
  private let store = MemorySharedStore()

  private struct Refused: Error {}

  private final class Count: Sendable {
    let value = Atomic(0)
  }

  private func message(_ file: String) -> String {
    "<xml><ToUserName>ww1</ToUserName><FromUserName>sys</FromUserName><CreateTime>1800000000</CreateTime>"
      + "<MsgType>event</MsgType><Event>wedrive_file_change</Event><ChangeType>move_file</ChangeType>"
      + "<FileId>\(file)</FileId></xml>"
  }

  /// One of the machines.
  private func machine(_ store: any SharedStore) throws -> (Callbacks, SharedCallbackReceiver) {
    let callbacks = try Callbacks()
    return (callbacks, SharedCallbackReceiver(callbacks.receiver, sharing: store))
  }

  @Test("is handled by one of ten, however it is signed")
  func once() async throws {
    let handled = Count()
    let outcomes = try await withThrowingTaskGroup(of: SharedCallbackReceiver.Outcome.self) { group in
      for _ in 0..<10 {
        let (callbacks, receiver) = try machine(store)
        // Each time with a nonce of its own, as a service may sign a repetition.
        let sealed = try callbacks.sealed(message("a"))
        group.addTask {
          try await receiver.handle(sealed.query, body: Array(sealed.body.utf8)) { _ in
            handled.value.add(1, ordering: .relaxed)
            try await Task.sleep(for: .milliseconds(50))
          }
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(handled.value.load(ordering: .relaxed) == 1)
    #expect(outcomes.count { $0 == .handled } == 1)
    #expect(outcomes.allSatisfy { $0 == .handled || $0 == .underWay || $0 == .duplicate })
    let (callbacks, receiver) = try machine(store)
    let sealed = try callbacks.sealed(message("a"))
    let late = try await receiver.handle(sealed.query, body: Array(sealed.body.utf8)) { _ in Issue.record("again") }
    #expect(late == .duplicate && late.status == 200 && SharedCallbackReceiver.Outcome.underWay.status == 503)
  }

  @Test("of the same second as another is handled as well")
  func twoOfOneSecond() async throws {
    let (callbacks, receiver) = try machine(store)
    for file in ["a", "b"] {
      let sealed = try callbacks.sealed(message(file))
      #expect(try await receiver.handle(sealed.query, body: Array(sealed.body.utf8)) { _ in } == .handled)
    }
  }

  @Test("is let in again after its handler has failed")
  func failingHandler() async throws {
    let (callbacks, receiver) = try machine(store)
    let sealed = try callbacks.sealed(message("a"))
    await #expect(throws: Refused.self) {
      _ = try await receiver.handle(sealed.query, body: Array(sealed.body.utf8)) { _ in throw Refused() }
    }
    let (_, other) = try machine(store)
    #expect(try await other.handle(sealed.query, body: Array(sealed.body.utf8)) { _ in } == .handled)
  }

  @Test("is let in again ten seconds after the machine that began to handle it has died")
  func deadMachine() async throws {
    let time = Mutex(Duration.zero)
    let clock = CallClock(
      now: { time.withLock { $0 } }, sleep: { _ in try await Task.sleep(for: .seconds(3600)) }, random: { 0.5 })
    let store = MemorySharedStore(clock: clock)
    let callbacks = try Callbacks()
    let sealed = try callbacks.sealed(message("a"))
    // Its claim is not renewed, as that of a dead process is not.
    let dead = SharedCallbackReceiver(callbacks.receiver, sharing: store, clock: clock)
    let begun = Mutex(false)
    let task = Task {
      try await dead.handle(sealed.query, body: Array(sealed.body.utf8)) { _ in
        begun.withLock { $0 = true }
        try await Task.sleep(for: .seconds(3600))
      }
    }
    try await eventually("the first has begun") { begun.withLock { $0 } }
    let other = SharedCallbackReceiver(try Callbacks().receiver, sharing: store, clock: clock)
    #expect(try await other.handle(sealed.query, body: Array(sealed.body.utf8)) { _ in } == .underWay)
    time.withLock { $0 = .seconds(11) }
    #expect(try await other.handle(sealed.query, body: Array(sealed.body.utf8)) { _ in } == .handled)
    task.cancel()
    _ = await task.result
    #expect(try await other.handle(sealed.query, body: Array(sealed.body.utf8)) { _ in } == .duplicate)
  }

  @Test("is handled once on a machine whose store is away, also when the store comes back")
  func storeAway() async throws {
    struct Away: SharedStore {
      func read(_ key: SharedKey) async throws(StoreFailure) -> SharedRecord? { throw StoreFailure(.unreachable, "no") }
      func write(
        _ value: [UInt8], for key: SharedKey, replacing version: RecordVersion?, life: Duration
      ) async throws(StoreFailure) -> RecordVersion? { throw StoreFailure(.unreachable, "no") }
      func remove(_ key: SharedKey, version: RecordVersion) async throws(StoreFailure) -> Bool {
        throw StoreFailure(.unreachable, "no")
      }
    }
    let (callbacks, receiver) = try machine(Away())
    let sealed = try callbacks.sealed(message("a"))
    #expect(try await receiver.handle(sealed.query, body: Array(sealed.body.utf8)) { _ in } == .handled)
    #expect(try await receiver.handle(sealed.query, body: Array(sealed.body.utf8)) { _ in } == .duplicate)
    #expect(receiver.storeHealth == .failing(.unreachable))
  }

  @Test("of a stranger is refused before it is handled")
  func stranger() async throws {
    let (callbacks, receiver) = try machine(store)
    let sealed = try callbacks.sealed(message("a"))
    let query = CallbackQuery(signature: "00", timestamp: sealed.query.timestamp, nonce: sealed.query.nonce)
    await #expect(throws: CallbackError.wrongSignature) {
      _ = try await receiver.handle(query, body: Array(sealed.body.utf8)) { _ in Issue.record("handled") }
    }
  }
}
