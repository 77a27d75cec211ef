import Synchronization
import Testing

@testable import WeDriveRuntime

/// A store in memory that counts what it is asked, and fails when told to.
final class CountedStore: SharedStore {
  private let stored: Mutex<any SharedStore>
  private var base: any SharedStore { stored.withLock { $0 } }
  let asked = Atomic(0)
  let failure = Mutex<StoreFailure?>(nil)
  /// What its clock says; nil: it has none.
  let time = Mutex<Int64?>(nil)

  init(_ clock: CallClock = .continuous) { stored = Mutex(MemorySharedStore(clock: clock)) }

  /// A view of another store.
  init(base: any SharedStore) { stored = Mutex(base) }

  /// Loses everything, as a server does that is emptied.
  func loseAll() { stored.withLock { $0 = MemorySharedStore() } }

  private func ask() throws(StoreFailure) {
    if let failure = failure.withLock({ $0 }) { throw failure }
  }

  func read(_ key: SharedKey) async throws(StoreFailure) -> SharedRecord? {
    asked.add(1, ordering: .relaxed)
    try ask()
    return try await base.read(key)
  }

  func write(
    _ value: [UInt8], for key: SharedKey, replacing version: RecordVersion?, life: Duration
  ) async throws(StoreFailure) -> RecordVersion? {
    try ask()
    return try await base.write(value, for: key, replacing: version, life: life)
  }

  func remove(_ key: SharedKey, version: RecordVersion) async throws(StoreFailure) -> Bool {
    try ask()
    return try await base.remove(key, version: version)
  }

  func currentTime() async throws(StoreFailure) -> Int64? {
    try ask()
    return time.withLock { $0 }
  }
}

/// A store whose answers come in another order than they were given.
private struct OvertakingStore: SharedStore {
  private let base: any SharedStore

  init(_ base: any SharedStore) { self.base = base }

  func read(_ key: SharedKey) async throws(StoreFailure) -> SharedRecord? { try await base.read(key) }

  func write(
    _ value: [UInt8], for key: SharedKey, replacing version: RecordVersion?, life: Duration
  ) async throws(StoreFailure) -> RecordVersion? {
    try await base.write(value, for: key, replacing: version, life: life)
  }

  func remove(_ key: SharedKey, version: RecordVersion) async throws(StoreFailure) -> Bool {
    try await base.remove(key, version: version)
  }

  func take(_ count: Int, from allowance: Allowance, request: ClaimOwner) async throws(StoreFailure) -> Taken {
    let taken = try await base.take(count, from: allowance, request: request)
    // At random, so that each order occurs in time.
    try? await Task.sleep(for: .microseconds(.random(in: 0...3000)))
    return taken
  }
}

@Suite struct CallBudgetTests {
  private let store = CountedStore()
  private let wall = WallClock()

  private final class WallClock: Sendable {
    /// 30 November 2026, 15:59 UTC: the last minute of the month in UTC+8.
    let now = Mutex<Int64>(1_796_054_340)
  }

  private func budget(
    _ perMonth: Int, leaving: Int = 0, batch: Int = 20, withoutStore: CallBudget.Rules.WithoutStore = .carryOn
  ) -> CallBudget {
    var rules = CallBudget.Rules(perMonth: perMonth)
    rules.leaving = leaving
    rules.batch = batch
    rules.withoutStore = withoutStore
    return CallBudget(of: "ww1", rules: rules, in: store, wallClock: { [wall] in wall.now.withLock { $0 } })
  }

  /// How many calls could be paid for, up to a number.
  private func calls(_ budget: CallBudget, upTo most: Int = .max) async -> (paid: Int, failure: BudgetFailure?) {
    var paid = 0
    while paid < most {
      do throws(BudgetFailure) {
        try await budget.pay()
      } catch {
        return (paid, error)
      }
      paid += 1
    }
    return (paid, nil)
  }

  @Test func `a count that the store has lost is said and counted again`() async throws {
    let journal = LogJournal()
    var rules = CallBudget.Rules(perMonth: 100)
    rules.batch = 10
    let budget = CallBudget(
      of: "ww1", rules: rules, in: store, wallClock: { [wall] in wall.now.withLock { $0 } }, logger: journal.logger)
    #expect(await calls(budget, upTo: 30).failure == nil)
    store.loseAll()
    #expect(await calls(budget, upTo: 10).failure == nil)
    #expect(try await budget.status().used == 40)
    #expect(journal.all.contains("lost count of the month's calls"))
    // Not one more than there are, although the store began anew.
    #expect(await calls(budget).paid == 60)
  }

  @Test func `replies that overtake each other are no lost count`() async throws {
    let journal = LogJournal()
    let budget = CallBudget(
      of: "ww1", rules: CallBudget.Rules(perMonth: 10_000), in: OvertakingStore(store),
      wallClock: { [wall] in wall.now.withLock { $0 } }, logger: journal.logger)
    await withTaskGroup(of: Void.self) { group in
      for number in 1...40 {
        group.addTask {
          guard let reservation = try? await budget.reserve(number) else { return }
          await budget.giveBack(number / 2, of: reservation)
          if number.isMultiple(of: 5) { await budget.giveBack() }
        }
      }
    }
    await budget.giveBack()
    #expect(!journal.all.contains("lost count"), "\(journal.all)")
    #expect(try await budget.status().used == (1...40).reduce(0) { $0 + $1 - $1 / 2 })
  }

  @Test func `a count that is not lost is not said to be`() async throws {
    let journal = LogJournal()
    let now: @Sendable () -> Int64 = { [wall] in wall.now.withLock { $0 } }
    let budget = CallBudget(
      of: "ww1", rules: CallBudget.Rules(perMonth: 100), in: store, wallClock: now, logger: journal.logger)
    #expect(await calls(budget, upTo: 25).failure == nil)
    await budget.giveBack()
    let reservation = try await budget.reserve(30)
    await budget.giveBack(20, of: reservation)
    #expect(await calls(budget, upTo: 25).failure == nil)
    await budget.giveBack()
    wall.now.withLock { $0 += 3600 }
    #expect(await calls(budget, upTo: 5).failure == nil)
    #expect(!journal.all.contains("lost count"), "\(journal.all)")
  }

  @Test func `ten machines make as many calls as the month has, and not one more`() async throws {
    let budgets = (0..<10).map { _ in budget(1_003) }
    let paid = await withTaskGroup(of: Int.self) { group in
      for budget in budgets { group.addTask { await calls(budget).paid } }
      return await group.reduce(0, +)
    }
    #expect(paid == 1_003)
    #expect(try await budgets[0].status() == CallBudget.Status(month: "2026-11", used: 1_003, limit: 1_003))
  }

  @Test func `twenty calls make one trip`() async throws {
    let budget = budget(10_000)
    let start = store.asked.load(ordering: .relaxed)
    #expect(await calls(budget, upTo: 1000).paid == 1000)
    #expect(store.asked.load(ordering: .relaxed) - start == 50)
  }

  @Test func `those who wait at the same time share a batch`() async throws {
    let budget = budget(10_000, batch: 64)
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<64 { group.addTask { _ = try? await budget.pay() } }
    }
    #expect(store.asked.load(ordering: .relaxed) <= 3)
  }

  @Test func `a job that leaves calls for others ends before the others do`() async throws {
    let (job, app) = (budget(500, leaving: 200), budget(500))
    let end = await calls(job)
    #expect(end.paid == 300 && end.failure?.left == 0)
    #expect("\(try #require(end.failure))".contains("200 are left for others"))
    #expect(await calls(app).paid == 200)
  }

  @Test func `what was not used is given back, and what was not sent`() async throws {
    let first = budget(100)
    #expect(await calls(first, upTo: 3).paid == 3)
    await first.refund()
    await first.giveBack()
    #expect(try await first.status().used == 2)
    #expect(await calls(budget(100)).paid == 98)
  }

  @Test func `a reservation is given whole or not at all`() async throws {
    let budget = budget(30)
    let reservation = try await budget.reserve(20)
    let failure = await #expect(throws: BudgetFailure.self) { _ = try await budget.reserve(11) }
    #expect(failure?.needed == 11 && failure?.left == 10)
    #expect(try await budget.status().used == 20)
    await budget.giveBack(15, of: reservation)
    _ = try await budget.reserve(25)
    #expect(await calls(budget).paid == 0)
  }

  @Test func `what the service calls used up is used up for all`() async throws {
    let (first, second) = (budget(100_000), budget(100_000))
    #expect(await calls(first, upTo: 1).paid == 1)
    await first.close()
    #expect(await calls(first).paid == 0)
    #expect(await calls(second).paid == 0)
    #expect(try await second.status().left == 0)
  }

  @Test func `a new month begins at midnight in UTC+8, with all its calls`() async throws {
    let budget = budget(40)
    #expect(await calls(budget, upTo: 35).paid == 35)
    wall.now.withLock { $0 += 60 }
    #expect(await calls(budget).paid == 40)
    #expect(try await budget.status().month == "2026-12")
    for (time, month): (Int64, String) in [
      (0, "1970-01"), (951_839_999, "2000-02"), (951_840_000, "2000-03"), (1_709_222_399, "2024-02"),
      (4_102_415_999, "2099-12"), (-1, "1970-01"), (-28_801, "1969-12"),
    ] { #expect(CallBudget.month(at: time) == month, "\(time)") }
  }

  @Test func `a month and a minute turn by the store's clock, whatever the machines' clocks say`() async throws {
    let time = VirtualClock(skipping: .seconds(70))
    // The last second of the month in UTC+8.
    store.time.withLock { $0 = 1_796_054_399 }
    var rules = CallBudget.Rules(perMonth: 1000)
    rules.perMinute = 100
    let budgets = [-86_400, 0, 86_400].map { (skew: Int64) in
      CallBudget(
        of: "ww1", rules: rules, in: store, clock: time.clock,
        wallClock: { 1_796_054_399 + skew + time.now.components.seconds })
    }
    for budget in budgets { #expect(await calls(budget, upTo: 20).paid == 20) }
    #expect(try await budgets[0].status() == CallBudget.Status(month: "2026-11", used: 60, limit: 1000))
    #expect(try await budgets[2].status().used == 60)
    time.advance(by: .seconds(1))
    // Asked ten minutes later at the latest; in between its time goes on.
    #expect(try await budgets[0].status().month == "2026-12")
    for budget in budgets { #expect(await calls(budget, upTo: 20).paid == 20) }
    #expect(try await budgets[1].status() == CallBudget.Status(month: "2026-12", used: 60, limit: 1000))
    #expect(time.naps.isEmpty)
  }

  @Test func `a store that is away leaves the month to the machine's clock, and has it back when it answers`()
    async throws
  {
    let time = VirtualClock()
    store.time.withLock { $0 = 1_796_054_400 }
    store.failure.withLock { $0 = StoreFailure(.unreachable, "no") }
    let budget = CallBudget(
      of: "ww1", rules: .init(perMonth: 1000), in: store, clock: time.clock, wallClock: { 1_796_000_000 })
    await #expect(throws: StoreFailure.self) { _ = try await budget.status() }
    #expect(await calls(budget, upTo: 3).paid == 3)
    store.failure.withLock { $0 = nil }
    time.advance(by: .seconds(61))
    // The first call that reaches the store ends its time off; its clock is read a minute later at the latest.
    #expect(await calls(budget, upTo: 1).paid == 1)
    time.advance(by: .seconds(61))
    #expect(try await budget.status().month == "2026-12")
  }

  @Test func `calls go on without the store and are counted afterwards, unless they are to stop`() async throws {
    let time = VirtualClock()
    var rules = CallBudget.Rules(perMonth: 1000)
    let budget = CallBudget(of: "ww1", rules: rules, in: store, clock: time.clock, wallClock: { 1_796_054_340 })
    rules.withoutStore = .stop
    let strict = CallBudget(of: "ww1", rules: rules, in: store, clock: time.clock, wallClock: { 1_796_054_340 })
    store.failure.withLock { $0 = StoreFailure(.unreachable, "no") }
    #expect(await calls(budget, upTo: 50).paid == 50)
    let stopped = await calls(strict)
    #expect(stopped.paid == 0 && stopped.failure?.reason.contains("unreachable") == true)
    store.failure.withLock { $0 = nil }
    time.advance(by: .seconds(60))
    #expect(await calls(budget, upTo: 1).paid == 1)
    #expect(try await budget.status().used == 51)
  }

  @Test func `calls beyond those of a minute wait for the next`() async throws {
    let time = VirtualClock(skipping: .seconds(70))
    var rules = CallBudget.Rules(perMonth: 1000)
    rules.perMinute = 100
    let budget = CallBudget(
      of: "ww1", rules: rules, in: store, clock: time.clock,
      wallClock: { 1_796_000_000 + time.now.components.seconds })
    #expect(await calls(budget, upTo: 100).paid == 100)
    #expect(time.naps.isEmpty)
    #expect(await calls(budget, upTo: 1).paid == 1)
    #expect(time.naps.count == 1)
  }
}
