import Logging
import Synchronization

/// A token that is kept where others find it, and what is left of it.
struct KeptToken: Sendable {
  var value: String
  /// How long it was good when it was issued.
  var life: Duration
  /// How long it is good from now on.
  var left: Duration
  /// Tells it from those before and after it.
  var version: RecordVersion
}

/// What a cache that needs a token is told by those who share it.
enum TokenClaim: Sendable {
  case token(KeptToken)
  /// Fetch one, and settle.
  case yours(TokenRight)
  /// Another fetches one, and has at most so long to do it.
  case held(Duration)
  /// The service refused the credential when another asked; it is not asked again for so long.
  case refused(TokenFailure, Duration)
  /// The store does not work.
  case unavailable
}

/// The right to fetch. That to a store's next generation keeps no other from fetching; that to a claim does.
enum TokenRight: Sendable {
  case generation(UInt64)
  case claim(HeldClaim)
}

/// How a fetch ended.
enum TokenOutcome: Sendable {
  case issued(String, life: Duration)
  /// Tell others for as long as this.
  case refused(TokenFailure, Duration)
  case failed
}

/// What became of the outcome.
enum TokenSettlement: Sendable {
  case kept(RecordVersion)
  /// Another has had the right meanwhile.
  case lost
  case unavailable
}

/// Where the tokens of one credential are kept, and who may fetch the next.
protocol TokenClaims: Sendable {
  /// A token of another version than the one that is not wanted, or the right to fetch one.
  func claim(unlike version: RecordVersion?) async -> TokenClaim
  /// Renews the lease, so that the right is given to no other, until the task is cancelled.
  func keep(_ right: TokenRight, unlike version: RecordVersion?) async
  /// Ends the right.
  func settle(_ right: TokenRight, with outcome: TokenOutcome) async -> TokenSettlement
}

/// The fence of a claim, which a renewal may replace.
final class HeldClaim: Sendable {
  private let current: Mutex<ClaimFence>

  init(_ fence: ClaimFence) { current = Mutex(fence) }

  var fence: ClaimFence {
    get { current.withLock { $0 } }
    set { current.withLock { $0 = newValue } }
  }
}

// MARK: - A shared store

/// Tokens in a ``SharedStore``: of all who share it, one fetches at a time.
struct SharedTokenClaims: TokenClaims {
  /// How long others wait for one that has fallen silent.
  static let lease: Duration = .seconds(10)
  /// The longest that the store may take, whatever it promises.
  private static let limit: Duration = .seconds(3)

  private let store: any SharedStore
  private let key: SharedKey
  private let clock: CallClock
  private let owner = ClaimOwner()

  init(_ store: any SharedStore, key: TokenKey, clock: CallClock) {
    self.store = store
    self.key = SharedKey(kind: "t", [key.text])
    self.clock = clock
  }

  func claim(unlike version: RecordVersion?) async -> TokenClaim {
    var version = version
    while true {
      let unwanted = version
      let start = clock.now()
      let claim = await inTime { store throws(StoreFailure) in
        try await store.claim(key, by: owner, lease: Self.lease, unless: WantedValue(excluding: unwanted))
      }
      switch claim {
      case nil: return .unavailable
      case .value(let record):
        guard let token = TokenValue.decode(record.value) else {
          // It is no token, and is replaced by one.
          guard record.version != version else { return .unavailable }
          version = record.version
          continue
        }
        return .token(KeptToken(value: token.value, life: token.life, left: record.left, version: record.version))
      case .yours(let fence, _):
        // The lease began before the answer came. Where most of it is over already, it is renewed.
        guard clock.now() - start < Self.lease / 2 else { continue }
        return .yours(.claim(HeldClaim(fence)))
      case .held(let left, _): return .held(left)
      case .noted(let note, let left):
        guard let failure = TokenNote.decode(note) else { return .unavailable }
        return .refused(failure, left)
      }
    }
  }

  /// Renews the lease, so that it can be short.
  func keep(_ right: TokenRight, unlike version: RecordVersion?) async {
    guard case .claim(let claim) = right else { return }
    while (try? await clock.sleep(Self.lease / 3)) != nil {
      let answer = await inTime { store throws(StoreFailure) in
        try await store.claim(key, by: owner, lease: Self.lease, unless: WantedValue(excluding: version))
      }
      if case .yours(let fence, _) = answer { claim.fence = fence }
    }
  }

  func settle(_ right: TokenRight, with outcome: TokenOutcome) async -> TokenSettlement {
    guard case .claim(let claim) = right else { return .unavailable }
    let settled: ClaimOutcome =
      switch outcome {
      case .issued(let value, let life): .value(TokenValue(value: value, life: life).encoded(), life: life)
      case .refused(let failure, let pause): TokenNote.encode(failure).map { .note($0, life: pause) } ?? .release
      case .failed: .release
      }
    let version = await inTime { store throws(StoreFailure) in
      try await store.settle(key, under: claim.fence, with: settled)
    }
    guard let version else { return .unavailable }
    return version.map { .kept($0) } ?? .lost
  }

  /// What the store answers; nil for one that fails or is late, which it says itself to a log.
  private func inTime<Answer: Sendable>(
    _ operation: @escaping @Sendable (any SharedStore) async throws(StoreFailure) -> Answer
  ) async -> Answer? {
    let outcome = await limited(to: Self.limit, by: clock) { [store] in try? await operation(store) }
    guard case .finished(let answer) = outcome else { return nil }
    return answer
  }
}

/// A token as it stands in a store.
struct TokenValue: Equatable {
  private static let first = "wedrive-token 2"

  var value: String
  var life: Duration

  func encoded() -> [UInt8] { Array("\(Self.first)\n\(life.wholeMilliseconds)\n\(value)".utf8) }

  /// Nil for anything else than what was written.
  static func decode(_ bytes: [UInt8]) -> TokenValue? {
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count == 3, lines[0] == first, let life = Int64(lines[1]), life > 0 else { return nil }
    return TokenValue(value: String(lines[2]), life: .milliseconds(life))
  }
}

/// Why the service refused a credential, as it stands in a store: nothing that identifies the credential.
enum TokenNote {
  private struct Text: Codable {
    var endpoint: String
    var reason: String
    var service: String
    var code: Int
    var message: String
    var name: String?
    var meaning: String?
    var action: String?
    var hint: String?
  }

  /// Nil for a failure that is no refusal.
  static func encode(_ failure: TokenFailure) -> [UInt8]? {
    guard let refusal = failure.refusal else { return nil }
    let advice = refusal.advice
    let text = Text(
      endpoint: failure.endpoint, reason: failure.reason, service: refusal.service, code: refusal.code,
      message: refusal.message, name: advice?.name, meaning: advice?.meaning, action: advice?.action.rawValue,
      hint: advice?.hint)
    return try? WireJSON.encode(text, endpoint: failure.endpoint)
  }

  static func decode(_ bytes: [UInt8]) -> TokenFailure? {
    guard let text = try? WireJSON.decode(Text.self, from: bytes, endpoint: "") else { return nil }
    var advice: ErrcodeAdvice?
    if let name = text.name, let meaning = text.meaning, let action = text.action.flatMap(ErrcodeAdvice.Action.init) {
      advice = ErrcodeAdvice(name, meaning, action, hint: text.hint)
    }
    return TokenFailure(
      endpoint: text.endpoint, reason: text.reason,
      refusal: Refusal(
        endpoint: text.endpoint, service: text.service, code: text.code, message: text.message, advice: advice))
  }
}

// MARK: - A token store

/// Tokens in a ``TokenStore``, which has no claims: every caller may fetch. That it fails is logged once, and that it works again.
struct TokenStoreClaims: TokenClaims {
  /// The longest that the store may take: it saves fetches, and is not worth waiting for.
  private static let limit: Duration = .seconds(3)

  private let store: any TokenStore
  private let key: TokenKey
  private let clock: CallClock
  private let wallClock: @Sendable () -> Int64
  private let logger: Logger
  private let trouble = Trouble()

  private final class Trouble: Sendable {
    let isThere = Mutex(false)
  }

  init(
    _ store: any TokenStore, key: TokenKey, clock: CallClock, wallClock: @escaping @Sendable () -> Int64,
    logger: Logger
  ) {
    self.store = store
    self.key = key
    self.clock = clock
    self.wallClock = wallClock
    self.logger = logger
  }

  func claim(unlike version: RecordVersion?) async -> TokenClaim {
    guard let stored = await inTime({ store in try await store.read(key) }) else { return .yours(.generation(0)) }
    guard let stored, Self.version(of: stored) != version else { return .yours(.generation(stored?.generation ?? 0)) }
    let (left, overflow) = stored.token.expiry.subtractingReportingOverflow(wallClock())
    let seconds = overflow ? (stored.token.expiry > 0 ? TokenLife.longest : 0) : min(max(0, left), TokenLife.longest)
    return .token(
      // How long it was good at first is not kept.
      KeptToken(
        value: stored.token.value, life: .seconds(TokenLife.longest), left: .seconds(seconds),
        version: Self.version(of: stored)))
  }

  func keep(_ right: TokenRight, unlike version: RecordVersion?) async {}

  func settle(_ right: TokenRight, with outcome: TokenOutcome) async -> TokenSettlement {
    guard case .generation(let generation) = right, case .issued(let value, let life) = outcome else {
      return .unavailable
    }
    let token = AccessToken(value: value, expiry: wallClock() + life.components.seconds)
    let isWritten = await inTime { store in try await store.write(token, for: key, replacing: generation) }
    guard let isWritten else { return .unavailable }
    return isWritten ? .kept(RecordVersion("\(generation + 1)")) : .lost
  }

  private static func version(of stored: StoredToken) -> RecordVersion { RecordVersion("\(stored.generation)") }

  private func inTime<Answer: Sendable>(
    _ operation: @escaping @Sendable (any TokenStore) async throws -> Answer
  ) async -> Answer? {
    let outcome = await limited(to: Self.limit, by: clock) { [store] in
      do {
        return Result<Answer, any Error>.success(try await operation(store))
      } catch {
        return .failure(error)
      }
    }
    switch outcome {
    case .finished(.success(let answer)):
      note(nil)
      return answer
    case .finished(.failure(let error)): note("an error of type \(type(of: error))")
    case .late: note("it does not answer in time")
    case .cancelled: break
    }
    return nil
  }

  private func note(_ reason: String?) {
    let isNew = trouble.isThere.withLock { isThere in
      defer { isThere = reason != nil }
      return isThere != (reason != nil)
    }
    guard isNew else { return }
    if let reason {
      logger.warning("the token store fails; going on without it", metadata: ["reason": "\(reason)"])
    } else {
      logger.info("the token store is back")
    }
  }
}
