import WeDriveHTTP

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
