import Synchronization
import TestSupport
import Testing

@testable import WeDriveRuntime

/// A store that does what a test says.
final class ScriptedStore: TokenStore {
  enum Mood { case normal, failing, silent }

  struct Down: Error {}

  let mood = Mutex(Mood.normal)
  let kept = Mutex<StoredToken?>(nil)
  /// Put in by another machine just before the next write.
  let intruder = Mutex<AccessToken?>(nil)

  let isAskedToWrite = Mutex(false)

  private func behave() async throws {
    switch mood.withLock({ $0 }) {
    case .normal: return
    case .failing: throw Down()
    case .silent: try await Task.sleep(for: .seconds(3600))
    }
  }

  func read(_ key: TokenKey) async throws -> StoredToken? {
    try await behave()
    return kept.withLock { $0 }
  }

  func write(_ token: AccessToken, for key: TokenKey, replacing generation: UInt64) async throws -> Bool {
    isAskedToWrite.withLock { $0 = true }
    try await behave()
    if let theirs = intruder.withLock({ $0.take() }) {
      kept.withLock { $0 = StoredToken(token: theirs, generation: ($0?.generation ?? 0) + 1) }
    }
    return kept.withLock { kept in
      guard kept?.generation ?? 0 == generation else { return false }
      kept = StoredToken(token: token, generation: generation + 1)
      return true
    }
  }
}

extension Optional {
  fileprivate mutating func take() -> Wrapped? {
    defer { self = nil }
    return self
  }
}

@Suite struct SharedTokenTests {
  @Test func `a token that another process fetched is used, by the time that is left of it`() async throws {
    let bench = TokenBench()
    let store = ScriptedStore()
    let now = bench.wall.withLock { $0 }
    store.kept.withLock { $0 = StoredToken(token: AccessToken(value: "theirs", expiry: now + 1000), generation: 4) }
    let cache = bench.cache(store: store)
    #expect(try await cache.token(replacing: nil).value == "theirs")
    #expect(bench.fetches == 0)
    bench.time.advance(by: .seconds(995))
    bench.wall.withLock { $0 += 995 }
    #expect(try await cache.token(replacing: nil).value == "t1")
    #expect(store.kept.withLock { $0?.generation } == 5)
    #expect(store.kept.withLock { $0?.token.expiry } == now + 995 + 7200)
  }

  @Test(arguments: [Int64.min, 0, 1_800_000_000, 1_800_000_060])
  func `a stored token that is over, or nearly, is not used`(
    expiry: Int64
  ) async throws {
    let bench = TokenBench()
    let store = ScriptedStore()
    store.kept.withLock { $0 = StoredToken(token: AccessToken(value: "theirs", expiry: expiry), generation: 4) }
    #expect(try await bench.cache(store: store).token(replacing: nil).value == "t1")
    #expect(store.kept.withLock { $0?.token.value } == "t1")
  }

  @Test func `a stored token that claims to live for ever is trusted for a day, and one that is none not at all`()
    async throws
  {
    let bench = TokenBench()
    let store = ScriptedStore()
    store.kept.withLock { $0 = StoredToken(token: AccessToken(value: "theirs", expiry: .max), generation: 1) }
    let cache = bench.cache(store: store)
    #expect(try await cache.token(replacing: nil).value == "theirs")
    bench.time.advance(by: .seconds(86_401))
    bench.wall.withLock { $0 += 86_401 }
    #expect(try await cache.token(replacing: nil).value == "t1")

    store.kept.withLock { $0 = StoredToken(token: AccessToken(value: "a\r\nb", expiry: .max), generation: 1) }
    #expect(try await bench.cache(store: store).token(replacing: nil).value == "t2")
  }

  @Test func `a newer token that another process wrote meanwhile is not overwritten but used`() async throws {
    let bench = TokenBench()
    let store = ScriptedStore()
    let now = bench.wall.withLock { $0 }
    store.intruder.withLock { $0 = AccessToken(value: "newer", expiry: now + 7200) }
    #expect(try await bench.cache(store: store).token(replacing: nil).value == "newer")
    #expect(store.kept.withLock { $0?.token.value } == "newer")
    #expect(bench.fetches == 1)
  }

  @Test func `a store that fails costs a fetch and no call`() async throws {
    let bench = TokenBench()
    let store = ScriptedStore()
    store.mood.withLock { $0 = .failing }
    let cache = bench.cache(store: store)
    #expect(try await cache.token(replacing: nil).value == "t1")
    #expect(try await cache.token(replacing: nil).value == "t1")
    #expect(bench.fetches == 1)
  }

  @Test func `a store that does not answer is left behind after some seconds`() async throws {
    let bench = TokenBench()
    let store = ScriptedStore()
    store.mood.withLock { $0 = .silent }
    let cache = bench.cache(store: store)
    let result = Mutex<String?>(nil)
    let task = Task {
      let value = try await cache.token(replacing: nil).value
      result.withLock { $0 = value }
    }
    let start = bench.time.now
    // The one sleeper is the limit of reading.
    try #require(await eventually { bench.time.sleeperCount == 1 })
    bench.time.advance(by: .seconds(3))
    // Once writing is tried, its limit is all that depends on time.
    try #require(await eventually { store.isAskedToWrite.withLock { $0 } })
    let isDone = await eventually {
      bench.time.advance(by: .milliseconds(100))
      return result.withLock { $0 } != nil
    }
    try #require(isDone)
    try await task.value
    #expect(result.withLock { $0 } == "t1")
    #expect(bench.time.now - start >= .seconds(6))
    #expect(bench.fetches == 1)
  }

  @Test func `different hosts, corps and secrets have different keys, and no key shows its secret`() {
    let parts = [
      ["h", "c", "s1"], ["h", "c", "s2"], ["h", "c2", "s1"], ["h2", "c", "s1"], ["h", "cs", "1"], ["hc", "", "s1"],
    ]
    let keys = parts.map(TokenKey.init)
    #expect(Set(keys).count == keys.count)
    #expect(TokenKey(["h", "c", "s1"]) == keys[0])
    let key = TokenKey(["https://host", "ww1", "planted-secret"])
    var dumped = ""
    dump(key, to: &dumped)
    #expect(!dumped.contains("planted") && !"\(key)".contains("planted"))
    #expect(key.text.count == 64)
  }
}
