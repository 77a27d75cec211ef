import TestSupport
import Testing

@testable import WeDriveHTTP
@testable import WeDriveRuntime

/// Figures from outside, at the ends of their types and beyond: each is used, bounded or refused.
@Suite struct ExtremeFigureTests {
  static let figures = [
    "9223372036854775807", "9223372036854775808", "18446744073709551615", "-1", "-9223372036854775808",
    "99999999999999999999999", "0x7fffffff", "1e308",
  ]

  @Test(arguments: figures) func `a Retry-After beyond a day is no figure`(figure: String) async throws {
    let server = try ScriptedServer.answering(429, headers: ["Retry-After: \(figure)"], text: "")
    let error = await failure { () async throws(WeDriveError) in
      try await ServiceCaller(server.url).send(ReadRequest())
    }
    guard case .unavailable(let answer) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(answer.retryAfter == nil)
    #expect(server.journal.count == 3)
  }

  @Test(arguments: [Int64.min, -1, 0, 1, .max]) func `a token's life is bounded`(life: Int64) async throws {
    let bench = TokenBench()
    bench.answer(.success(IssuedToken(value: "t", lifetime: .seconds(life))))
    let cache = bench.cache()
    guard life > 0 else {
      await #expect(throws: WeDriveError.self) { try await cache.token(replacing: nil) }
      return
    }
    let left = try await cache.token(replacing: nil).expiry - bench.wall.withLock { $0 }
    #expect(left == min(max(life, TokenLife.shortest), TokenLife.longest))
  }

  @Test func `a token file's figures are used within their bounds`() async throws {
    func stored(_ generation: String, _ expiry: String) -> StoredToken? {
      TokenRecord.decode(Array("wedrive-token 1\n\(generation)\n\(expiry)\nt\nend\n".utf8)[...])
    }
    // Another generation follows each that is read.
    #expect(stored("18446744073709551615", "1") == nil)
    #expect(stored("18446744073709551614", "1") != nil)
    #expect(stored("18446744073709551616", "1") == nil)
    #expect(stored("1", "9223372036854775808") == nil)
    for expiry in [Int64.min, .max] {
      let key = TokenKey(["k"])
      let store = MemoryTokenStore()
      _ = await store.write(AccessToken(value: "kept", expiry: expiry), for: key, replacing: 0)
      let token = try await TokenBench().cache(store: store, key: key).token(replacing: nil)
      #expect((token.value == "kept") == (expiry == .max))
    }
  }

  @Test func `the figures of claims and allowances in a store are used within their bounds`() throws {
    var state = ClaimState()
    state.number = .max
    #expect(ClaimState(state.encoded(), left: state.life) == nil)
    state.number = .max - 1
    var last = try #require(ClaimState(state.encoded(), left: state.life))
    guard case .yours(let fence, _) = last.claim(by: ClaimOwner(), lease: .seconds(1), unless: WantedValue()) else {
      Issue.record("not claimed")
      return
    }
    #expect(fence.number == .max)

    func stored(_ used: Int) -> AllowanceState? { AllowanceState(Array("wedrive-allowance-1 \(used) r 0".utf8)) }
    for used in [Int.min, -1] { #expect(stored(used) == nil) }
    let ends = [Int.min, -1, 0, 1, .max]
    for used in [0, 1, Int.max] {
      for amount in ends {
        for limit in ends {
          for reserve in ends {
            var state = try #require(stored(used))
            let allowance = Allowance(key: SharedKey(kind: "k", []), limit: limit, reserve: reserve, life: .seconds(1))
            let taken = state.take(amount, from: allowance, request: ClaimOwner())
            #expect(taken.used >= 0 && taken.used - used == taken.granted)
            #expect(amount < 0 ? taken.granted <= 0 && taken.granted >= amount : 0...max(0, amount) ~= taken.granted)
          }
        }
      }
    }
  }
}
