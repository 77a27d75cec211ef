extension Transfer {
  /// Where a reply leads, if it is a redirect that this request follows; nil if it is the reply itself.
  func redirectionTarget(of head: HTTPReplyHead) throws(TransportFailure) -> RequestURL? {
    guard case .follow(let maximum) = exchange.request.redirects, exchange.request.method == .get,
      [301, 302, 303, 307, 308].contains(head.status), let location = head["Location"]
    else { return nil }
    let target: RequestURL
    do {
      target = try url.redirected(to: location, allowsPlainHTTP: exchange.request.allowsPlainHTTP)
    } catch {
      throw refused(error.reason)
    }
    guard target.text != url.text, !visited.contains(target.text) else { throw refused("the redirects form a loop") }
    guard visited.count < maximum else { throw refused("there are more than \(maximum) redirects") }
    return target
  }

  /// Whether the hop under way may use a connection to there.
  ///
  /// A server on the internet must not send this client to a server on its own machine or in its own
  /// network, which may trust it.
  func mayUse(_ peer: PeerAddress?) -> Bool {
    guard let peer else { return true }
    // Where a proxy goes is for itself to say.
    let isProxy = proxy != nil
    guard !visited.isEmpty else {
      startsInPublic = isProxy || peer.isPublic
      guard startsInPublic || context.configuration.reachesPrivateNetworks else {
        failure = TransportFailure(
          .invalidRequest, progress: .notSent, reason: "the address is of this machine or of a private network")
        return false
      }
      return true
    }
    guard startsInPublic, !isProxy, !peer.isPublic, !context.configuration.followsIntoPrivateNetworks else {
      return true
    }
    failure = refused("a public server redirects into a private network")
    return false
  }

  private func refused(_ reason: String) -> TransportFailure {
    TransportFailure(.redirectRefused, progress: .replied, reason: reason)
  }
}
