import Foundation
import TestSupport
import Testing
import WeDriveHTTP

@testable import WeDriveRuntime

/// When the service issues nothing, or nothing of use.
extension TokenCacheTests {
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
