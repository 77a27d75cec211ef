import WeDriveHTTP
import WeDriveRuntime

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
