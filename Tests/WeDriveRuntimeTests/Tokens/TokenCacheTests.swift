import TestSupport
import Testing
import WeDriveHTTP

@testable import WeDriveRuntime

@Suite struct TokenCacheTests {
  func value(_ cache: TokenCache, replacing refused: AccessToken? = nil) async throws -> String {
    try await cache.token(replacing: refused).value
  }

  func error(_ cache: TokenCache, replacing refused: AccessToken? = nil) async -> WeDriveError? {
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
    let same = IssuedToken(value: "same", lifetime: .seconds(7200))
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
    // Five minutes before its end, less a fifth of that by chance, which is a half here.
    bench.time.advance(by: .seconds(7200 - 271))
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

  @Test func `a renewal that fails ahead of time fails no call, and is tried again later`() async throws {
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

}
