/// How calls show that they may be made.
package enum CallAuthority: Sendable, Hashable {
  /// By a token of a kind that they may carry.
  case token
  /// By coming from a network that the service trusts: they carry none.
  ///
  /// - plainHTTP: Over `http`. Only calls that otherwise carry a token go there: those that do not, such as those which
  ///   fetch tokens, carry secrets of their own.
  case network(plainHTTP: Bool)

  /// Whether calls go over `http` to a host other than this machine.
  var allowsPlainHTTP: Bool { self == .network(plainHTTP: true) }

  /// Refuses calls that the service does not take this way, before anything is sent.
  func check(_ endpoint: Endpoint) throws(WeDriveError) {
    guard case .network(let plainHTTP) = self else { return }
    let service = endpoint.service
    let reason: String
    if plainHTTP, !endpoint.carriesToken {
      reason = "a call without an access token may carry a secret, so it does not go over plain http"
    } else if plainHTTP, service.tokenless != .alsoOverPlainHTTP {
      reason = "the service \(service.name) is not reached over plain http"
    } else if endpoint.carriesToken, service.tokenless == .never {
      reason = "the service \(service.name) takes no such call without a token"
    } else {
      return
    }
    throw .invalidArgument(InvalidArgument(owner: endpoint.name, field: "", reason: reason))
  }
}
