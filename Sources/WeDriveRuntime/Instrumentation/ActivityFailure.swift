import WeDriveHTTP

/// Why an activity failed, in as few different words as a dashboard can group by.
public struct ActivityFailure: Sendable, Hashable {
  /// The catalog's name of an errcode (`access_token_expired`), an HTTP status (`503`), a `TransportFailure.Code`
  /// (`timedOut`), or the case of ``WeDriveError`` (`budget`, `undecodable_reply`); `errcode` for one that the catalog does not list.
  public let type: String
  /// The errcode, if there is one.
  public let errcode: Int?
  /// Whether the catalog lists the errcode. What it does not list may be any number.
  public let isListed: Bool

  init(_ type: String) { (self.type, errcode, isListed) = (type, nil, false) }

  init(_ refusal: Refusal) {
    type = refusal.advice?.name ?? "errcode"
    errcode = refusal.code
    isListed = refusal.advice != nil
  }

  /// Why an exchange failed whose reply is not looked into; nil if it did not.
  init?(status: Int?, after failure: TransportFailure?) {
    // A receiver that refuses an error's reply ends the exchange: the status says more than that.
    if let status, status >= 400 {
      self.init("\(status)")
    } else if let failure {
      self.init(failure.code.rawValue)
    } else {
      return nil
    }
  }

  /// Names an error.
  public init(_ error: WeDriveError) {
    switch error {
    case .refused(let refusal): self.init(refusal)
    case .transport(let failure): self.init(failure.code.rawValue)
    case .outcomeUnknown: self.init("outcome_unknown")
    case .unavailable(let answer): self.init("\(answer.status)")
    case .token(let failure): self = failure.refusal.map { Self($0) } ?? Self("token")
    case .ticket: self.init("ticket")
    case .invalidArgument: self.init("invalid_argument")
    case .undecodableReply: self.init("undecodable_reply")
    case .integrity: self.init("integrity")
    case .file: self.init("file")
    case .upload(let failure): self.init(failure.cause)
    case .budget: self.init("budget")
    case .cancelled: self.init("cancelled")
    case .notImplemented: self.init("not_implemented")
    }
  }
  private init(_ cause: UploadFailure.Cause) {
    switch cause {
    case .error(let error): self.init(error)
    case .blockRefused(_, let refusal): self.init(refusal)
    case .sourceChanged: self.init("source_changed")
    case .callLimit: self.init("call_limit")
    case .inUse: self.init("in_use")
    case .journalRefused: self.init("journal_refused")
    }
  }
}
