import WeDriveHTTP

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Everything that can go wrong in a call, by what the caller can do about it.
///
/// Each case names the endpoint. None ever holds a token, a secret, a cookie or the query of a URL.
///
/// When its task is cancelled, a call throws ``cancelled(endpoint:)`` if nothing was sent or repeating it is harmless, and otherwise
/// ``outcomeUnknown(_:)`` with the cause ``UnknownOutcome/Cause/cancelled``. An upload wraps either in ``upload(_:)``.
public enum WeDriveError: Error, Sendable {
  /// The service answered with an errcode.
  case refused(Refusal)
  /// The service was not reached, or its reply did not arrive and the call changed nothing: calling again is safe.
  case transport(TransportFailure)
  /// The call may or may not have taken effect: look before calling again.
  case outcomeUnknown(UnknownOutcome)
  /// The service asked to be left alone for a while (HTTP 429) or was in trouble (5xx), also after the attempts that
  /// ``RetryPolicy`` allows; the call changed nothing, or is harmless to repeat.
  case unavailable(ServiceUnavailable)
  /// No usable access token could be had.
  case token(TokenFailure)
  /// A ticket has expired or is used up; nothing was sent.
  case ticket(TicketFailure)
  /// A value breaks a rule of the documentation; nothing was sent.
  case invalidArgument(InvalidArgument)
  /// The reply is not what the documentation says.
  case undecodableReply(UndecodableReply)
  /// Content that arrived is not the content that was announced.
  case integrity(IntegrityFailure)
  /// A local file could not be read or written.
  case file(FileFailure)
  /// An upload did not come to its end, in one call or in blocks; it says why, and what is left to go on from.
  case upload(UploadFailure)
  /// The month's calls that were allotted are used up; nothing was sent.
  case budget(BudgetFailure)
  /// The task was cancelled, or its deadline passed before anything was sent.
  case cancelled(endpoint: String)
  /// This conformer of the API does not implement the endpoint.
  case notImplemented(endpoint: String)
}

/// An error whose `localizedDescription` is its description.
public protocol DescribedError: LocalizedError, CustomStringConvertible {}

extension DescribedError {
  /// The same as `description`, which `localizedDescription` shows.
  public var errorDescription: String? { description }
}

extension WeDriveError: DescribedError {
  /// The endpoint of the call, as in the catalog; nil where no call was made.
  public var endpoint: String? {
    switch self {
    case .refused(let refusal): refusal.endpoint
    case .transport(let failure): failure.endpoint
    case .outcomeUnknown(let unknown): unknown.endpoint
    case .unavailable(let answer): answer.endpoint
    case .token(let failure): failure.endpoint
    case .ticket(let failure): failure.endpoint
    case .invalidArgument(let argument): argument.owner.isEmpty ? nil : argument.owner
    case .undecodableReply(let reply): reply.endpoint
    case .integrity(let failure): failure.endpoint
    case .file, .budget: nil
    case .upload(let failure): failure.cause.endpoint
    case .cancelled(let endpoint), .notImplemented(let endpoint): endpoint
    }
  }

  /// The service's refusal, where it was one: of the call itself, or of the call with which an upload in blocks ended.
  public var refusal: Refusal? {
    switch self {
    case .refused(let refusal): refusal
    case .upload(let failure):
      switch failure.cause {
      case .error(.refused(let refusal)), .blockRefused(_, let refusal): refusal
      default: nil
      }
    default: nil
    }
  }

  /// What happened, in a sentence or two, without anything secret.
  public var description: String {
    switch self {
    case .refused(let refusal): "\(refusal)"
    case .transport(let failure): "\(failure)"
    case .outcomeUnknown(let unknown): "\(unknown)"
    case .unavailable(let answer): "\(answer)"
    case .token(let failure): "\(failure)"
    case .ticket(let failure): "\(failure)"
    case .invalidArgument(let argument): "\(argument)"
    case .undecodableReply(let reply): "\(reply)"
    case .integrity(let failure): "\(failure)"
    case .file(let failure): "\(failure)"
    case .upload(let failure): "\(failure)"
    case .budget(let failure): "\(failure)"
    case .cancelled(let endpoint): "\(endpoint): cancelled."
    case .notImplemented(let endpoint): "\(endpoint): not implemented here."
    }
  }
}

extension BudgetFailure: DescribedError {
  /// What it takes and what is left.
  public var description: String {
    "the budget of \(month): it takes \(needed) \(needed == 1 ? "call" : "calls"), and \(left) are left: \(reason)."
  }
}

extension Refusal: DescribedError {
  /// Errcode, name, meaning and advice, as far as the catalog knows them, and the service's own words with the number that its
  /// support asks for.
  public var description: String {
    guard let advice else { return "\(endpoint): refused with errcode \(code): \(message)" }
    let todo = advice.hint.map { " " + $0 } ?? ""
    let said = message.isEmpty ? "" : " The service says: \(message)"
    return "\(endpoint): refused with errcode \(code) (\(advice.name)): \(advice.meaning)\(todo)\(said)"
  }

  /// The number that the service gives for a support case, from `hint: […]` or `rid: …` in its words.
  public var hint: String? {
    if let hint = message.firstMatch(of: /hint: ?\[([0-9A-Za-z_-]+)\]/) { return String(hint.1) }
    return message.firstMatch(of: /rid: ?([0-9A-Za-z-]+)/).map { String($0.1) }
  }
}

extension TransportFailure: DescribedError {
  /// What went wrong, and how far the exchange got.
  public var description: String {
    let subject = endpoint.map { $0 + ": " } ?? ""
    return switch progress {
    case .notSent: "\(subject)nothing was sent: \(reason)."
    case .sent: "\(subject)no reply: \(reason)."
    case .replied: "\(subject)the reply broke off: \(reason)."
    }
  }
}

extension UnknownOutcome: DescribedError {
  /// That the call may have taken effect, and why that is not known.
  public var description: String {
    "\(endpoint): it may or may not have taken effect: \(reason). Look before calling again."
  }
}

extension ServiceUnavailable: DescribedError {
  /// The status, and how long the server asked to be left alone.
  public var description: String {
    let wait = retryAfter.map { "; it asks to wait \($0.components.seconds) s" } ?? ""
    let excerpt = excerpt.map { "; the reply begins: \($0)" } ?? ""
    return "\(endpoint): the service is not available (HTTP \(status))\(wait)\(excerpt)"
  }
}

extension TokenFailure: DescribedError {
  /// Why no token could be had, and how the service refused to issue one.
  public var description: String {
    // The refusal may have been put into words already.
    let refusal = refusal.map { "\($0)" } ?? ""
    return "\(endpoint): no access token: \(reason)\(refusal.isEmpty || reason.contains(refusal) ? "" : ": \(refusal)")"
  }
}

extension InvalidArgument: DescribedError {
  /// The field and the rule it breaks.
  public var description: String {
    let subject = [owner, field].filter { !$0.isEmpty }.joined(separator: ".")
    return subject.isEmpty ? reason : "\(subject): \(reason)"
  }
}

extension UndecodableReply: DescribedError {
  /// The field, what is wrong with it, and how the reply begins where it is not JSON.
  public var description: String {
    let place = field.map { "`\($0)` " } ?? "the reply "
    let status = status.map { " (HTTP \($0))" } ?? ""
    let excerpt = excerpt.map { "; it begins: \($0)" } ?? ""
    return "\(endpoint): \(place)\(reason)\(status)\(excerpt)"
  }
}

extension IntegrityFailure: DescribedError {
  /// What was compared.
  public var description: String { "\(endpoint): \(property) is \(actual), not \(expected)" }
}

extension FileFailure: DescribedError {
  /// The file, what was tried and why it failed.
  public var description: String { "\(path): \(operation): \(reason)" }
}
