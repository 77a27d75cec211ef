#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension [any Ticket] {
  /// Makes a call for which the tickets are used: each counts once, or the call is not made.
  func using<Value>(
    for endpoint: String, _ call: () async throws(WeDriveError) -> Value
  ) async throws(WeDriveError) -> Value {
    guard !isEmpty else { return try await call() }
    var used: [any Ticket] = []
    do throws(WeDriveError) {
      let now = Date()
      for ticket in self {
        try ticket.use(for: endpoint, at: now)
        used.append(ticket)
      }
      return try await call()
    } catch {
      // What may have taken effect counts.
      switch error {
      case .outcomeUnknown, .undecodableReply: break
      default: for ticket in used { ticket.history.giveBack() }
      }
      throw error
    }
  }
}
