import Foundation
import Synchronization
import Testing

@testable import WeDriveRuntime

/// A service that issues tokens as a test says, and a cache over it.
final class TokenBench: Sendable {
  private struct State {
    var fetches = 0
    var answers: [Result<TokenCache.Issued, WeDriveError>] = []
    var gate: [CheckedContinuation<Void, Never>]?
  }

  let time = VirtualClock()
  private let state = Mutex(State())
  let wall = Mutex<Int64>(1_800_000_000)

  /// How often the service was asked.
  var fetches: Int { state.withLock { $0.fetches } }

  /// The next answers; after them, t1, t2, … by the number of the fetch, good for two hours.
  func answer(_ answers: Result<TokenCache.Issued, WeDriveError>...) { state.withLock { $0.answers += answers } }

  /// Makes fetches wait until ``open()``.
  func close() { state.withLock { $0.gate = [] } }

  func open() {
    let waiting = state.withLock { state in
      defer { state.gate = nil }
      return state.gate ?? []
    }
    for continuation in waiting { continuation.resume() }
  }

  func cache(store: any TokenStore = MemoryTokenStore(), key: TokenKey = TokenKey(["host", "corp", "secret"]))
    -> TokenCache
  {
    TokenCache(
      endpoint: "example_token", key: key, store: store, clock: time.clock,
      wallClock: { self.wall.withLock { $0 } }
    ) { () async throws(WeDriveError) in try await self.issue() }
  }

  private func issue() async throws(WeDriveError) -> TokenCache.Issued {
    let number = state.withLock { state in
      state.fetches += 1
      return state.fetches
    }
    await withCheckedContinuation { continuation in
      let isOpen = state.withLock { state in
        guard state.gate != nil else { return true }
        state.gate?.append(continuation)
        return false
      }
      if isOpen { continuation.resume() }
    }
    let answer = state.withLock { $0.answers.isEmpty ? nil : $0.answers.removeFirst() }
    return try (answer ?? .success(.init(value: Secret("t\(number)"), lifetime: .seconds(7200)))).get()
  }
}

extension Refusal {
  static func ofToken(_ code: Int) -> Refusal {
    Refusal(
      endpoint: "example_token", service: "example", code: code, message: "", advice: Service.example.advice(code))
  }
}

@Suite struct TokenCacheTests {
  private func value(_ cache: TokenCache, replacing refused: AccessToken? = nil) async throws -> String {
    try await cache.token(replacing: refused).value
  }

  private func error(_ cache: TokenCache, replacing refused: AccessToken? = nil) async -> WeDriveError? {
    await failure { () async throws(WeDriveError) in try await cache.token(replacing: refused) }
  }

  // MARK: - One fetch for many

  @Test func `a thousand callers share one fetch`() async throws {
    let bench = TokenBench()
    let cache = bench.cache()
    bench.close()
    let callers = (0..<1000).map { _ in Task { try await cache.token(replacing: nil).value } }
    #expect(await eventually { bench.fetches == 1 })
    try await Task.sleep(for: .milliseconds(20))
    bench.open()
    for caller in callers { #expect(try await caller.value == "t1") }
    #expect(bench.fetches == 1)
  }

  @Test func `when all waiters but one are cancelled, they leave at once and the last one gets the token`() async throws
  {
    let bench = TokenBench()
    let cache = bench.cache()
    bench.close()
    let callers = (0..<1000).map { _ in
      Task { await failure { () async throws(WeDriveError) in try await cache.token(replacing: nil) } }
    }
    let last = Task { try await cache.token(replacing: nil).value }
    #expect(await eventually { bench.fetches == 1 })
    for caller in callers { caller.cancel() }
    for caller in callers {
      guard case .cancelled = await caller.value else {
        Issue.record("a cancelled waiter was not told so")
        return
      }
    }
    bench.open()
    #expect(try await last.value == "t1")
    #expect(bench.fetches == 1)
  }

  @Test func `the first waiter's cancellation does not cancel the fetch`() async throws {
    let bench = TokenBench()
    let cache = bench.cache()
    bench.close()
    let first = Task { try await cache.token(replacing: nil).value }
    #expect(await eventually { bench.fetches == 1 })
    first.cancel()
    _ = await first.result
    bench.open()
    #expect(try await value(cache) == "t1")
    #expect(bench.fetches == 1)
  }

  // MARK: - Refused tokens

  @Test func `a refused token is replaced by one fetch, however many calls report it and however late`() async throws {
    let bench = TokenBench()
    let cache = bench.cache()
    let old = try await cache.token(replacing: nil)
    let reports = (0..<100).map { _ in Task { try await cache.token(replacing: old).value } }
    for report in reports { #expect(try await report.value == "t2") }
    for _ in 0..<10 { #expect(try await value(cache, replacing: old) == "t2") }
    #expect(bench.fetches == 2)
  }

  @Test func `a refused token in the store is not taken again`() async throws {
    let bench = TokenBench()
    let store = MemoryTokenStore()
    let first = bench.cache(store: store)
    let second = bench.cache(store: store)
    let old = try await first.token(replacing: nil)
    #expect(try await value(second) == "t1")
    #expect(bench.fetches == 1)
    #expect(try await value(second, replacing: old) == "t2")
    // The other one finds the new token in the store.
    #expect(try await value(first, replacing: old) == "t2")
    #expect(bench.fetches == 2)
  }

  @Test func `a service that issues again what it refuses is not asked at every call`() async throws {
    let bench = TokenBench()
    let same = TokenCache.Issued(value: "same", lifetime: .seconds(7200))
    bench.answer(.success(same), .success(same), .success(same), .success(same))
    let cache = bench.cache()
    let token = try await cache.token(replacing: nil)
    for _ in 0..<50 { #expect(try await value(cache, replacing: token) == "same") }
    #expect(bench.fetches == 2)
    bench.time.advance(by: .seconds(31))
    _ = try await value(cache, replacing: token)
    #expect(bench.fetches == 3)
  }

  // MARK: - Renewal ahead of time

  @Test func `in the last minutes a token is renewed in the background while calls go on with the old one`()
    async throws
  {
    let bench = TokenBench()
    let cache = bench.cache()
    _ = try await value(cache)
    bench.time.advance(by: .seconds(7200 - 301))
    #expect(try await value(cache) == "t1")
    #expect(await cache.readyToken() != nil)
    #expect(bench.fetches == 1)
    bench.time.advance(by: .seconds(2))
    #expect(await cache.readyToken() == nil)
    bench.close()
    for _ in 0..<100 { #expect(try await value(cache) == "t1") }
    #expect(await eventually { bench.fetches == 2 })
    bench.open()
    #expect(await eventually { (try? await value(cache)) == "t2" })
    #expect(bench.fetches == 2)
  }

  @Test func `a renewal that fails ahead of time is nobody's problem, and is tried again later`() async throws {
    let bench = TokenBench()
    let cache = bench.cache()
    _ = try await value(cache)
    bench.answer(.failure(.transport(TransportFailure(.cannotConnect, progress: .notSent, reason: "r"))))
    bench.time.advance(by: .seconds(7200 - 200))
    #expect(try await value(cache) == "t1")
    #expect(await eventually { bench.fetches == 2 })
    for _ in 0..<20 { #expect(try await value(cache) == "t1") }
    #expect(bench.fetches == 2)
    // When the failure was noted is not seen from here, so time goes on until the pause after it is over.
    let renewed = await eventually {
      bench.time.advance(by: .milliseconds(100))
      return (try? await value(cache)) == "t3"
    }
    #expect(renewed)
    #expect(bench.fetches == 3)
  }

  @Test func `a token that is about to end is waited for`() async throws {
    let bench = TokenBench()
    let cache = bench.cache()
    _ = try await value(cache)
    bench.time.advance(by: .seconds(7200 - 5))
    #expect(try await value(cache) == "t2")
  }

  @Test func `the wall clock may jump without harm`() async throws {
    let bench = TokenBench()
    let cache = bench.cache()
    _ = try await value(cache)
    for jump: Int64 in [86_400, -200_000, 10_000_000] {
      bench.wall.withLock { $0 += jump }
      #expect(try await value(cache) == "t1")
    }
    #expect(bench.fetches == 1)
  }

  // MARK: - Failures

  @Test func `a passing failure is not sticky, and a loop of callers does not hammer the service`() async throws {
    let bench = TokenBench()
    let fault = WeDriveError.transport(TransportFailure(.cannotConnect, progress: .notSent, reason: "r"))
    bench.answer(.failure(fault), .failure(fault), .failure(fault))
    let cache = bench.cache()
    let start = bench.time.now
    var asked = 0
    while (try? await value(cache)) == nil {
      asked += 1
      bench.time.advance(by: .milliseconds(10))
      guard asked < 10_000 else { break }
    }
    #expect(bench.fetches == 4)
    #expect(asked > 100)
    #expect(bench.time.now - start < .seconds(5))
    #expect(try await value(cache) == "t4")
  }

  @Test func `a refused credential is reported for up to a minute without asking again, then asked again`() async throws
  {
    let bench = TokenBench()
    bench.answer(.failure(.refused(.ofToken(5))), .failure(.refused(.ofToken(1))))
    let cache = bench.cache()
    guard case .token(let failure) = await error(cache) else {
      Issue.record("no token failure")
      return
    }
    #expect(failure.refusal?.code == 5)
    for _ in 0..<100 {
      _ = await error(cache)
      bench.time.advance(by: .milliseconds(290))
    }
    #expect(bench.fetches == 1)
    bench.time.advance(by: .seconds(31))
    _ = await error(cache)
    #expect(bench.fetches == 2)
    bench.time.advance(by: .seconds(61))
    #expect(try await value(cache) == "t3")
  }

  @Test func `a fetch that hangs is given up, and heals`() async throws {
    let bench = TokenBench()
    let cache = bench.cache()
    bench.close()
    let task = Task { await error(cache) }
    #expect(await eventually { bench.fetches == 1 && bench.time.sleeperCount == 1 })
    bench.time.advance(by: .seconds(151))
    guard case .token = await task.value else {
      Issue.record("no token failure")
      return
    }
    bench.open()
    bench.time.advance(by: .seconds(1))
    #expect(try await value(cache) == "t2")
  }

  @Test(arguments: [0, -5, Int64.min]) func `a token that is over before it began is refused, without a busy loop`(
    seconds: Int64
  ) async throws {
    let bench = TokenBench()
    let cache = bench.cache()
    bench.answer(.success(.init(value: "t", lifetime: .seconds(seconds))))
    for _ in 0..<100 {
      guard case .token = await error(cache) else {
        Issue.record("no token failure")
        return
      }
    }
    #expect(bench.fetches == 1)
  }

  @Test func `an odd life is bounded`() async throws {
    for (life, good, over) in [
      (Int64(1), 20, 40), (29, 20, 40), (1_000_000_000, 86_000, 90_000), (.max, 86_000, 90_000),
    ] {
      let bench = TokenBench()
      bench.answer(.success(.init(value: "odd", lifetime: .seconds(life))))
      let cache = bench.cache()
      for _ in 0..<10 { #expect(try await value(cache) == "odd") }
      bench.time.advance(by: .seconds(good))
      #expect(try await value(cache) == "odd", "\(life)")
      #expect(bench.fetches == 1, "\(life)")
      bench.time.advance(by: .seconds(over - good))
      #expect(try await value(cache) != "odd", "\(life)")
    }
  }

  @Test(arguments: ["", "a b", "a\nb", "a\u{0}", "é", String(repeating: "a", count: 4097)])
  func `something that is not a token is refused`(text: String) async {
    let bench = TokenBench()
    bench.answer(.success(.init(value: Secret(text), lifetime: .seconds(7200))))
    guard case .token(let failure) = await error(bench.cache()) else {
      Issue.record("taken")
      return
    }
    #expect(text.isEmpty || !"\(failure)".contains(text) || text.count < 3)
  }

  @Test(arguments: [String(repeating: "a", count: 512), String(repeating: "Z", count: 4096), "a&b+c%d=/"])
  func `a long token, or one that has to be encoded in a URL, is taken`(text: String) async throws {
    let bench = TokenBench()
    bench.answer(.success(.init(value: Secret(text), lifetime: .seconds(7200))))
    #expect(try await value(bench.cache()) == text)
  }
}
