import Synchronization
import WeDriveGenerated
import WeDriveRuntime

/// The tickets of one suite, the newest of which is kept: in memory, and where processes share it.
///
/// A ticket is a secret that expires, like a token. One that passed through this process is good here also while the store
/// fails; it is written when the store works again and the ticket is asked for.
final class SuiteTickets: Sendable {
  /// A ticket and when the service pushed it, in seconds since 1970 by the service's clock.
  struct Pushed: Sendable, Equatable {
    var value: String
    var time: Int64
  }

  private struct State {
    /// The newest that has passed through here, and until when it is good by a clock that never jumps.
    var own: (pushed: Pushed, end: Duration)?
    /// Whether the store has it.
    var isStored = false
    /// The ticket that was given out last.
    var latest: String?
    /// One that the service has refused: it is not sent again.
    var refused: String?
  }

  /// Where tickets are kept.
  enum Place: Sendable {
    case tokens(any TokenStore)
    case shared(GuardedStore)
  }

  private static let waiting = "wait for the next one, which the service pushes about every ten minutes"
  private static let endpoint = GetSuiteTokenRequest.endpoint.name

  private let place: Place
  private let suite: SuiteID
  private let clock: CallClock
  private let wallClock: @Sendable () -> Int64
  private let state = Mutex(State())

  init(
    suite: SuiteID, in place: Place, clock: CallClock = .continuous,
    wallClock: @escaping @Sendable () -> Int64 = CallClock.wallClock
  ) {
    self.suite = suite
    self.place = place
    self.clock = clock
    self.wallClock = wallClock
  }

  /// Keeps a ticket, unless a newer one is there; false then.
  func keep(_ ticket: SuiteTicket, pushedAt time: Int64) async throws(WeDriveError) -> Bool {
    let value = ticket.rawValue
    guard AccessToken.isWellFormed(value) else {
      throw .invalidArgument(
        InvalidArgument(owner: "", field: "SuiteTicket", reason: "is empty, too long, or has characters no ticket has"))
    }
    guard !time.addingReportingOverflow(Limits.suiteTicketLife).overflow else {
      throw .invalidArgument(InvalidArgument(owner: "", field: "TimeStamp", reason: "is no time"))
    }
    let pushed = Pushed(value: value, time: time)
    guard hold(pushed) else { return false }
    let isNewest = await store(pushed)
    state.withLock { if $0.own?.pushed == pushed { $0.isStored = isNewest != nil } }
    return isNewest ?? true
  }

  /// The newest ticket.
  ///
  /// - Throws: `WeDriveError.token(_:)` that says to wait, if there is none, or none that the service would take.
  func latest() async throws(WeDriveError) -> SuiteTicket {
    if let unstored = state.withLock({ $0.isStored ? nil : $0.own?.pushed }) {
      let isStored = await store(unstored) != nil
      state.withLock { if $0.own?.pushed == unstored { $0.isStored = isStored } }
    }
    if let (stored, left) = await read() { _ = hold(stored, left: left, isStored: true) }
    let now = clock.now()
    let (value, isOver, isRefused) = state.withLock { state -> (String?, Bool, Bool) in
      guard let own = state.own else { return (nil, false, false) }
      state.latest = own.pushed.value
      return (own.pushed.value, now >= own.end, state.refused == own.pushed.value)
    }
    guard let value else { throw .token(waiting("no suite ticket has arrived yet")) }
    guard !isOver else { throw .token(waiting("the suite ticket has expired")) }
    guard !isRefused else { throw .token(waiting("the service refused the suite ticket")) }
    return SuiteTicket(value)
  }

  /// Notes that the service refused the ticket that was given out last.
  func refused(_ refusal: Refusal) -> TokenFailure {
    state.withLock { $0.refused = $0.latest }
    return waiting("the service refused the suite ticket", refusal)
  }

  private func waiting(_ what: String, _ refusal: Refusal? = nil) -> TokenFailure {
    TokenFailure(
      endpoint: Self.endpoint, reason: "\(what): \(Self.waiting)", refusal: refusal, awaitsSuiteTicket: true)
  }

  /// Holds a ticket, unless a newer one is held; false then.
  private func hold(_ pushed: Pushed, left: Duration? = nil, isStored: Bool = false) -> Bool {
    let age = wallClock().subtractingReportingOverflow(pushed.time)
    let rest = Limits.suiteTicketLife - (age.overflow ? Limits.suiteTicketLife : max(0, age.partialValue))
    let end = clock.now() + (left ?? .seconds(rest))
    return state.withLock { state in
      if let own = state.own?.pushed, own.time > pushed.time || own == pushed {
        if isStored, own == pushed { state.isStored = true }
        return own == pushed
      }
      state.own = (pushed, end)
      state.isStored = isStored
      return true
    }
  }

  // MARK: - The store

  /// Puts a ticket into the store: false if a newer one is there, nil if the store fails.
  private func store(_ pushed: Pushed) async -> Bool? {
    // Another process may write at the same time: then look again, and lose only to a newer ticket.
    for _ in 0..<10 {
      do {
        switch place {
        case .tokens(let store):
          let key = TokenKey(["suite-ticket", suite.rawValue])
          let token = AccessToken(value: pushed.value, expiry: pushed.time + Limits.suiteTicketLife)
          let stored = try await store.read(key)
          if let stored, stored.token.expiry > token.expiry || stored.token == token { return stored.token == token }
          if try await store.write(token, for: key, replacing: stored?.generation ?? 0) { return true }
        case .shared(let store):
          let stored = try await store.read(key)
          if let known = stored.flatMap({ Self.decode($0.value) }), known.time > pushed.time || known == pushed {
            return known == pushed
          }
          let life = Duration.seconds(max(1, Limits.suiteTicketLife - max(0, wallClock() - pushed.time)))
          let value = Array("\(pushed.time) \(pushed.value)".utf8)
          if try await store.write(value, for: key, replacing: stored?.version, life: life) != nil { return true }
        }
      } catch {
        return nil
      }
    }
    return nil
  }

  /// What the store has, and what is left of it by the store's clock, if it has one.
  private func read() async -> (Pushed, left: Duration?)? {
    switch place {
    case .tokens(let store):
      guard let token = try? await store.read(TokenKey(["suite-ticket", suite.rawValue]))?.token else { return nil }
      let (time, overflow) = token.expiry.subtractingReportingOverflow(Limits.suiteTicketLife)
      return overflow ? nil : (Pushed(value: token.value, time: time), nil)
    case .shared(let store):
      guard let record = try? await store.read(key), let pushed = Self.decode(record.value) else { return nil }
      return (pushed, record.left)
    }
  }

  private var key: SharedKey { SharedKey(kind: "s", [suite.rawValue]) }

  private static func decode(_ bytes: [UInt8]) -> Pushed? {
    let words = String(decoding: bytes, as: UTF8.self).split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 2, let time = Int64(words[0]), !words[1].isEmpty else { return nil }
    return Pushed(value: String(words[1]), time: time)
  }
}
