import Synchronization
import WeDriveGenerated
import WeDriveRuntime

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The tickets of one suite, the newest of which is kept.
///
/// A ticket is a secret that expires, like a token, and is kept in the same kinds of stores.
final class SuiteTickets: Sendable {
  private struct Use {
    /// The ticket that was given out last.
    var latest: String?
    /// One that the service has refused: it is not sent again.
    var refused: String?
  }

  private static let waiting = "wait for the next one, which the service pushes about every ten minutes"
  private static let endpoint = GetSuiteTokenRequest.endpoint.name

  private let store: any TokenStore
  private let key: TokenKey
  private let use = Mutex(Use())

  init(suite: SuiteID, store: any TokenStore) {
    self.store = store
    key = TokenKey(["suite-ticket", suite.rawValue])
  }

  /// Keeps a ticket, unless a newer one is there; false then.
  func keep(_ ticket: SuiteTicket, pushedAt time: Int64) async throws(WeDriveError) -> Bool {
    let value = ticket.rawValue
    guard AccessToken.isWellFormed(value) else {
      throw .invalidArgument(
        InvalidArgument(owner: "", field: "SuiteTicket", reason: "is empty, too long, or has characters no ticket has"))
    }
    let (end, overflow) = time.addingReportingOverflow(Limits.suiteTicketLife)
    guard !overflow else {
      throw .invalidArgument(InvalidArgument(owner: "", field: "TimeStamp", reason: "is no time"))
    }
    let token = AccessToken(value: value, expiry: end)
    // Another process may write at the same time: then look again, and lose only to a newer ticket.
    for _ in 0..<10 {
      let stored = try await inStore { () async throws in try await self.store.read(self.key) }
      if let stored, stored.token.expiry > token.expiry || stored.token == token { return stored.token == token }
      let generation = stored?.generation ?? 0
      let isKept = try await inStore { () async throws in
        try await self.store.write(token, for: self.key, replacing: generation)
      }
      if isKept { return true }
    }
    throw .token(failure("the store of suite tickets is written to all the time"))
  }

  /// The newest ticket.
  ///
  /// - Throws: `WeDriveError.token(_:)` that says to wait, if there is none, or none that the service would take.
  func latest() async throws(WeDriveError) -> SuiteTicket {
    let stored = try await inStore { () async throws in try await self.store.read(self.key) }
    guard let token = stored?.token else { throw .token(waiting("no suite ticket has arrived yet")) }
    guard token.expiry > Int64(Date().timeIntervalSince1970) else {
      throw .token(waiting("the suite ticket has expired"))
    }
    let isRefused = use.withLock { use in
      use.latest = token.value
      return use.refused == token.value
    }
    guard !isRefused else { throw .token(waiting("the service refused the suite ticket")) }
    return SuiteTicket(token.value)
  }

  /// Notes that the service refused the ticket that was given out last.
  func refused(_ refusal: Refusal) -> TokenFailure {
    use.withLock { $0.refused = $0.latest }
    return waiting("the service refused the suite ticket", refusal)
  }

  private func waiting(_ what: String, _ refusal: Refusal? = nil) -> TokenFailure {
    TokenFailure(
      endpoint: Self.endpoint, reason: "\(what): \(Self.waiting)", refusal: refusal, awaitsSuiteTicket: true)
  }

  private func failure(_ reason: String) -> TokenFailure { TokenFailure(endpoint: Self.endpoint, reason: reason) }

  private func inStore<Value: Sendable>(
    _ work: @Sendable () async throws -> Value
  ) async throws(WeDriveError) -> Value {
    do {
      return try await work()
    } catch let error as FileFailure {
      throw .file(error)
    } catch {
      throw .token(failure("the store of suite tickets failed with an error of type \(type(of: error))"))
    }
  }
}
