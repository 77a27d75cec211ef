import WeDriveHTTP
import WeDriveRuntime

/// Why content stopped arriving, by what helps.
package enum TransferFailure: Error {
  /// The connection, or the server's silence.
  case lost(TransportFailure)
  /// The link is not good, or no longer.
  case linkRefused(status: Int)
  /// An errcode came instead of content.
  case refusedInWords(Refusal)
  /// The server cannot serve now.
  case unavailable(status: Int, retryAfter: Duration?)
  /// The reply to a request for the rest cannot be joined to what is here. A request for all of it may help.
  ///
  /// - isChanged: Whether the content is another now; otherwise the server's replies to requests for parts are of no use.
  case unjoinable(WeDriveError, isChanged: Bool)
  /// There is nothing after the part that is here: it is all of it.
  case nothingLeft
  /// The server sends all of the content where a part was asked for, and there is no room for it.
  case rangesIgnored
  /// Nothing that another attempt would change.
  case final(WeDriveError)

  static func unusable(_ reason: String, _ head: HTTPReplyHead, _ endpoint: String) -> Self {
    .final(.undecodableReply(UndecodableReply(endpoint: endpoint, reason: reason, status: head.status)))
  }

  /// Why a client waits before it goes on.
  package var waitReason: ClientEvent.WaitReason {
    if case .unavailable(status: 429, _) = self { .throttled } else { .transient }
  }

  /// What a caller gets to see if nothing helps.
  package func error(endpoint: String) -> WeDriveError {
    func unusable(_ reason: String, _ status: Int) -> WeDriveError {
      .undecodableReply(UndecodableReply(endpoint: endpoint, reason: reason, status: status))
    }
    switch self {
    case .lost(let failure): return WeDriveError(inTransfer: failure, endpoint: endpoint)
    case .linkRefused(let status): return unusable("does not accept the link", status)
    case .refusedInWords(let refusal): return .refused(refusal)
    case .unavailable(let status, let retryAfter):
      return .unavailable(ServiceUnavailable(endpoint: endpoint, status: status, retryAfter: retryAfter))
    case .nothingLeft: return unusable("says that there is no such part of the content", 416)
    case .rangesIgnored: return unusable("brings all of the content where a part was asked for", 200)
    case .unjoinable(let error, _), .final(let error): return error
    }
  }

  /// What ended a transfer: what the receiver of the content said, if it was the receiver that ended it.
  ///
  /// - Parameter part: What was asked for; nil: all of it.
  package init(_ failure: TransportFailure, to part: AskedPart?, endpoint: String) {
    switch failure.code {
    case .sinkRefused:
      self = failure.underlying as? TransferFailure ?? .lost(failure)
    case .protocolError, .replyTooLarge, .redirectRefused:
      // A request for all of it may be answered better.
      self =
        part == nil
        ? .lost(failure)
        : .unjoinable(WeDriveError(inTransfer: failure, endpoint: endpoint), isChanged: false)
    default:
      self = .lost(failure)
    }
  }
}

extension WeDriveError {
  /// What became of a transfer.
  package init(inTransfer failure: TransportFailure, endpoint: String) {
    if failure.code == .cancelled {
      self = .cancelled(endpoint: endpoint)
    } else {
      var failure = failure
      failure.endpoint = endpoint
      self = .transport(failure)
    }
  }
}

extension Refusal {
  /// Reads content that should have been a file as a refusal in words: an HTTP 200 with an errcode. Nil if it is none.
  ///
  /// - Parameter secrets: What was sent to get the content, and must not come back in the words.
  package init?(inContent content: [UInt8], endpoint: String, service: Service, secrets: [String]) {
    guard
      let envelope = try? ReplyEnvelope(content, codeField: service.codeField, messageField: service.messageField),
      let code = envelope.code, code != 0
    else { return nil }
    self.init(
      endpoint: endpoint, service: service.name, code: code,
      message: Redaction(secrets: secrets, fields: service.secretFields).clean(envelope.message ?? ""),
      advice: service.advice(code))
  }
}
