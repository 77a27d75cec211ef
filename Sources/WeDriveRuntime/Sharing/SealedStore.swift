import Logging
import Synchronization

/// A store whose values only those can read and write who have the keys. Names, versions, times and counts stay as they are.
///
/// A value that no key here opens counts as nothing, with one warning, and is replaced.
public final class SealedStore: SharedStore {
  private let base: any SharedStore
  private let keys: SealingKeys
  private let logger: Logger
  private let hasWarned = Mutex(false)

  /// Seals what goes into a store.
  ///
  /// - Parameters:
  ///   - base: Where sealed values are kept.
  ///   - keys: What they are sealed with.
  ///   - logger: Told once of a value that cannot be opened.
  public init(
    _ base: any SharedStore, keys: SealingKeys,
    logger: Logger = Logger(label: "wedrive") { _ in SwiftLogNoOpLogHandler() }
  ) {
    self.base = base
    self.keys = keys
    self.logger = logger
  }

  /// What is kept under a key.
  public func read(_ key: SharedKey) async throws(StoreFailure) -> SharedRecord? {
    opened(try await base.read(key), key)
  }

  /// Keeps a value, if the version is still the given one.
  public func write(
    _ value: [UInt8], for key: SharedKey, replacing version: RecordVersion?, life: Duration
  ) async throws(StoreFailure) -> RecordVersion? {
    let sealed = try seal(value, key, Self.valueField)
    if let new = try await base.write(sealed, for: key, replacing: version, life: life) { return new }
    // To the caller, what cannot be opened is not there: it must be possible to replace it.
    guard version == nil, let present = try await base.read(key), opened(present, key) == nil else { return nil }
    return try await base.write(sealed, for: key, replacing: present.version, life: life)
  }

  /// Removes a record, if its version is the given one.
  public func remove(_ key: SharedKey, version: RecordVersion) async throws(StoreFailure) -> Bool {
    try await base.remove(key, version: version)
  }

  /// Gives the value, or the right to make one.
  public func claim(
    _ key: SharedKey, by owner: ClaimOwner, lease: Duration, unless wanted: WantedValue
  ) async throws(StoreFailure) -> Claim {
    let claim = try await base.claim(key, by: owner, lease: lease, unless: wanted)
    switch claim {
    case .value(let record):
      if let record = opened(record, key) { return .value(record) }
      var wanted = wanted
      wanted.excluding = record.version
      let second = try await base.claim(key, by: owner, lease: lease, unless: wanted)
      guard case .value(let other) = second else { return opened(second, key) }
      guard let other = opened(other, key) else { throw StoreFailure(.busy, "values come and go that no key opens") }
      return .value(other)
    default:
      return opened(claim, key)
    }
  }

  /// Ends or renews a claim.
  public func settle(
    _ key: SharedKey, under fence: ClaimFence, with outcome: ClaimOutcome
  ) async throws(StoreFailure) -> RecordVersion? {
    let sealed: ClaimOutcome =
      switch outcome {
      case .value(let value, let life): .value(try seal(value, key, Self.valueField), life: life)
      case .progress(let value, let life, let lease):
        .progress(try seal(value, key, Self.valueField), life: life, lease: lease)
      case .note(let note, let life): .note(try seal(note, key, Self.noteField), life: life)
      case .release: .release
      }
    return try await base.settle(key, under: fence, with: sealed)
  }

  /// Takes from an allowance.
  public func take(
    _ amount: Int, from allowance: Allowance, request: ClaimOwner
  ) async throws(StoreFailure) -> Taken {
    try await base.take(amount, from: allowance, request: request)
  }

  /// What the store's clock says.
  public func currentTime() async throws(StoreFailure) -> Int64? { try await base.currentTime() }

  private static let valueField = "value"
  private static let noteField = "note"

  /// The key's name and the field are authenticated, so that nothing can be moved to another place.
  private static func place(_ key: SharedKey, _ field: String) -> [UInt8] { Array("\(key.text) \(field)".utf8) }

  private func seal(_ value: [UInt8], _ key: SharedKey, _ field: String) throws(StoreFailure) -> [UInt8] {
    try keys.seal(value, at: Self.place(key, field))
  }

  private func opened(_ record: SharedRecord?, _ key: SharedKey) -> SharedRecord? {
    guard let record else { return nil }
    guard let value = keys.open(record.value, at: Self.place(key, Self.valueField)) else {
      warnOnce()
      return nil
    }
    return SharedRecord(value: value, version: record.version, left: record.left)
  }

  private func opened(_ claim: Claim, _ key: SharedKey) -> Claim {
    switch claim {
    case .value: claim
    case .yours(let fence, let previous): .yours(fence, previous: opened(previous, key))
    case .held(let left, let previous): .held(left, previous: opened(previous, key))
    case .noted(let note, let left): .noted(keys.open(note, at: Self.place(key, Self.noteField)) ?? [], left)
    }
  }

  private func warnOnce() {
    let isFirst = hasWarned.withLock { warned in
      defer { warned = true }
      return !warned
    }
    if isFirst { logger.warning("a shared value was sealed with a key that is not here; it counts as nothing") }
  }
}
