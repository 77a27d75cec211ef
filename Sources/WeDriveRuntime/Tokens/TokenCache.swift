import Logging

/// Fetches tokens, keeps them, and renews them ahead of time.
///
/// However many callers wait, one fetch is under way; a caller that gives up leaves the others waiting. While the held
/// token is good, it is renewed in the background, at a time that chance moves a little, and calls do not see a failure.
///
/// Caches that share a ``SharedStore`` and a key fetch one token for all of them: one claims the right to fetch, the
/// others go on with the token that they hold, or wait for the new one. A cache that dies while it fetches is waited for
/// ten seconds at the most; one that was stopped longer than that takes over what another fetched meanwhile. What the
/// service refuses is noted in the store, and none of them asks again for a minute. Without the store, each is on its own.
package actor TokenCache: TokenProvider {
  /// Asks a service for a token.
  package typealias Fetch = @Sendable () async throws(WeDriveError) -> IssuedToken

  /// A token with its age by a clock that never jumps.
  private struct Held {
    var token: AccessToken
    var renewal: Duration
    var end: Duration
    /// How long before its end it is renewed.
    var lead: Duration
    /// Until when it is held although the service refuses it, because the service has only just issued it again.
    var trusted: Duration?
    /// What it is known by where it is shared; nil if it is not.
    var version: RecordVersion?
  }

  /// How a renewal ended.
  private enum Renewal {
    case token(AccessToken)
    /// Others cannot be asked, and the held token lasts a while: it is tried again later.
    case postponed(AccessToken)
    /// For longer than a failure of one's own, if that is said.
    case failed(WeDriveError, until: Duration?)
  }

  /// The longest that a fetch may take.
  private static let fetchLimit: Duration = .seconds(150)
  /// The longest that another's fetch is waited for, before this one fetches beside it.
  private static let waitLimit: Duration = .seconds(180)
  /// How long a cache that may not fetch waits for a token that another shares.
  private static let readerWaitLimit: Duration = .seconds(5)
  /// How long a refusal of the credential is noted for others.
  private static let noteLife: Duration = .seconds(60)

  private typealias Waiter = CheckedContinuation<Result<AccessToken, WeDriveError>, Never>

  private let endpoint: String
  private let claims: any TokenClaims
  private let mayFetch: Bool
  private let fetch: Fetch
  private let clock: CallClock
  private let wallClock: @Sendable () -> Int64
  private let logger: Logger

  private var held: Held?
  /// The last token that the service refused: one that comes back from the store is not taken again.
  private var refused: AccessToken?
  private var refusedVersion: RecordVersion?
  private var isFetching = false
  private var waiters: [Int: Waiter] = [:]
  private var lastWaiter = 0
  private var pause = FailurePause()

  /// Describes a cache.
  ///
  /// - Parameters:
  ///   - endpoint: The name of the call that fetches, for errors.
  ///   - key: What the token is kept under.
  ///   - store: Where it is kept, if it is not shared. It keeps none of several processes from fetching.
  ///   - shared: Where it is shared by those that fetch for the same key; `store` is not used then.
  ///   - mayFetch: Whether the service is asked. A cache that may not takes what others have shared, and fails where there is
  ///     nothing.
  ///   - clock: Time and chance.
  ///   - wallClock: Seconds since 1970; used only for tokens that come from or go to `store`.
  ///   - logger: Where to log fetches.
  ///   - fetch: Asks the service. It is called for one caller at a time, and not cancelled with any of them.
  package init(
    endpoint: String, key: TokenKey, store: any TokenStore = MemoryTokenStore(),
    sharing shared: (any SharedStore)? = nil, mayFetch: Bool = true, clock: CallClock = .continuous,
    wallClock: @escaping @Sendable () -> Int64 = CallClock.wallClock,
    logger: Logger = Logger(label: "wedrive") { _ in SwiftLogNoOpLogHandler() }, fetch: @escaping Fetch
  ) {
    self.endpoint = endpoint
    claims =
      shared.map { SharedTokenClaims($0, key: key, clock: clock) }
      ?? TokenStoreClaims(store, key: key, clock: clock, wallClock: wallClock, logger: logger)
    self.mayFetch = mayFetch
    self.clock = clock
    self.wallClock = wallClock
    self.logger = logger
    self.fetch = fetch
  }

  /// The held token, while it is good and needs no renewal.
  package func readyToken() async -> AccessToken? { held.flatMap { clock.now() < $0.renewal ? $0.token : nil } }

  /// The held token, or a new one.
  ///
  /// - Throws: ``WeDriveError/token(_:)`` if none can be had. The same failure is reported for a while without asking the
  ///   service again: up to a minute where it refused the credential, some seconds otherwise.
  ///   ``WeDriveError/cancelled(endpoint:)`` if the task was cancelled.
  package func token(replacing refused: AccessToken?) async throws(WeDriveError) -> AccessToken {
    guard !Task.isCancelled else { throw .cancelled(endpoint: endpoint) }
    let now = clock.now()
    if let refused, let held, held.token.value == refused.value, now >= held.trusted ?? now {
      self.held = nil
      self.refused = refused
      refusedVersion = held.version
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
    Task { finish(await renew()) }
  }

  private func finish(_ renewal: Renewal) {
    isFetching = false
    let result: Result<AccessToken, WeDriveError>
    switch renewal {
    case .token(let token):
      pause = FailurePause()
      result = .success(token)
    case .postponed(let token): result = .success(token)
    case .failed(let error, let end):
      // A failure counts against the next fetch, whether or not the held token is still good.
      if let end { pause.note(error, until: end) } else { pause.note(error, at: clock.now(), random: clock.random()) }
      logger.warning("no access token", metadata: ["endpoint": "\(endpoint)", "error": "\(error)"])
      result = .failure(error)
    }
    let waiting = waiters
    waiters = [:]
    for waiter in waiting.values { waiter.resume(returning: result) }
  }

  // MARK: - Renewal

  /// Takes what another process has fetched meanwhile, or asks the service.
  private func renew() async -> Renewal {
    let start = clock.now()
    var unwanted = held?.version ?? refusedVersion
    var rounds = 0
    while true {
      switch await claims.claim(unlike: unwanted) {
      case .token(let kept):
        if kept.value == refused?.value, refusedVersion == nil { refusedVersion = kept.version }
        if isNewer(kept), let token = adopt(kept) { return .token(token) }
        // The same again, although it is not wanted: then it is not known what the store does.
        guard unwanted != kept.version else { return await fetch(under: nil, unlike: unwanted) }
        unwanted = kept.version
      case .yours(let right) where mayFetch: return await fetch(under: right, unlike: unwanted)
      case .yours(let right):
        // The right goes to a machine that may fetch.
        _ = await claims.settle(right, with: .failed)
        guard held == nil, clock.now() - start < Self.readerWaitLimit else { return withoutFetching() }
        try? await clock.sleep(.seconds(1) * (0.3 + 0.7 * clock.random()))
      case .refused(let failure, let left): return .failed(.token(failure), until: clock.now() + left)
      case .held:
        guard clock.now() - start < Self.waitLimit else { return await fetch(under: nil, unlike: unwanted) }
        rounds += 1
        let most = min(.milliseconds(500), .milliseconds(100) * (1 << min(rounds / 4, 3)))
        try? await clock.sleep(most * (0.3 + 0.7 * clock.random()))
      case .unavailable:
        guard let held, held.end - clock.now() > held.lead / 2 else {
          return await fetch(under: nil, unlike: unwanted)
        }
        self.held?.renewal = clock.now() + .seconds(1) * (1 + clock.random())
        return .postponed(held.token)
      }
    }
  }

  /// Asks the service, and lets others have what it says.
  ///
  /// - Parameters:
  ///   - right: Nil if others cannot be asked: then they are not told either.
  ///   - unwanted: The version of the token that is replaced.
  private func fetch(under right: TokenRight?, unlike unwanted: RecordVersion?) async -> Renewal {
    guard mayFetch else { return withoutFetching() }
    let keeper = right.map { right in Task { [claims] in await claims.keep(right, unlike: unwanted) } }
    let result: Result<(AccessToken, lifetime: Duration), WeDriveError>
    do throws(WeDriveError) {
      result = .success(try check(try await issue()))
    } catch {
      result = .failure(error)
    }
    keeper?.cancel()
    await keeper?.value
    switch result {
    case .success(let (token, lifetime)):
      logger.info("fetched an access token", metadata: ["endpoint": "\(endpoint)"])
      guard let right else {
        hold(token, left: lifetime, of: lifetime)
        return .token(token)
      }
      return .token(await share(token, lifetime, under: right, unlike: unwanted))
    case .failure(let error):
      if let right { _ = await claims.settle(right, with: Self.outcome(of: error)) }
      return .failed(error, until: nil)
    }
  }

  /// No other has shared a token: the held one is used to its end, and then there is none.
  private func withoutFetching() -> Renewal {
    if let held, clock.now() < held.end {
      self.held?.renewal = clock.now() + .seconds(1) * (1 + clock.random())
      return .postponed(held.token)
    }
    let reason = "this machine may not fetch one, and none that may has shared one that is good"
    return .failed(.token(TokenFailure(endpoint: endpoint, reason: reason)), until: nil)
  }

  /// Lets others have a token that was fetched, and holds it; or theirs, if they have a newer one. Calls do not see it before
  /// that is known: a claim that was lost may mean that another fetch has ended it.
  private func share(
    _ token: AccessToken, _ lifetime: Duration, under right: TokenRight, unlike unwanted: RecordVersion?
  ) async -> AccessToken {
    let start = clock.now()
    let outcome = TokenOutcome.issued(token.value, life: lifetime)
    var version: RecordVersion?
    var mayBeSuperseded = false
    switch await claims.settle(right, with: outcome) {
    case .kept(let kept): version = kept
    case .unavailable: break
    case .lost:
      switch await claims.claim(unlike: unwanted) {
      case .token(let newer):
        if let theirs = adopt(newer) { return theirs }
      case .yours(let right):
        if case .kept(let kept) = await claims.settle(right, with: outcome) { version = kept }
      case .held, .refused, .unavailable: mayBeSuperseded = true
      }
    }
    hold(token, left: lifetime - (clock.now() - start), of: lifetime, version: version)
    // Another is about to have one that may end this one.
    if mayBeSuperseded { held?.renewal = clock.now() + .seconds(1) }
    return token
  }

  private static func outcome(of error: WeDriveError) -> TokenOutcome {
    guard case .token(let failure) = error, FailurePause.concernsAll(failure) else { return .failed }
    return .refused(failure, noteLife)
  }

  /// Asks the service, in words that say what became of the token and not of the call that fetches it.
  private func issue() async throws(WeDriveError) -> IssuedToken {
    let fetch = fetch
    let outcome = await limited(to: Self.fetchLimit, by: clock) { () async -> Result<IssuedToken, WeDriveError> in
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

  /// Whether a kept token may be newer than the held one, and is not the one that was refused. What is held and was not
  /// shared is known by its end alone.
  private func isNewer(_ kept: KeptToken) -> Bool {
    guard refusedVersion == nil || kept.version != refusedVersion else { return false }
    guard let held, held.version == nil else { return true }
    return kept.left > held.end - clock.now() - TokenLife.renewal(of: kept.life)
  }

  /// Holds a token that another fetched, if it is good for a while. One that is due for renewal is held as well: it is
  /// renewed in the background.
  private func adopt(_ kept: KeptToken) -> AccessToken? {
    guard AccessToken.isWellFormed(kept.value), kept.left > TokenLife.minimumLifetime(of: kept.life) else { return nil }
    let now = wallClock()
    let (expiry, overflow) = now.addingReportingOverflow(kept.left.components.seconds)
    let token = AccessToken(value: kept.value, expiry: overflow ? .max : expiry)
    hold(token, left: kept.left, of: kept.life, version: kept.version)
    return token
  }

  private func hold(
    _ token: AccessToken, left: Duration, of lifetime: Duration, version: RecordVersion? = nil
  ) {
    let now = clock.now()
    let lead = TokenLife.renewal(of: lifetime) * (1 - clock.random() / 5)
    held = Held(
      token: token, renewal: now + left - lead, end: now + left - TokenLife.margin(of: lifetime), lead: lead,
      trusted: token.value == refused?.value ? now + TokenLife.reissuePause : nil, version: version)
  }

  private func check(_ issued: IssuedToken) throws(WeDriveError) -> (AccessToken, lifetime: Duration) {
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
