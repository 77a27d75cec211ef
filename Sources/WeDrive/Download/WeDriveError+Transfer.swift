import WeDriveRuntime

extension WeDriveError {
  /// What became of a transfer: what the receiver of the content said, if it was the receiver that ended it.
  init(inTransfer failure: TransportFailure, endpoint: String) {
    if failure.code == .sinkRefused, let error = failure.underlying as? WeDriveError {
      self = error
    } else if failure.code == .cancelled {
      self = .cancelled(endpoint: endpoint)
    } else {
      var failure = failure
      failure.endpoint = endpoint
      self = .transport(failure)
    }
  }
}
