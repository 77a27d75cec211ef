import Logging
import Synchronization
import TestSupport
import Testing

@testable import WeDriveRuntime

/// Caches that share a store with claims, as those of several machines do.
@Suite struct ClaimedTokenTests {
  private let bench = TokenBench()
  private let store: CountedStore

  init() { store = CountedStore(bench.time.clock) }

  private func cache() -> TokenCache { bench.cache(sharing: store) }

  private func error(_ cache: TokenCache) async -> WeDriveError? {
    await failure { () async throws(WeDriveError) in try await cache.token(replacing: nil) }
  }

  /// Lets time pass in small steps until something holds.
  private func passing(_ step: Duration = .milliseconds(50), until condition: () async -> Bool) async -> Bool {
    await eventually {
      bench.time.advance(by: step)
      return await condition()
    }
  }

  @Test func `one of many caches fetches, and the others wait for what it gets`() async throws {
    bench.close()
    let caches = (0..<10).map { _ in cache() }
    let tokens = caches.map { cache in Task { try await cache.token(replacing: nil).value } }
    #expect(await eventually { bench.fetches == 1 })
    bench.open()
    let all = Task { try await tokens.asyncMap { try await $0.value } }
    let isDone = Mutex(false)
    Task {
      _ = await all.result
      isDone.withLock { $0 = true }
    }
    #expect(await passing { isDone.withLock { $0 } })
    #expect(try await all.value == Array(repeating: "t1", count: 10))
    #expect(bench.fetches == 1)
  }

  @Test func `one that may not fetch takes what others share, and keeps none of them from fetching`() async throws {
    let reader = bench.cache(sharing: store, mayFetch: false)
    // It waits some seconds for one that may.
    let early = Task { try await reader.token(replacing: nil) }
    #expect(await passing { store.asked.load(ordering: .relaxed) > 2 })
    #expect(try await cache().token(replacing: nil).value == "t1")
    let isDone = Mutex(false)
    Task {
      _ = await early.result
      isDone.withLock { $0 = true }
    }
    #expect(await passing { isDone.withLock { $0 } })
    #expect(try await early.value.value == "t1")
    // It has not been renewed yet: it goes on with what it holds.
    bench.time.advance(by: .seconds(6960))
    #expect(try await reader.token(replacing: nil).value == "t1")
    #expect(bench.fetches == 1)
    let other = cache()
    #expect(try await other.token(replacing: nil).value == "t1")
    #expect(await passing(.seconds(1)) { (try? await other.token(replacing: nil).value) == "t2" })
    #expect(
      await passing(.seconds(1)) { (try? await reader.token(replacing: nil).value) == "t2" },
      "what was renewed reaches it")
    #expect(bench.fetches == 2)
  }

  @Test func `one that may not fetch says so where no token is shared`() async throws {
    let readers = [
      bench.cache(sharing: store, mayFetch: false), bench.cache(mayFetch: false),
    ]
    for reader in readers {
      let failed = Task { await error(reader) }
      let isDone = Mutex(false)
      Task {
        _ = await failed.value
        isDone.withLock { $0 = true }
      }
      #expect(await passing(.milliseconds(200)) { isDone.withLock { $0 } })
      guard case .token(let failure) = await failed.value else {
        Issue.record("no failure")
        continue
      }
      #expect(failure.reason.contains("may not fetch"))
    }
    #expect(bench.fetches == 0)
  }

  @Test func `a call with a held token makes no trip to the store`() async throws {
    let cache = cache()
    _ = try await cache.token(replacing: nil)
    let trips = store.asked.load(ordering: .relaxed)
    for _ in 0..<1000 {
      #expect(await cache.readyToken() != nil)
      _ = try await cache.token(replacing: nil)
    }
    #expect(store.asked.load(ordering: .relaxed) == trips)
  }

  @Test func `a refused token is replaced once for all caches that hold it`() async throws {
    let (first, second) = (cache(), cache())
    let old = try await first.token(replacing: nil)
    #expect(try await second.token(replacing: nil).value == "t1")
    #expect(try await second.token(replacing: old).value == "t2")
    #expect(try await first.token(replacing: old).value == "t2")
    #expect(bench.fetches == 2)
  }

  @Test func `a refusal of the credential is noted for all, for a minute`() async throws {
    bench.answer(.failure(.token(TokenFailure(endpoint: "example_token", reason: "r", refusal: .ofToken(7)))))
    let first = await error(cache())
    for _ in 0..<40 {
      guard case .token(let failure) = await error(cache()) else {
        Issue.record("no failure")
        return
      }
      #expect(failure.refusal?.code == 7 && failure.refusal?.advice?.action == .reauthorise)
    }
    #expect(first != nil && bench.fetches == 1)
    bench.time.advance(by: .seconds(61))
    #expect(try await cache().token(replacing: nil).value == "t2")
  }

  @Test(arguments: [Optional(9), nil])
  func `a refusal of one machine's address, or a failed network, stops no other machine`(code: Int?) async throws {
    let failure =
      code.map { TokenFailure(endpoint: "example_token", reason: "r", refusal: .ofToken($0)) }
      ?? TokenFailure(endpoint: "example_token", reason: "r")
    bench.answer(.failure(.token(failure)))
    #expect(await error(cache()) != nil)
    #expect(try await cache().token(replacing: nil).value == "t2")
  }

  @Test func `what is left of a token comes from the store, whatever the wall clock says`() async throws {
    _ = try await cache().token(replacing: nil)
    bench.time.advance(by: .seconds(3600))
    for skew: Int64 in [-7200, 7200] {
      bench.wall.withLock { $0 += skew }
      let other = cache()
      #expect(try await other.token(replacing: nil).value == "t1")
      #expect(await other.readyToken() != nil)
    }
    bench.time.advance(by: .seconds(3590))
    #expect(try await cache().token(replacing: nil).value == "t2")
  }

  @Test func `while the store fails a held token is kept, and fetched alone only shortly before its end`() async throws
  {
    let cache = cache()
    _ = try await cache.token(replacing: nil)
    store.failure.withLock { $0 = StoreFailure(.unreachable, "no") }
    // Due for renewal, which takes the store.
    bench.time.advance(by: .seconds(7200 - 260))
    let trips = store.asked.load(ordering: .relaxed)
    #expect(try await cache.token(replacing: nil).value == "t1")
    #expect(await eventually { store.asked.load(ordering: .relaxed) > trips })
    for _ in 0..<20 {
      bench.time.advance(by: .seconds(3))
      #expect(try await cache.token(replacing: nil).value == "t1")
    }
    #expect(bench.fetches == 1)
    bench.time.advance(by: .seconds(80))
    #expect(await passing { (try? await cache.token(replacing: nil).value) == "t2" })
    #expect(bench.fetches == 2)
  }

  @Test func `one that was stopped beyond its lease takes over what another fetched meanwhile`() async throws {
    // What the stopped one sees of the store, and when its fetch goes on.
    let view = CountedStore(base: store)
    let (ended, goOn) = AsyncStream.makeStream(of: Void.self)
    let stopped = TokenCache(
      endpoint: "example_token", key: TokenKey(["host", "corp", "secret"]), sharing: view, clock: bench.time.clock
    ) { () async throws(WeDriveError) in
      for await _ in ended {}
      return IssuedToken(value: "stale", lifetime: .seconds(7200))
    }
    let late = Task { try await stopped.token(replacing: nil).value }
    #expect(await eventually { view.asked.load(ordering: .relaxed) > 0 && bench.time.sleeperCount > 1 })
    view.failure.withLock { $0 = StoreFailure(.unreachable, "stopped") }
    bench.time.advance(by: .seconds(11))
    #expect(try await cache().token(replacing: nil).value == "t1")
    view.failure.withLock { $0 = nil }
    goOn.finish()
    #expect(try await late.value == "t1")
    #expect(bench.fetches == 1)
  }

  @Test func `tokens and notes in the store that are none count as nothing`() {
    #expect(
      TokenValue.decode(TokenValue(value: "t", life: .seconds(7)).encoded()) == .init(value: "t", life: .seconds(7)))
    for text in [
      "", "t", "wedrive-token 2\n0\nt", "wedrive-token 2\n-1\nt", "wedrive-token 2\nx\nt", "wedrive-token 1\n9\nt",
    ] {
      #expect(TokenValue.decode(Array(text.utf8)) == nil)
      #expect(TokenNote.decode(Array(text.utf8)) == nil)
    }
  }

  @Test func `a token store's trouble is logged once, and once that it is over`() async throws {
    struct Handler: LogHandler {
      let say: @Sendable (String) -> Void
      var metadata = Logger.Metadata()
      var logLevel = Logger.Level.trace
      subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
      }
      func log(event: LogEvent) { say("\(event.level) \(event.message)") }
    }
    let said = Said()
    let logger = Logger(label: "t") { _ in Handler(say: { line in said.lines.withLock { $0.append(line) } }) }
    let base = ScriptedStore()
    base.mood.withLock { $0 = .failing }
    let claims = TokenStoreClaims(
      base, key: TokenKey(["k"]), clock: .continuous, wallClock: { 1_800_000_000 }, logger: logger)
    for _ in 0..<5 { _ = await claims.claim(unlike: nil) }
    base.mood.withLock { $0 = .normal }
    for _ in 0..<5 { _ = await claims.claim(unlike: nil) }
    #expect(
      said.lines.withLock { $0 } == [
        "warning the token store fails; going on without it", "info the token store is back",
      ])
  }

  private final class Said: Sendable {
    let lines = Mutex<[String]>([])
  }
}

extension Sequence {
  fileprivate func asyncMap<Value>(_ transform: (Element) async throws -> Value) async rethrows -> [Value] {
    var values: [Value] = []
    for element in self { values.append(try await transform(element)) }
    return values
  }
}
