import Logging

/// The calls that a corp has in a calendar month, counted for all machines and programs that share a store.
///
/// Calls are taken from the store in batches, so that twenty calls cost one trip. A program that dies loses what is left of
/// its batch until the month ends; one that ends well gives it back with ``giveBack()``. When the service says that the
/// month is used up, no client that shares the budget calls again before the next.
///
/// Where a store has lost the count, emptied or after a failover, a program that took calls before notices at its next
/// batch, says so in the log and counts what it took again. Calls of programs that take none any more stay uncounted.
///
/// Each program says how much it leaves for others: with a nightly job that leaves 20,000 and a web app that leaves
/// nothing, the job ends where the app still has 20,000 calls.
///
/// The month is that of UTC+8, by the store's clock if it has one, as Redis has, so that machines whose clocks differ turn to
/// the next month, and to the next minute of ``Rules/perMinute``, at the same time. The store is asked for it every ten
/// minutes. With a store without a clock, or one that has not answered yet, the machine's own counts.
public actor CallBudget {
  /// How calls are counted.
  public struct Rules: Sendable {
    /// What to do while the store does not work.
    public enum WithoutStore: Sendable, Hashable {
      /// Call. The calls are counted here, and in the store when it is back.
      case carryOn
      /// Make no calls.
      case stop
    }

    /// How many calls there are in a month, for all.
    public var perMonth: Int
    /// How many of them are left for others.
    public var leaving = 0
    /// How many calls all together make in a minute at the most; those beyond wait for the next. Nil: any number.
    public var perMinute: Int?
    /// What to do while the store does not work.
    public var withoutStore = WithoutStore.carryOn
    /// How many calls are taken at once.
    public var batch = 20

    /// Any number a minute, none left for others.
    public init(perMonth: Int) { self.perMonth = perMonth }
  }

  /// How it stands with a month.
  public struct Status: Sendable, Hashable, Codable {
    /// For example `2026-11`.
    public let month: String
    /// Calls that are used or set aside, by all.
    public let used: Int
    /// Calls that there are in all.
    public let limit: Int
    /// Calls that are left for all.
    public var left: Int { max(0, limit - used) }
  }

  /// Calls that were set aside.
  package struct Reservation: Sendable {
    package let count: Int
    fileprivate let month: String
  }

  private enum Lease { case granted, exhausted(used: Int), failed(StoreFailure) }

  private let name: String
  private let rules: Rules
  private let store: any SharedStore
  private let clock: CallClock
  private let wallClock: @Sendable () -> Int64
  private let logger: Logger

  /// What the store's clock said, and when that was by a clock that never jumps.
  private var reading: (time: Int64, moment: Duration)?
  /// From when on the store is asked for its time.
  private var nextReading: Duration?
  private var isReading: Task<Void, Never>?
  private var month = ""
  private var minute: Int64 = 0
  /// Taken from the store and not used yet.
  private var pool = 0
  private var minutePool = 0
  /// Used and not taken from the store.
  private var owed = 0
  /// Taken from the store in this month and not given back.
  private var counted = 0
  /// Given back or lost so far: what is under way at the time need not find it in the store.
  private var returned = 0
  private var leasing: Task<Lease, Never>?
  /// Until when the store need not be asked, because there was nothing.
  private var emptyUntil: (end: Duration, used: Int)?

  /// - Parameters:
  ///   - name: Whose calls they are: the corp's id. It is not kept.
  ///   - rules: How they are counted.
  ///   - store: Where. It is guarded, unless it is already.
  ///   - clock: Time, for waits and pauses.
  ///   - wallClock: Seconds since 1970; used only where the store has no clock.
  ///   - logger: Where trouble with the store is logged.
  public init(
    of name: String, rules: Rules, in store: any SharedStore, clock: CallClock = .continuous,
    wallClock: @escaping @Sendable () -> Int64 = CallClock.wallClock,
    logger: Logger = Logger(label: "wedrive") { _ in SwiftLogNoOpLogHandler() }
  ) {
    self.name = name
    self.rules = rules
    self.store = store as? GuardedStore ?? GuardedStore(store, clock: clock, logger: logger)
    self.clock = clock
    self.wallClock = wallClock
    self.logger = logger
  }

  /// How it stands with the current month, as the store knows it.
  ///
  /// - Throws: ``StoreFailure``.
  public func status() async throws(StoreFailure) -> Status {
    await readClock()
    turn()
    let taken = try await store.take(0, from: allowance(month, leaving: 0), request: ClaimOwner())
    return Status(month: month, used: max(0, taken.used - pool), limit: rules.perMonth)
  }

  /// Gives back what was taken and not used. To be called before a program ends; calls after that take anew.
  public func giveBack() async {
    turn()
    let (count, month) = (pool - owed, month)
    (pool, owed) = (0, 0)
    guard count != 0 else { return }
    await putBack(count, into: allowance(month, leaving: 0))
  }

  // MARK: - For calls

  /// Pays for a call.
  ///
  /// - Returns: How long it waited for a minute in which there are calls left.
  @discardableResult
  package func pay() async throws(BudgetFailure) -> Duration {
    await readClock()
    let waited = try await waitForMinute()
    while true {
      turn()
      if pool > 0 {
        pool -= 1
        return waited
      }
      if let emptyUntil, clock.now() < emptyUntil.end { throw failure(needed: 1, used: emptyUntil.used) }
      switch await lease() {
      case .granted: continue
      case .exhausted(let used): throw failure(needed: 1, used: used)
      case .failed(let trouble):
        guard rules.withoutStore == .carryOn else { throw failure(needed: 1, trouble) }
        owed += 1
        return waited
      }
    }
  }

  /// Takes back the payment for a call of which nothing was sent.
  package func refund() { pool += 1 }

  /// Sets so many calls aside, all or none.
  package func reserve(_ count: Int) async throws(BudgetFailure) -> Reservation {
    await readClock()
    turn()
    if pool >= count {
      pool -= count
      return Reservation(count: count, month: month)
    }
    let missing = count - pool
    let allowance = allowance(month, leaving: rules.leaving)
    let taken: Taken
    do throws(StoreFailure) {
      taken = try await take(missing, from: allowance)
    } catch {
      guard rules.withoutStore == .carryOn else { throw failure(needed: count, error) }
      owed += count
      return Reservation(count: count, month: month)
    }
    guard taken.granted == missing else {
      await putBack(taken.granted, into: allowance)
      throw failure(needed: count, used: taken.used - taken.granted)
    }
    pool -= min(pool, count - missing)
    return Reservation(count: count, month: month)
  }

  /// Takes back what of a reservation was not used.
  package func giveBack(_ count: Int, of reservation: Reservation) {
    turn()
    if reservation.month == month { pool += max(0, min(count, reservation.count)) }
  }

  /// The service says that the month is used up: all clients that share the budget stop.
  package func close() async {
    turn()
    (pool, owed) = (0, 0)
    emptyUntil = (clock.now() + .seconds(60), rules.perMonth)
    _ = try? await store.exhaust(allowance(month, leaving: 0))
  }

  // MARK: - Batches

  /// One batch for all who wait.
  private func lease() async -> Lease {
    if let leasing { return await leasing.value }
    let task = Task { await takeBatch() }
    leasing = task
    defer { leasing = nil }
    return await task.value
  }

  private func takeBatch() async -> Lease {
    let (month, debt) = (month, owed)
    do throws(StoreFailure) {
      let taken = try await take(rules.batch + debt, from: allowance(month, leaving: rules.leaving))
      guard month == self.month else { return .granted }
      let paid = min(debt, taken.granted)
      owed -= paid
      pool += taken.granted - paid
      guard taken.granted > paid else {
        emptyUntil = (clock.now() + .seconds(5), taken.used)
        return .exhausted(used: taken.used)
      }
      return .granted
    } catch {
      return .failed(error)
    }
  }

  /// Takes calls from the store, and counts what was taken before once more where the store knows less than that.
  private func take(_ count: Int, from allowance: Allowance) async throws(StoreFailure) -> Taken {
    let (month, countedBefore, returnedBefore) = (month, counted, returned)
    let taken = try await store.take(count, from: allowance, request: ClaimOwner())
    guard month == self.month else { return taken }
    counted += taken.granted
    // At least this was in the store when it was asked, however replies overtake each other.
    let lost = countedBefore - (returned - returnedBefore) - (taken.used - taken.granted)
    if lost > 0 { await restore(lost) }
    return taken
  }

  private func putBack(_ count: Int, into allowance: Allowance) async {
    uncount(count)
    _ = try? await store.take(-count, from: allowance, request: ClaimOwner())
  }

  private func restore(_ lost: Int) async {
    uncount(lost)
    logger.warning(
      "the store has lost count of the month's calls; those that this program took are counted again",
      metadata: ["month": "\(month)", "calls": "\(lost)"])
    let month = month
    let taken = try? await store.take(lost, from: allowance(month, leaving: 0), request: ClaimOwner())
    if month == self.month { counted += taken?.granted ?? 0 }
  }

  private func uncount(_ count: Int) {
    counted -= count
    returned += count
  }

  private func allowance(_ month: String, leaving: Int) -> Allowance {
    Allowance(
      key: SharedKey(kind: "b", [name, month]), limit: rules.perMonth, reserve: leaving, life: .seconds(40 * 86_400))
  }

  /// Waits until there is a call left in a minute. Without the store, this is not waited for.
  ///
  /// - Returns: How long.
  private func waitForMinute() async throws(BudgetFailure) -> Duration {
    var waited = Duration.zero
    guard let most = rules.perMinute else { return waited }
    for _ in 0..<3 {
      let now = time()
      let current = now / 60
      if current != minute { (minute, minutePool) = (current, 0) }
      if minutePool == 0 {
        let allowance = Allowance(
          key: SharedKey(kind: "r", [name, "\(current)"]), limit: most, life: .seconds(120))
        guard
          let taken = try? await store.take(max(1, min(rules.batch, most / 50)), from: allowance, request: ClaimOwner())
        else { return waited }
        if current == minute { minutePool += taken.granted }
      }
      if minutePool > 0 {
        minutePool -= 1
        return waited
      }
      // Not all of them at the first second.
      let rest = Duration.seconds(60 - now % 60) + .seconds(5) * clock.random()
      guard (try? await clock.sleep(rest)) != nil else { return waited }
      waited += rest
    }
    throw BudgetFailure(needed: 1, left: 0, month: month, reason: "the calls of three minutes in a row were used up")
  }

  // MARK: - The clock

  /// Seconds since 1970.
  private func time() -> Int64 {
    guard let reading else { return wallClock() }
    return reading.time + (clock.now() - reading.moment).components.seconds
  }

  /// Asks the store for its time, if it is due; one question for all who wait. A store that fails is asked again after a
  /// minute.
  private func readClock() async {
    if let isReading { return await isReading.value }
    if let nextReading, clock.now() < nextReading { return }
    let task = Task {
      do throws(StoreFailure) {
        let time = try await store.currentTime()
        reading = time.map { ($0, clock.now()) }
        nextReading = clock.now() + .seconds(600)
      } catch {
        nextReading = clock.now() + .seconds(60)
      }
    }
    isReading = task
    await task.value
    isReading = nil
  }

  // MARK: - Months

  private func turn() {
    let current = Self.month(at: time())
    guard current != month else { return }
    (month, pool, owed, counted, emptyUntil) = (current, 0, 0, 0, nil)
  }

  /// The calendar month in UTC+8.
  static func month(at time: Int64) -> String {
    // Days since 1 March 0000 of the Gregorian calendar, in eras of 400 years (Howard Hinnant's civil_from_days).
    let days = (time + 8 * 3600).flooredQuotient(86_400) + 719_468
    let era = days.flooredQuotient(146_097)
    let dayOfEra = days - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let march = (5 * dayOfYear + 2) / 153
    let month = march < 10 ? march + 3 : march - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return "\(year)-\(month < 10 ? "0" : "")\(month)"
  }

  private func failure(needed: Int, used: Int) -> BudgetFailure {
    let left = max(0, rules.perMonth - rules.leaving - used) + pool
    return BudgetFailure(
      needed: needed, left: left, month: month,
      reason: rules.leaving > 0 ? "\(rules.leaving) are left for others" : "the month's calls are used up")
  }

  private func failure(needed: Int, _ trouble: StoreFailure) -> BudgetFailure {
    BudgetFailure(
      needed: needed, left: 0, month: month,
      reason: "they cannot be counted: \(trouble)")
  }
}

extension Int64 {
  /// The quotient, rounded down.
  fileprivate func flooredQuotient(_ divisor: Int64) -> Int64 {
    self >= 0 ? self / divisor : -((-self + divisor - 1) / divisor)
  }
}
