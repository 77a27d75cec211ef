/// Keeps what machines share: tokens, tickets, handled callbacks, budgets and journals of uploads.
///
/// A store of one's own implements ``read(_:)``, ``write(_:for:replacing:life:)`` and ``remove(_:version:)``. The other
/// operations have implementations made of these; a store that can do each in one trip replaces them. The suite in
/// `WeDriveStoreTesting` shows whether a store keeps the rules.
///
/// All times are durations by the store's clock, so the clocks of the machines do not matter. A key is used either for
/// records or for claims, never for both. An operation answers or fails within a second or so; it may be repeated after a
/// failure that leaves open whether it was done.
public protocol SharedStore: Sendable {
  /// What is kept under a key.
  ///
  /// - Returns: Nil for nothing and for what has expired.
  /// - Throws: ``StoreFailure``, with ``StoreFailure/Kind/foreign`` if the key holds what this package did not write.
  func read(_ key: SharedKey) async throws(StoreFailure) -> SharedRecord?

  /// Keeps a value if the record's version is still the given one.
  ///
  /// - Parameters:
  ///   - value: Any bytes.
  ///   - key: What they are kept under.
  ///   - version: That of the record which is replaced; nil: there must be none.
  ///   - life: How long the record is kept.
  /// - Returns: The new version; nil, with nothing changed, if another record is there by now.
  /// - Throws: ``StoreFailure``.
  func write(
    _ value: [UInt8], for key: SharedKey, replacing version: RecordVersion?, life: Duration
  ) async throws(StoreFailure) -> RecordVersion?

  /// Removes a record of a version.
  ///
  /// - Returns: Whether there is no record now; false if it has another version.
  /// - Throws: ``StoreFailure``.
  func remove(_ key: SharedKey, version: RecordVersion) async throws(StoreFailure) -> Bool

  /// Gives the value under a key, or the right to make a new one, to one claimant at a time.
  ///
  /// The same owner that asks again while its lease runs has its claim renewed under the same fence.
  ///
  /// - Parameters:
  ///   - key: What is claimed.
  ///   - owner: Who claims.
  ///   - lease: How long others wait for the owner.
  ///   - wanted: Which values are good enough.
  /// - Throws: ``StoreFailure``.
  func claim(
    _ key: SharedKey, by owner: ClaimOwner, lease: Duration, unless wanted: WantedValue
  ) async throws(StoreFailure) -> Claim

  /// Ends or renews a claim.
  ///
  /// The fence is checked, not the lease: a late owner still succeeds if no other has claimed meanwhile.
  ///
  /// - Returns: The version of the value that is there now, ``RecordVersion/none`` without one; nil, with nothing changed,
  ///   if the fence is not that of the last claim.
  /// - Throws: ``StoreFailure``.
  func settle(
    _ key: SharedKey, under fence: ClaimFence, with outcome: ClaimOutcome
  ) async throws(StoreFailure) -> RecordVersion?

  /// Takes from an allowance as much as is there, up to an amount.
  ///
  /// - Parameters:
  ///   - amount: How much; a negative amount is given back.
  ///   - allowance: What it is taken from.
  ///   - request: Names this request. One that is repeated before another was served is counted once.
  /// - Throws: ``StoreFailure``.
  func take(
    _ amount: Int, from allowance: Allowance, request: ClaimOwner
  ) async throws(StoreFailure) -> Taken

  /// What the store's own clock says, which is the same for all machines: it decides when a month or a minute of a
  /// ``CallBudget`` begins.
  ///
  /// - Returns: Seconds since 1970; nil for a store without a clock of its own, as every store is that does not say
  ///   otherwise.
  /// - Throws: ``StoreFailure``.
  func currentTime() async throws(StoreFailure) -> Int64?
}

extension SharedStore {
  /// A store without a clock of its own.
  public func currentTime() async throws(StoreFailure) -> Int64? { nil }

  /// Takes all that an allowance has left, so that all who share it find it used up.
  ///
  /// - Throws: ``StoreFailure``.
  public func exhaust(_ allowance: Allowance) async throws(StoreFailure) -> Taken {
    var all = allowance
    all.reserve = 0
    return try await take(allowance.limit, from: all, request: ClaimOwner())
  }
}

/// Why a shared store did not do what it was asked.
public struct StoreFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// What kind of trouble it is.
  public enum Kind: String, Sendable, Hashable {
    /// It does not answer, or cannot be connected to.
    case unreachable
    /// It refuses the user, the password or the command.
    case denied
    /// It has no room for another record, or cannot write its disk.
    case full
    /// It takes no writes: a replica, or a master without replicas.
    case readOnly
    /// It is occupied, loading, or others write under the same key all the time.
    case busy
    /// The key holds what this package did not write. It is left alone.
    case foreign
    /// What it answers cannot be understood.
    case protocolError
  }

  /// What kind of trouble it is.
  public let kind: Kind
  /// What happened; without values, addresses and secrets.
  public let reason: String
  /// Whether the operation may have been done although it failed.
  public let mayBeDone: Bool

  /// Describes a failure.
  public init(_ kind: Kind, _ reason: String, mayBeDone: Bool = false) {
    self.kind = kind
    self.reason = reason
    self.mayBeDone = mayBeDone
  }

  /// A key that holds something else.
  public init(foreign key: SharedKey) {
    self.init(.foreign, "the key \(key) holds what was not written for it; remove it, or choose another prefix")
  }

  /// The kind and the reason.
  public var description: String { "shared store \(kind.rawValue): \(reason)" }
}

extension SharedStore {
  /// Reads, decides and writes, again if another was faster.
  public func claim(
    _ key: SharedKey, by owner: ClaimOwner, lease: Duration, unless wanted: WantedValue
  ) async throws(StoreFailure) -> Claim {
    try await change(key) { state in
      let claim = state.claim(by: owner, lease: lease, unless: wanted)
      if case .yours = claim { return (claim, true) }
      return (claim, false)
    }
  }

  /// Reads, checks the fence and writes, again if another was faster.
  public func settle(
    _ key: SharedKey, under fence: ClaimFence, with outcome: ClaimOutcome
  ) async throws(StoreFailure) -> RecordVersion? {
    let version = RecordVersion.unique()
    return try await change(key) { state in
      let isSettled = state.settle(under: fence, with: outcome, version: version)
      return (isSettled ? state.version : nil, isSettled)
    }
  }

  /// Reads, counts and writes, again if another was faster.
  public func take(
    _ amount: Int, from allowance: Allowance, request: ClaimOwner
  ) async throws(StoreFailure) -> Taken {
    try await repeating(allowance.key) { record throws(StoreFailure) in
      var state = AllowanceState()
      if let record {
        guard let known = AllowanceState(record.value) else { throw StoreFailure(foreign: allowance.key) }
        state = known
      }
      let taken = state.take(amount, from: allowance, request: request)
      return (taken, (state.encoded(), allowance.life))
    }
  }

  private func change<Answer>(
    _ key: SharedKey, _ transition: (inout ClaimState) -> (Answer, isChanged: Bool)
  ) async throws(StoreFailure) -> Answer {
    try await repeating(key) { record throws(StoreFailure) in
      var state = ClaimState()
      if let record {
        guard let known = ClaimState(record.value, left: record.left) else { throw StoreFailure(foreign: key) }
        state = known
      }
      let (answer, isChanged) = transition(&state)
      return (answer, isChanged ? (state.encoded(), state.life) : nil)
    }
  }

  /// Writes what `step` makes of a record; the whole again as long as others write in between.
  private func repeating<Answer>(
    _ key: SharedKey, _ step: (SharedRecord?) throws(StoreFailure) -> (Answer, (value: [UInt8], life: Duration)?)
  ) async throws(StoreFailure) -> Answer {
    for attempt in 0..<100 {
      let record = try await read(key)
      let (answer, change) = try step(record)
      guard let change else { return answer }
      if try await write(change.value, for: key, replacing: record?.version, life: change.life) != nil { return answer }
      // Those that met have to part, or some of many would lose every time. A cancelled task does not wait.
      try? await Task.sleep(for: .milliseconds(Int.random(in: 0...min(attempt * 2, 20))))
    }
    throw StoreFailure(.busy, "others wrote under the key a hundred times in a row")
  }
}
