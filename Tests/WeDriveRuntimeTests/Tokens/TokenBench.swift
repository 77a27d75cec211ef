import Synchronization

@testable import WeDriveRuntime

/// A service that issues tokens as a test says, and a cache over it.
final class TokenBench: Sendable {
  private struct State {
    var fetches = 0
    var answers: [Result<IssuedToken, WeDriveError>] = []
    var gate: [CheckedContinuation<Void, Never>]?
  }

  let time = VirtualClock()
  private let state = Mutex(State())
  let wall = Mutex<Int64>(1_800_000_000)

  /// How often the service was asked.
  var fetches: Int { state.withLock { $0.fetches } }

  /// The next answers; after them, t1, t2, … by the number of the fetch, good for two hours.
  func answer(_ answers: Result<IssuedToken, WeDriveError>...) { state.withLock { $0.answers += answers } }

  /// Makes fetches wait until ``open()``.
  func close() { state.withLock { $0.gate = [] } }

  func open() {
    let waiting = state.withLock { state in
      defer { state.gate = nil }
      return state.gate ?? []
    }
    for continuation in waiting { continuation.resume() }
  }

  func cache(
    store: any TokenStore = MemoryTokenStore(), sharing shared: (any SharedStore)? = nil,
    mayFetch: Bool = true, key: TokenKey = TokenKey(["host", "corp", "secret"])
  ) -> TokenCache {
    TokenCache(
      endpoint: "example_token", key: key, store: store, sharing: shared, mayFetch: mayFetch,
      clock: time.clock, wallClock: { self.wall.withLock { $0 } }
    ) { () async throws(WeDriveError) in try await self.issue() }
  }

  private func issue() async throws(WeDriveError) -> IssuedToken {
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
