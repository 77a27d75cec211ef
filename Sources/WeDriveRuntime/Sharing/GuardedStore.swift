import Logging
import Synchronization

/// Whether a shared store can be used, for a readiness probe.
public enum StoreHealth: Sendable, Hashable {
  /// The last operation was served, or there was none.
  case available
  /// It failed, and is asked again after a while.
  case failing(StoreFailure.Kind)
}

/// Keeps a store in trouble from holding up those who could do without it.
///
/// After a failure the store is left alone for a second, twice as long after each further one up to 30 seconds; then one
/// operation probes it, and the others fail at once until that is served. The log has one warning when the trouble begins or
/// changes its kind, and one line when it has ended.
public final class GuardedStore: SharedStore {
  private struct State {
    var health = StoreHealth.available
    var failures = 0
    var retryTime: Duration = .zero
    var isProbing = false
  }

  private let base: any SharedStore
  private let clock: CallClock
  private let logger: Logger
  private let state = Mutex(State())

  /// Guards a store.
  ///
  /// - Parameters:
  ///   - base: What is guarded.
  ///   - clock: Time and chance.
  ///   - logger: Where trouble is logged, by kind and reason.
  public init(
    _ base: any SharedStore, clock: CallClock = .continuous,
    logger: Logger = Logger(label: "wedrive") { _ in SwiftLogNoOpLogHandler() }
  ) {
    self.base = base
    self.clock = clock
    self.logger = logger
  }

  /// Whether the store can be used, as far as is known. Asks nothing.
  public var health: StoreHealth { state.withLock { $0.health } }

  /// What is kept under a key.
  public func read(_ key: SharedKey) async throws(StoreFailure) -> SharedRecord? {
    try await guarding { () throws(StoreFailure) in try await self.base.read(key) }
  }

  /// Keeps a value, if the version is still the given one.
  public func write(
    _ value: [UInt8], for key: SharedKey, replacing version: RecordVersion?, life: Duration
  ) async throws(StoreFailure) -> RecordVersion? {
    try await guarding { () throws(StoreFailure) in
      try await self.base.write(value, for: key, replacing: version, life: life)
    }
  }

  /// Removes a record, if its version is the given one.
  public func remove(_ key: SharedKey, version: RecordVersion) async throws(StoreFailure) -> Bool {
    try await guarding { () throws(StoreFailure) in try await self.base.remove(key, version: version) }
  }

  /// Gives the value, or the right to make one.
  public func claim(
    _ key: SharedKey, by owner: ClaimOwner, lease: Duration, unless wanted: WantedValue
  ) async throws(StoreFailure) -> Claim {
    try await guarding { () throws(StoreFailure) in
      try await self.base.claim(key, by: owner, lease: lease, unless: wanted)
    }
  }

  /// Ends or renews a claim.
  public func settle(
    _ key: SharedKey, under fence: ClaimFence, with outcome: ClaimOutcome
  ) async throws(StoreFailure) -> RecordVersion? {
    try await guarding { () throws(StoreFailure) in try await self.base.settle(key, under: fence, with: outcome) }
  }

  /// Takes from an allowance.
  public func take(
    _ amount: Int, from allowance: Allowance, request: ClaimOwner
  ) async throws(StoreFailure) -> Taken {
    try await guarding { () throws(StoreFailure) in
      try await self.base.take(amount, from: allowance, request: request)
    }
  }

  /// What the store's clock says. A store without a clock answers without being asked, which says nothing about its health:
  /// this never is the probe of a store in trouble.
  public func currentTime() async throws(StoreFailure) -> Int64? {
    if case .failing(let kind) = health { throw StoreFailure(kind, Self.isLeftAlone) }
    do throws(StoreFailure) {
      return try await base.currentTime()
    } catch {
      note(error, isProbe: false)
      throw error
    }
  }

  private static let isLeftAlone = "left alone for a while after a failure"

  private func guarding<Answer>(
    _ operation: () async throws(StoreFailure) -> Answer
  ) async throws(StoreFailure) -> Answer {
    let isProbe = try admit()
    do throws(StoreFailure) {
      let answer = try await operation()
      noteSuccess(isProbe: isProbe)
      return answer
    } catch {
      note(error, isProbe: isProbe)
      throw error
    }
  }

  /// Whether the operation that may begin is a probe.
  private func admit() throws(StoreFailure) -> Bool {
    let now = clock.now()
    let admission: Result<Bool, StoreFailure> = state.withLock { state in
      guard case .failing(let kind) = state.health else { return .success(false) }
      guard !state.isProbing, now >= state.retryTime else {
        return .failure(StoreFailure(kind, Self.isLeftAlone))
      }
      state.isProbing = true
      return .success(true)
    }
    return try admission.get()
  }

  private func noteSuccess(isProbe: Bool) {
    let hasHealed = state.withLock { state in
      // What began before the trouble says nothing about now.
      guard state.health == .available || isProbe else { return false }
      defer { state = State() }
      return isProbe
    }
    if hasHealed { logger.info("the shared store is back") }
  }

  private func note(_ failure: StoreFailure, isProbe: Bool) {
    let now = clock.now()
    let isNew = state.withLock { state in
      if isProbe { state.isProbing = false }
      // One key says nothing about the others.
      guard failure.kind != .foreign else { return true }
      let isNew = state.health != .failing(failure.kind)
      guard isProbe || state.health == .available else { return false }
      state.health = .failing(failure.kind)
      let pause = min(.seconds(30), .seconds(1) * (1 << min(state.failures, 5)))
      state.retryTime = now + pause * (0.9 + clock.random() / 5)
      state.failures += 1
      return isNew
    }
    if isNew {
      logger.warning(
        "the shared store fails; going on without it",
        metadata: ["kind": "\(failure.kind.rawValue)", "reason": "\(failure.reason)"])
    }
  }
}
