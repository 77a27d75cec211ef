import WeDriveRuntime

/// Why content stopped arriving, by what helps.
enum ArrivalFailure: Error {
  /// The connection, or the server's silence.
  case lost(TransportFailure)
  /// The link is not good, or no longer.
  case linkRefused(status: Int)
  /// An errcode came instead of content.
  case refusedInWords(Refusal)
  /// The server cannot serve now.
  case unwell(status: Int, retryAfter: Duration?)
  /// The server does not have what follows the part that is here.
  case rangeRefused
  /// There is nothing after the part that is here: it is all of it.
  case nothingLeft
  /// The server sends all of the content where a part was asked for, and there is no room for it.
  case rangesIgnored
  /// Nothing that another attempt would change.
  case final(WeDriveError)

  static func unusable(_ reason: String, _ head: HTTPReplyHead, _ endpoint: String) -> Self {
    .final(.undecodableReply(UndecodableReply(endpoint: endpoint, reason: reason, status: head.status)))
  }

  /// What a caller gets to see if nothing helps.
  func error(endpoint: String) -> WeDriveError {
    func unusable(_ reason: String, _ status: Int) -> WeDriveError {
      .undecodableReply(UndecodableReply(endpoint: endpoint, reason: reason, status: status))
    }
    switch self {
    case .lost(let failure): return WeDriveError(inTransfer: failure, endpoint: endpoint)
    case .linkRefused(let status): return unusable("the link was refused, and so was a fresh one", status)
    case .refusedInWords(let refusal): return .refused(refusal)
    case .unwell(let status, _): return unusable("the link answered with HTTP status \(status)", status)
    case .rangeRefused, .nothingLeft, .rangesIgnored:
      return unusable("the server does not have the part that was asked for", 416)
    case .final(let error): return error
    }
  }

  /// What ended a transfer: what the receiver of the content said, if it was the receiver that ended it.
  init(_ failure: TransportFailure) {
    if failure.code == .sinkRefused, let arrival = failure.underlying as? ArrivalFailure {
      self = arrival
    } else {
      self = .lost(failure)
    }
  }
}
