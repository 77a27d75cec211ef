extension TokenFailure {
  /// What a failed fetch means to the call that needed the token.
  init(endpoint: String, after error: WeDriveError) {
    switch error {
    case .token(let failure):
      self.init(
        endpoint: endpoint, reason: failure.reason, refusal: failure.refusal, cause: failure.cause,
        awaitsSuiteTicket: failure.awaitsSuiteTicket)
    case .refused(let refusal):
      self.init(endpoint: endpoint, reason: "\(refusal)", refusal: refusal)
    case .transport(let failure):
      self.init(endpoint: endpoint, reason: "\(error)", cause: failure)
    default:
      self.init(endpoint: endpoint, reason: "\(error)")
    }
  }
}
