import Synchronization

@testable import WeDriveRuntime

/// Gives t1, t2, … and a new one for each that was refused.
final class CountingTokens: TokenProvider {
  private let state = Mutex((current: 1, replacements: [String]()))
  var replacements: [String] { state.withLock { $0.replacements } }

  func token(replacing refused: AccessToken?) async throws(WeDriveError) -> AccessToken {
    state.withLock { state in
      if let refused {
        state.replacements.append(refused.value)
        if refused.value == "t\(state.current)" { state.current += 1 }
      }
      return AccessToken(value: "t\(state.current)", expiry: .max)
    }
  }
}
