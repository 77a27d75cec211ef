import Logging

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Fetches tokens, keeps them, and renews them ahead of time.
///
/// However many callers wait, one fetch is under way; a caller that gives up leaves the others waiting. While the held
/// token is good, renewing it is nobody's problem: it happens in the background, and a failure is forgotten.
public actor TokenCache: TokenProvider {
  /// A token as a service issues it.
  public struct Issued: Sendable {
    let value: Secret
    let lifetime: Duration

    /// - Parameters:
    ///   - value: The token.
    ///   - lifetime: How long it is good, from now on.
    public init(value: Secret, lifetime: Duration) {
      self.value = value
      self.lifetime = lifetime
    }
  }

  /// Asks a service for a token.
  public typealias Fetch = @Sendable () async throws(WeDriveError) -> Issued

  /// A token with its age by a clock that never jumps.
  private struct Held {
    var token: AccessToken
    var renewal: Duration
    var end: Duration
    /// Until when it is held although the service refuses it, because the service has only just issued it again.
    var trusted: Duration?
  }

  /// The longest that the store may take: it saves fetches, and is not worth waiting for.
  private static let storeLimit: Duration = .seconds(3)
  /// The longest that a fetch may take.
  private static let fetchLimit: Duration = .seconds(150)

  private typealias Waiter = CheckedContinuation<Result<AccessToken, WeDriveError>, Never>

  private let endpoint: String
  private let key: TokenKey
  private let store: any TokenStore
  private let fetch: Fetch
  private let clock: CallClock
  private let wallClock: @Sendable () -> Int64
  private let logger: Logger

  private var held: Held?
  /// The last token that the service refused: one that comes back from the store is not taken again.
  private var refused: AccessToken?
  private var isFetching = false
  private var waiters: [Int: Waiter] = [:]
  private var lastWaiter = 0
  private var pause = FailurePause()

  /// Describes a cache.
  ///
  /// - Parameters:
  ///   - endpoint: The name of the call that fetches, for errors.
  ///   - key: What the token is kept under.
  ///   - store: Where it is kept.
  ///   - clock: Time and chance.
  ///   - wallClock: Seconds since 1970; used only for tokens that come from or go to the store.
  ///   - logger: Where to log fetches.
  ///   - fetch: Asks the service. It is called for one caller at a time, and not cancelled with any of them.
  public init(
    endpoint: String, key: TokenKey, store: any TokenStore = MemoryTokenStore(), clock: CallClock = .continuous,
    wallClock: @escaping @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970) },
    logger: Logger = Logger(label: "wedrive") { _ in SwiftLogNoOpLogHandler() }, fetch: @escaping Fetch
  ) {
    self.endpoint = endpoint
    self.key = key
    self.store = store
    self.clock = clock
    self.wallClock = wallClock
    self.logger = logger
    self.fetch = fetch
  }

  /// The held token, while it is good and needs no renewal.
  public func readyToken() async -> AccessToken? { held.flatMap { clock.now() < $0.renewal ? $0.token : nil } }

  /// The held token, or a new one.
  ///
  /// - Throws: ``WeDriveError/token(_:)`` if none can be had. The same failure is reported for a while without asking the
  ///   service again: up to a minute where it refused the credential, some seconds otherwise.
  ///   ``WeDriveError/cancelled(endpoint:)`` if the task was cancelled.
  public func token(replacing refused: AccessToken?) async throws(WeDriveError) -> AccessToken {
    guard !Task.isCancelled else { throw .cancelled(endpoint: endpoint) }
    let now = clock.now()
    if let refused, let held, held.token.value == refused.value, now >= held.trusted ?? now {
      self.held = nil
      self.refused = refused
    }
    if let held, now < held.end {
      if now >= held.renewal, !pause.holds(at: now) { startFetching() }
      return held.token
    }
    if let failure = pause.failure(at: now) { throw failure }
    startFetching()
    return try await wait().get()
  }

  /// Waits for the fetch that is under way. A cancelled caller leaves at once, and leaves the others waiting.
  private func wait() async -> Result<AccessToken, WeDriveError> {
    lastWaiter += 1
    let id = lastWaiter
    return await withTaskCancellationHandler {
      // Registration happens on the actor before `leave`, which has to come here too, can run.
      await withCheckedContinuation { waiters[id] = $0 }
    } onCancel: {
      Task { await self.leave(id) }
    }
  }

  private func leave(_ id: Int) {
    waiters.removeValue(forKey: id)?.resume(returning: .failure(.cancelled(endpoint: endpoint)))
  }

  private func startFetching() {
    guard !isFetching else { return }
    isFetching = true
    // Unstructured, so that no caller's cancellation reaches it.
    Task {
      let result: Result<AccessToken, WeDriveError>
      do throws(WeDriveError) {
        result = .success(try await renew())
      } catch {
        result = .failure(error)
      }
      finish(result)
    }
  }

  private func finish(_ result: Result<AccessToken, WeDriveError>) {
    isFetching = false
    switch result {
    case .success:
      pause = FailurePause()
    case .failure(let error):
      // A failure counts against the next fetch, whether or not the held token is still good.
      pause.note(error, at: clock.now(), random: clock.random())
      logger.warning("no access token", metadata: ["endpoint": "\(endpoint)", "error": "\(error)"])
    }
    let waiting = waiters
    waiters = [:]
    for waiter in waiting.values { waiter.resume(returning: result) }
  }

  /// Takes what another process has put into the store meanwhile, or asks the service.
  private func renew() async throws(WeDriveError) -> AccessToken {
    let stored = await read()
    if let stored, stored.token.value != refused?.value, stored.token.value != held?.token.value,
      let token = adopt(stored.token)
    {
      return token
    }
    let (token, lifetime) = try check(try await issue())
    logger.info("fetched an access token", metadata: ["endpoint": "\(endpoint)"])
    hold(token, for: lifetime)
    if await write(token, replacing: stored?.generation ?? 0) == false, let newer = await read(),
      newer.token.value != refused?.value, let theirs = adopt(newer.token)
    {
      return theirs
    }
    return token
  }

  /// Asks the service, in words that say what became of the token and not of the call that fetches it.
  private func issue() async throws(WeDriveError) -> Issued {
    let fetch = fetch
    let outcome = await limited(to: Self.fetchLimit, by: clock) { () async -> Result<Issued, WeDriveError> in
      do throws(WeDriveError) {
        return .success(try await fetch())
      } catch {
        return .failure(error)
      }
    }
    switch outcome {
    case .finished(.success(let issued)): return issued
    case .finished(.failure(let error)): throw .token(TokenFailure(endpoint: endpoint, after: error))
    case .late, .cancelled: throw .token(TokenFailure(endpoint: endpoint, reason: "the service did not answer in time"))
    }
  }

  /// What the store has; nil also for a store that fails or is slow, which costs a fetch, not a call.
  private func read() async -> StoredToken? {
    let outcome = await limited(to: Self.storeLimit, by: clock) { [store, key] in try? await store.read(key) }
    guard case .finished(let stored) = outcome else { return nil }
    return stored
  }

  /// Whether the store took a token; nil for one that fails or is slow.
  private func write(_ token: AccessToken, replacing generation: UInt64) async -> Bool? {
    let outcome = await limited(to: Self.storeLimit, by: clock) { [store, key] in
      try? await store.write(token, for: key, replacing: generation)
    }
    guard case .finished(let isWritten) = outcome else { return nil }
    return isWritten
  }

  /// Holds a token from the store, if it will be good for a while.
  private func adopt(_ token: AccessToken) -> AccessToken? {
    let now = wallClock()
    guard token.expiry > now, AccessToken.isWellFormed(token.value) else { return nil }
    let left = Duration.seconds(min(token.expiry, now + TokenLife.longest) - now)
    guard left > TokenLife.renewal(of: left) + .seconds(60) else { return nil }
    hold(token, for: left)
    return token
  }

  private func hold(_ token: AccessToken, for lifetime: Duration) {
    let now = clock.now()
    held = Held(
      token: token, renewal: now + lifetime - TokenLife.renewal(of: lifetime),
      end: now + lifetime - TokenLife.margin(of: lifetime),
      trusted: token.value == refused?.value ? now + TokenLife.reissuePause : nil)
  }

  private func check(_ issued: Issued) throws(WeDriveError) -> (AccessToken, lifetime: Duration) {
    let value = issued.value.rawValue
    guard AccessToken.isWellFormed(value) else {
      throw .token(TokenFailure(endpoint: endpoint, reason: "the service issued something that is not a token"))
    }
    guard issued.lifetime > .zero else {
      throw .token(TokenFailure(endpoint: endpoint, reason: "the service issued a token that has expired already"))
    }
    let lifetime = TokenLife.bounded(issued.lifetime)
    return (AccessToken(value: value, expiry: wallClock() + lifetime.components.seconds), lifetime)
  }
}
