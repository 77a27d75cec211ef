extension Transfer {
  /// Where a reply leads, if it is a redirect that this request follows; nil if it is the reply itself.
  func redirectionTarget(of head: HTTPReplyHead) throws(TransportFailure) -> RequestURL? {
    guard case .follow(let most) = exchange.request.redirects, exchange.request.method == .get,
      [301, 302, 303, 307, 308].contains(head.status), let location = head["Location"]
    else { return nil }
    let target: RequestURL
    do {
      target = try url.redirected(to: location, allowsPlainHTTP: exchange.request.allowsPlainHTTP)
    } catch {
      throw refused(error.reason)
    }
    guard target.text != url.text, !visited.contains(target.text) else { throw refused("the redirects form a loop") }
    guard visited.count < most else { throw refused("there are more than \(most) redirects") }
    return target
  }

  private func refused(_ reason: String) -> TransportFailure {
    TransportFailure(.redirectRefused, progress: .replied, reason: reason)
  }
}
