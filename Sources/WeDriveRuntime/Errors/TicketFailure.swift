#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A ticket that is known not to work any more; nothing was sent. The person has to pick again.
public struct TicketFailure: Error, Sendable, Hashable {
  /// Why it does not work.
  public enum Reason: Sendable, Hashable {
    /// Its time was over then.
    case expired(Date)
    /// It was used as often as it can be.
    case usedUp(Int)
  }

  /// The name of the call or picker that it was for.
  public let endpoint: String
  /// The kind of ticket, for example `DriveFolderTicket`.
  public let ticket: String
  /// Why it does not work.
  public let reason: Reason

  /// Describes a ticket that does not work.
  public init(endpoint: String, ticket: String, reason: Reason) {
    self.endpoint = endpoint
    self.ticket = ticket
    self.reason = reason
  }
}

extension TicketFailure: DescribedError {
  /// The kind of ticket and why it does not work, never its value.
  public var description: String {
    switch reason {
    case .expired(let date): "\(endpoint): the \(ticket) expired at \(date.formatted(.iso8601)); pick again."
    case .usedUp(let uses): "\(endpoint): the \(ticket) was used \(uses) times, as often as it can be; pick again."
    }
  }
}
