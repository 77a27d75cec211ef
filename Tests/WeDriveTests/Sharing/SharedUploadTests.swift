import Synchronization
import TestSupport
import Testing
import WeDriveEmulator

@testable import WeDrive

/// A store that can lose everything, as a server does that is emptied.
private final class ForgetfulStore: SharedStore {
  private let stored = Mutex<MemorySharedStore>(MemorySharedStore())
  private var base: MemorySharedStore { stored.withLock { $0 } }

  func loseAll() { stored.withLock { $0 = MemorySharedStore() } }

  func read(_ key: SharedKey) async throws(StoreFailure) -> SharedRecord? { try await base.read(key) }

  func write(
    _ value: [UInt8], for key: SharedKey, replacing version: RecordVersion?, life: Duration
  ) async throws(StoreFailure) -> RecordVersion? {
    try await base.write(value, for: key, replacing: version, life: life)
  }

  func remove(_ key: SharedKey, version: RecordVersion) async throws(StoreFailure) -> Bool {
    try await base.remove(key, version: version)
  }
}

/// Uploads that several machines remember together, and what they cost.
@Suite("An upload that is shared")
struct SharedUploadTests {
  private static let size = 15_000_001
  private static let blocks = 8

  private let store = MemorySharedStore()

  private var options: UploadOptions {
    var options = UploadOptions()
    options.sharedJournal = store
    return options
  }

  private func parts(_ test: Emulated) -> Int { test.calls(FileUploadPartRequest.endpoint) }

  private func failure(_ work: () async throws -> Void) async throws -> UploadFailure {
    let error = try await #require(throws: WeDriveError.self) { try await work() }
    guard case .upload(let failure) = error else { throw error }
    return failure
  }

  @Test("goes on elsewhere, from another path, with what is missing")
  func goesOnElsewhere() async throws {
    let (here, there) = (try TemporaryFolder(), try TemporaryFolder())
    try here.write(pattern(Self.size), to: "a.bin")
    try there.write(pattern(Self.size), to: "copy")
    try await Emulated.run { test in
      var few = options
      few.callLimit = 4
      let failure = try await failure {
        try await test.drive.upload(contentsOf: here.path("a.bin"), to: .root(of: test.space), options: few)
      }
      #expect(failure.resume?.confirmed == Int64(3 * BlockDigests.blockSize))
      #expect(try here.names == ["a.bin"])
      let id = try await test.drive.upload(
        contentsOf: there.path("copy"), named: "a.bin", to: .root(of: test.space), options: options)
      #expect(parts(test) == Self.blocks && test.calls(FileUploadInitRequest.endpoint) == 1)
      #expect(try await test.files() == [id: "a.bin"])
      // What is complete costs nothing more, and is the same file.
      let calls = test.emulator.journal.count()
      let again = try await test.drive.upload(
        contentsOf: here.path("a.bin"), to: .root(of: test.space), options: options)
      #expect(again == id && test.emulator.journal.count() == calls)
    }
  }

  @Test("whose records are lost on the way ends with one file", arguments: [1, 4, 7])
  func lostOnTheWay(after blocks: Int) async throws {
    let folder = try TemporaryFolder()
    try folder.write(pattern(Self.size), to: "a.bin")
    try await Emulated.run { test in
      test.emulator.faults.add(.delay(milliseconds: 50), .all(FileUploadPartRequest.endpoint.name))
      let store = ForgetfulStore()
      var options = UploadOptions()
      options.sharedJournal = store
      options.concurrency = 1
      let chosen = options
      async let upload = test.drive.upload(
        contentsOf: folder.path("a.bin"), to: .root(of: test.space), options: chosen)
      try await eventually("the upload is under way") { parts(test) >= blocks }
      store.loseAll()
      let id = try await upload
      #expect(try await test.files() == [id: "a.bin"])
      // A machine that comes after it finds the file, or the record of it.
      _ = try await test.drive.upload(contentsOf: folder.path("a.bin"), to: .root(of: test.space), options: chosen)
      #expect(try await test.files().count == 1)
    }
  }

  @Test("in one call is known by its content as well")
  func small() async throws {
    try await Emulated.run { test in
      let first = try await test.drive.upload(pattern(1000), named: "s", to: .root(of: test.space), options: options)
      let again = try await test.drive.upload(pattern(1000), named: "s", to: .root(of: test.space), options: options)
      let other = try await test.drive.upload(pattern(1001), named: "s", to: .root(of: test.space), options: options)
      #expect(first == again && first != other)
      #expect(test.calls(FileUploadRequest.endpoint) == 2)
    }
  }

  @Test(
    "that is complete is looked for after a while, by one call, and made again if it is gone", arguments: [1000, size])
  func isStillThere(_ size: Int) async throws {
    try await Emulated.run { test in
      var options = options
      options.completedTrust = .zero
      let content = pattern(size)
      let first = try await test.drive.upload(content, named: "a", to: .root(of: test.space), options: options)
      let calls = test.emulator.journal.count()
      let again = try await test.drive.upload(content, named: "a", to: .root(of: test.space), options: options)
      #expect(again == first && test.emulator.journal.count() == calls + 1)
      // Elsewhere and under another name it is still the same file.
      _ = try await test.drive.fileRename(fileID: first, newName: "b")
      #expect(
        try await test.drive.upload(content, named: "a", to: .root(of: test.space), options: options) == first)
      try await test.drive.fileDelete(fileIDs: [first])
      let second = try await test.drive.upload(content, named: "a", to: .root(of: test.space), options: options)
      #expect(second != first)
      #expect(try await test.files() == [second: "a"])
      // The new one is what is remembered now.
      let later = test.emulator.journal.count()
      #expect(
        try await test.drive.upload(content, named: "a", to: .root(of: test.space), options: options) == second)
      #expect(test.emulator.journal.count() == later + 1)
    }
  }

  @Test("that is complete is believed without a call as long as the options say")
  func isBelieved() async throws {
    try await Emulated.run { test in
      let content = pattern(1000)
      let first = try await test.drive.upload(content, named: "a", to: .root(of: test.space), options: options)
      try await test.drive.fileDelete(fileIDs: [first])
      let calls = test.emulator.journal.count()
      let again = try await test.drive.upload(content, named: "a", to: .root(of: test.space), options: options)
      #expect(again == first && test.emulator.journal.count() == calls)
    }
  }

  @Test("is not said to be there while the service cannot say so")
  func cannotBeLookedFor() async throws {
    try await Emulated.run { test in
      var options = options
      options.completedTrust = .zero
      let content = pattern(1000)
      let first = try await test.drive.upload(content, named: "a", to: .root(of: test.space), options: options)
      test.emulator.faults.add(.errcode(640004), FaultSelection(FileInfoRequest.endpoint.name))
      let failure = try await failure {
        try await test.drive.upload(content, named: "a", to: .root(of: test.space), options: options)
      }
      guard case .error(.refused(let refusal)) = failure.cause else { throw failure }
      #expect(refusal.code == 640004)
      test.emulator.faults.removeAll()
      #expect(
        try await test.drive.upload(content, named: "a", to: .root(of: test.space), options: options) == first)
      #expect(test.calls(FileUploadRequest.endpoint) == 1)
    }
  }

  @Test("is made once by those who begin it at the same time; the others are told how long to wait")
  func atTheSameTime() async throws {
    try await Emulated.run { test in
      test.emulator.faults.add(.delay(milliseconds: 100), FaultSelection(FileUploadPartRequest.endpoint.name))
      let content = pattern(Self.size)
      let results = await withTaskGroup(of: Result<FileID, WeDriveError>.self) { group in
        for _ in 0..<4 {
          group.addTask {
            do throws(WeDriveError) {
              return .success(
                try await test.drive.upload(content, named: "a", to: .root(of: test.space), options: options))
            } catch {
              return .failure(error)
            }
          }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
      #expect(parts(test) == Self.blocks)
      #expect(try await test.files().count == 1)
      for case .failure(let error) in results {
        guard case .upload(let failure) = error, case .inUse = failure.cause else { throw error }
        #expect((failure.retryAfter ?? .zero) > .zero && failure.resume == nil)
      }
      #expect(results.contains { if case .success = $0 { true } else { false } })
    }
  }

  @Test("that was completed without a word is found by the machine that takes it over, not made again")
  func completedWithoutAWord() async throws {
    try await Emulated.run { test in
      // What the first machine notes at the end does not arrive.
      let deaf = DeafStore(store)
      var first = options
      first.sharedJournal = deaf
      first.progress = { progress in if progress.confirmed == Int64(Self.size) { deaf.isDeaf.withLock { $0 = true } } }
      let content = pattern(Self.size)
      let id = try await test.drive.upload(content, named: "a", to: .root(of: test.space), options: first)
      deaf.isDeaf.withLock { $0 = true }
      let second = await result {
        try await test.drive.upload(content, named: "a", to: .root(of: test.space), options: options)
      }
      // Where it was deaf from, chance decides: then another has the upload, or knows it.
      if case .success(let found) = second { #expect(found == id) }
      #expect(try await test.files().count == 1)
    }
  }

  private func result<Value>(_ work: () async throws -> Value) async -> Result<Value, any Error> {
    do { return .success(try await work()) } catch { return .failure(error) }
  }

  @Test("goes on without its store, and with the file of this machine if it begins without")
  func withoutStore() async throws {
    let folder = try TemporaryFolder()
    try folder.write(pattern(Self.size), to: "a.bin")
    let deaf = DeafStore(store)
    deaf.isDeaf.withLock { $0 = true }
    var options = options
    options.sharedJournal = deaf
    try await Emulated.run { test in
      var few = options
      few.callLimit = 4
      let failure = try await failure {
        try await test.drive.upload(contentsOf: folder.path("a.bin"), to: .root(of: test.space), options: few)
      }
      #expect(failure.resume?.journalPath.hasPrefix(folder.path) == true)
      try await test.drive.upload(contentsOf: folder.path("a.bin"), to: .root(of: test.space), options: options)
      #expect(parts(test) == Self.blocks)
    }
  }

  // MARK: - The budget

  @Test("says what it costs, and ends before its first call if that is not there")
  func budget() async throws {
    var rules = CallBudget.Rules(perMonth: 20)
    rules.batch = 5
    let budget = CallBudget(of: "ww1", rules: rules, in: store)
    try await Emulated.run(configure: { $0.budget = budget }) { test in
      // One for the space, and one batch is taken.
      let needed = Mutex(0)
      var options = UploadOptions()
      options.progress = { progress in needed.withLock { $0 = max($0, progress.neededCalls) } }
      #expect(WeDriveClient.uploadCalls(forBytes: Int64(Self.size)) == Self.blocks + 2)
      #expect(WeDriveClient.uploadCalls(forBytes: 10) == 1)
      let content = pattern(Self.size)
      let calls = test.emulator.journal.count()
      try await test.drive.upload(content, named: "a", to: .root(of: test.space), options: options)
      #expect(needed.withLock { $0 } == Self.blocks + 2)
      #expect(test.emulator.journal.count() == calls + Self.blocks + 2)
      #expect(try await budget.status().used == 1 + Self.blocks + 2)

      let before = test.emulator.journal.count()
      let failure = try await failure {
        try await test.drive.upload(content, named: "b", to: .root(of: test.space), options: options)
      }
      guard case .error(.budget(let missing)) = failure.cause else { throw failure }
      #expect(missing.needed == 10 && missing.left == 9)
      #expect(test.emulator.journal.count() == before)
    }
  }

  @Test("and every other call end before they begin once the service has said that the month is used up")
  func usedUp() async throws {
    let (first, second) = (
      CallBudget(of: "ww1", rules: .init(perMonth: 1000), in: store),
      CallBudget(of: "ww1", rules: .init(perMonth: 1000), in: store)
    )
    try await Emulated.run(emulator: { $0.limits.monthlyCalls = 3 }, configure: { $0.budget = first }) { test in
      var refusal: Refusal?
      for _ in 0..<5 where refusal == nil {
        do throws(WeDriveError) {
          _ = try await test.drive.spaceInfo(spaceID: test.space)
        } catch {
          guard case .refused(let refused) = error else { throw error }
          refusal = refused
        }
      }
      #expect(refusal?.code == 640019)
      let calls = test.emulator.journal.count()
      await #expect(throws: WeDriveError.self) { _ = try await test.drive.spaceInfo(spaceID: test.space) }
      #expect(test.emulator.journal.count() == calls)
      #expect(try await second.status().left == 0)
    }
  }
}

/// A store that does not answer when told so.
final class DeafStore: SharedStore {
  let isDeaf = Mutex(false)
  private let base: any SharedStore

  init(_ base: any SharedStore) { self.base = base }

  private func listen() throws(StoreFailure) {
    if isDeaf.withLock({ $0 }) { throw StoreFailure(.unreachable, "no") }
  }
  func read(_ key: SharedKey) async throws(StoreFailure) -> SharedRecord? {
    try listen()
    return try await base.read(key)
  }
  func write(
    _ value: [UInt8], for key: SharedKey, replacing version: RecordVersion?, life: Duration
  ) async throws(StoreFailure) -> RecordVersion? {
    try listen()
    return try await base.write(value, for: key, replacing: version, life: life)
  }
  func remove(_ key: SharedKey, version: RecordVersion) async throws(StoreFailure) -> Bool {
    try listen()
    return try await base.remove(key, version: version)
  }
}
