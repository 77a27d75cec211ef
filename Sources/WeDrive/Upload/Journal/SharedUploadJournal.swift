import WeDriveHTTP
import WeDriveRuntime
import WeDriveTransfers

/// An upload that is remembered in a shared store, by what is uploaded and where to: neither path nor machine matters.
///
/// One has it at a time, by a claim whose lease is renewed while this lives. One that was stopped longer than the lease
/// finds at its next record that another has taken over, and ends. While the store does not work, the upload goes on
/// without it; what was missed is written with the next record.
actor SharedUploadJournal: UploadJournal {
  /// How a journal was opened.
  enum Opening: Sendable {
    case opened(SharedUploadJournal)
    /// The upload was completed.
    case done(Completion)
    /// Another has it, for as long as this unless it goes on.
    case inUse(Duration)
    /// The store does not work.
    case unavailable
  }

  /// An upload that was completed.
  struct Completion: Sendable {
    let result: String
    /// How long ago that was.
    let age: Duration
    let version: RecordVersion

    init(_ result: String, _ record: SharedRecord) {
      self.result = result
      age = max(.zero, SharedUploadJournal.life * 2 - record.left)
      version = record.version
    }
  }

  /// How long others wait for one that has fallen silent.
  static let lease: Duration = .seconds(30)
  /// How long an upload is remembered after its last record.
  static let life: Duration = .seconds(7 * 86_400)

  nonisolated let path: String
  private let store: any SharedStore
  private let key: SharedKey
  private let owner: ClaimOwner
  private var fence: ClaimFence
  private var contents: UploadJournalFormat.Contents?
  /// Counts changes of the contents, and how many of them the store has.
  private var (changes, written) = (0, 0)
  private var writing: Task<Void, Never>?
  private var renewal: Task<Void, Never>?
  private var isLost = false
  private var wasAway = false
  private var isTakenOver: Bool

  private init(
    _ store: any SharedStore, _ key: SharedKey, _ owner: ClaimOwner, _ fence: ClaimFence,
    _ contents: UploadJournalFormat.Contents?
  ) {
    self.store = store
    self.key = key
    self.owner = owner
    self.fence = fence
    self.contents = contents
    isTakenOver = contents != nil
    path = key.text
  }

  deinit { renewal?.cancel() }

  /// Opens the journal of an upload.
  ///
  /// - Parameters:
  ///   - target: SHA-256 of where the content goes.
  ///   - digests: What is uploaded.
  ///   - lost: A completion whose result is no longer there: the upload begins anew.
  static func open(
    in store: any SharedStore, target: [UInt8], digests: BlockDigests, after lost: Completion? = nil
  ) async -> Opening {
    let key = SharedKey(kind: "u", [Hexadecimal.text(target), "\(digests.size)", Hexadecimal.text(digests.hash)])
    let owner = ClaimOwner()
    do throws(StoreFailure) {
      // What is complete lives longer than what is not, so that it alone is good enough.
      let claim = try await store.claim(
        key, by: owner, lease: lease, unless: WantedValue(minimumLeft: life, excluding: lost?.version))
      switch claim {
      case .value(let record):
        if case .done(let result) = SharedUploadValue(record.value) { return .done(Completion(result, record)) }
        throw StoreFailure(foreign: key)
      case .held(let left, _): return .inUse(left)
      case .noted: throw StoreFailure(foreign: key)
      case .yours(let fence, let previous):
        switch previous.map({ (SharedUploadValue($0.value), $0) }) {
        case (.done(let result), let record)? where record.version != lost?.version:
          _ = try await store.settle(key, under: fence, with: .release)
          return .done(Completion(result, record))
        case (.unfinished(let contents), _)?:
          return .opened(await opened(SharedUploadJournal(store, key, owner, fence, contents)))
        default: return .opened(await opened(SharedUploadJournal(store, key, owner, fence, nil)))
        }
      }
    } catch {
      return .unavailable
    }
  }

  private static func opened(_ journal: SharedUploadJournal) async -> SharedUploadJournal {
    await journal.startRenewing()
    return journal
  }

  private func startRenewing() {
    renewal = Task { [weak self] in
      while (try? await Task.sleep(for: Self.lease / 3)) != nil {
        guard let self else { return }
        await self.renew()
      }
    }
  }

  private func renew() async {
    changes += 1
    await write()
  }

  // MARK: - Records

  func remembered() async -> UploadJournalFormat.Contents? { contents }

  /// What was taken over from another may have been completed by it without a word; so may what was begun, if the store was
  /// away meanwhile.
  func mayBeComplete() async -> Bool { wasAway || isTakenOver }

  func begin(_ header: UploadJournalFormat.Header) async throws(UploadFailure.Cause) {
    contents = UploadJournalFormat.Contents(header: header, end: 0)
    isTakenOver = false
    try await note()
  }

  func append(_ record: UploadJournalFormat.Record) async throws(UploadFailure.Cause) {
    if case .changed = record { return }
    contents?.apply(record)
    try await note()
  }

  func forget() async throws(UploadFailure.Cause) {
    contents = nil
    try await note()
  }

  func complete(_ result: String) async {
    renewal?.cancel()
    await writing?.value
    let value = SharedUploadValue.done(result).encoded()
    _ = try? await store.settle(key, under: fence, with: .value(value, life: Self.life * 2))
  }

  func end() async -> UploadResume? {
    renewal?.cancel()
    await writing?.value
    _ = try? await store.settle(key, under: fence, with: .release)
    return contents?.resume(at: path)
  }

  /// Has the store know the contents as they are now.
  private func note() async throws(UploadFailure.Cause) {
    changes += 1
    let change = changes
    while written < change, !isLost { await write() }
    if isLost { throw .inUse }
  }

  /// One write at a time, each of everything: what came meanwhile goes with the next.
  private func write() async {
    if let writing { return await writing.value }
    let (change, contents) = (changes, contents)
    let task = Task { await settle(contents, change) }
    writing = task
    await task.value
    writing = nil
  }

  private func settle(_ contents: UploadJournalFormat.Contents?, _ change: Int) async {
    let value = (contents.map { SharedUploadValue.unfinished($0) } ?? .nothing).encoded()
    do throws(StoreFailure) {
      let outcome = ClaimOutcome.progress(value, life: Self.life, lease: Self.lease)
      if try await store.settle(key, under: fence, with: outcome) == nil { try await reclaim(value) }
    } catch {
      // The upload is worth more than its record.
      wasAway = true
    }
    written = max(written, change)
  }

  /// After the store has lost the claim: takes it again, unless another has it.
  private func reclaim(_ value: [UInt8]) async throws(StoreFailure) {
    let claim = try await store.claim(key, by: owner, lease: Self.lease, unless: WantedValue(minimumLeft: Self.life))
    guard case .yours(let fence, let present) = claim else {
      isLost = true
      return
    }
    guard present == nil else {
      // Another has had it meanwhile and let go of it: this upload ends, and what the other noted stays.
      self.fence = fence
      isLost = true
      return
    }
    wasAway = true
    self.fence = fence
    _ = try await store.settle(key, under: fence, with: .progress(value, life: Self.life, lease: Self.lease))
  }
}

/// An upload as it stands in a store: what it is, then a bit for each block that the service has.
private enum SharedUploadValue {
  case nothing
  case unfinished(UploadJournalFormat.Contents)
  case done(String)

  private static let first = Array("WDRVSUP\u{1}".utf8)

  /// Reads what ``encoded()`` wrote; ``nothing`` for anything else.
  init(_ bytes: [UInt8]) {
    self = .nothing
    guard bytes.starts(with: Self.first), bytes.count > Self.first.count else { return }
    let rest = Array(bytes.dropFirst(Self.first.count + 1))
    switch bytes[Self.first.count] {
    case UInt8(ascii: "D"): self = .done(String(decoding: rest, as: UTF8.self))
    case UInt8(ascii: "P"), UInt8(ascii: "F"):
      guard let (header, length) = UploadJournalFormat.decodeHeader(rest) else { return }
      let bits = rest.dropFirst(length)
      var contents = UploadJournalFormat.Contents(header: header, end: 0)
      contents.isFinishing = bytes[Self.first.count] == UInt8(ascii: "F")
      for block in 1...max(1, BlockDigests.blockCount(of: header.size)) {
        let index = bits.startIndex + (block - 1) / 8
        if index < bits.endIndex, bits[index] & 1 << ((block - 1) % 8) != 0 { contents.parts.insert(block) }
      }
      self = .unfinished(contents)
    default: return
    }
  }

  func encoded() -> [UInt8] {
    switch self {
    case .nothing: return Self.first + [UInt8(ascii: "N")]
    case .done(let result): return Self.first + [UInt8(ascii: "D")] + Array(result.utf8)
    case .unfinished(let contents):
      var bits = [UInt8](repeating: 0, count: (BlockDigests.blockCount(of: contents.header.size) + 7) / 8)
      for block in contents.parts where (block - 1) / 8 < bits.count { bits[(block - 1) / 8] |= 1 << ((block - 1) % 8) }
      let kind = contents.isFinishing ? UInt8(ascii: "F") : UInt8(ascii: "P")
      return Self.first + [kind] + UploadJournalFormat.encode(contents.header) + bits
    }
  }
}
