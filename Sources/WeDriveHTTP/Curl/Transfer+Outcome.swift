import CLibcurl

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension Transfer {
  /// What the exchange came to when libcurl ended it with `code`.
  func outcome(_ code: CURLcode) -> Exchange.Outcome {
    // A reply that is whole is worth more than the wish to do without it.
    if code == CURLE_OK, failure == nil, redirection == nil, let head {
      return .success(HTTPReply(head: head, body: body))
    }
    if exchange.isCancelled { return .failure(interrupted(.cancelled)) }
    if let failure { return .failure(failure) }
    return .failure(failure(for: code))
  }

  /// Whether the reply that redirects has been dealt with: read to its end, or given up because it is long.
  func canFollow(after code: CURLcode) -> Bool {
    !isOver && (code == CURLE_OK || code == CURLE_WRITE_ERROR)
  }

  /// The failure of an exchange that this side ends.
  func interrupted(_ code: TransportFailure.Code) -> TransportFailure {
    switch code {
    case .cancelled: TransportFailure(code, progress: progress, reason: "the task was cancelled")
    case .timedOut:
      TransportFailure(
        code, progress: progress,
        reason: progress == .notSent ? "no connection\(way) in time" : "no whole reply in time")
    case .shutDown: TransportFailure(code, progress: progress, reason: "the transport was shut down")
    default: TransportFailure(code, progress: progress, reason: "the transport could not go on")
    }
  }

  /// Through whom the hop goes, to put behind "connection".
  private var way: String { proxy.map { " through \($0.name)" } ?? "" }

  private func failure(for code: CURLcode) -> TransportFailure {
    func because(_ failure: TransportFailure.Code, _ reason: String) -> TransportFailure {
      TransportFailure(failure, progress: progress, reason: reason)
    }
    let general = String(cString: curl_easy_strerror(code))
    switch code {
    case CURLE_OK:
      return because(.connectionLost, "the connection ended inside the reply's head")
    case CURLE_COULDNT_RESOLVE_HOST where proxy == nil:
      return because(.cannotResolve, detail ?? general)
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
      return because(.cannotResolve, "the name of \(proxy?.name ?? "the proxy") or of the host is not known")
    case CURLE_SSL_CACERT_BADFILE:
      return because(.tlsFailure, TrustedAuthorities(context.configuration).unusable)
    case CURLE_SSL_CONNECT_ERROR where endedInHandshake:
      return because(.cannotConnect, "the connection\(way) ended during the TLS handshake")
    case CURLE_SSL_CONNECT_ERROR where text.contains("wrong version number"):
      return because(.tlsFailure, "the server does not speak TLS")
    case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
      CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_ENGINE_INITFAILED, CURLE_SSL_CRL_BADFILE,
      CURLE_SSL_ISSUER_ERROR, CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_INVALIDCERTSTATUS, CURLE_USE_SSL_FAILED:
      return because(.tlsFailure, detail ?? general)
    case CURLE_OPERATION_TIMEDOUT:
      if text.hasPrefix("Operation too slow") { return because(.tooSlow, text) }
      return interrupted(.timedOut)
    case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING:
      return because(.protocolError, "what came is not an HTTP/1 reply")
    case CURLE_OUT_OF_MEMORY where isConnected && head == nil, Self.tooLarge where head == nil:
      return because(.protocolError, "a header of the reply is longer than 100 KiB")
    case CURLE_PARTIAL_FILE:
      return because(.truncated, "the connection ended before the whole body had come")
    case CURLE_RECV_ERROR where text.contains("chunked-encoding"):
      return because(.protocolError, "the reply's chunks are malformed")
    case CURLE_COULDNT_CONNECT, Self.proxyFailed, CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR,
      CURLE_SEND_FAIL_REWIND, CURLE_ABORTED_BY_CALLBACK:
      return isConnected ? lost(by: code) : unconnected()
    case CURLE_NO_CONNECTION_AVAILABLE:
      return because(.other, "all connections are in use")
    default:
      return because(.other, proxy == nil ? general : "the exchange\(way) failed: \(general)")
    }
  }

  /// The failure of an exchange for which there was no connection.
  private func unconnected() -> TransportFailure {
    if socketError != 0 {
      return TransportFailure(
        .other, progress: progress, reason: "the system gave no socket: \(String(cString: strerror(socketError)))")
    }
    guard let proxy else {
      return TransportFailure(.cannotConnect, progress: progress, reason: detail ?? "no connection was made")
    }
    var status = 0
    _ = wedrive_curl_get_long(handle.easy, CURLINFO_HTTP_CONNECTCODE, &status)
    switch status {
    case 0, 200..<300:
      var number = 0
      _ = wedrive_curl_get_long(handle.easy, CURLINFO_OS_ERRNO, &number)
      let why = number > 0 && number < 4096 ? ": \(String(cString: strerror(Int32(number))))" : ""
      return TransportFailure(.cannotConnect, progress: progress, reason: "no connection through \(proxy.name)\(why)")
    case 500...:
      return TransportFailure(
        .cannotConnect, progress: progress, reason: "\(proxy.name) has no connection to the host (HTTP \(status))")
    default:
      return TransportFailure(.proxyRefused, progress: progress, reason: proxy.refusal(status))
    }
  }

  /// The failure of an exchange whose connection ended.
  private func lost(by code: CURLcode) -> TransportFailure {
    if head != nil {
      return TransportFailure(.truncated, progress: progress, reason: "the connection ended inside the reply's body")
    }
    let reason =
      switch code {
      case CURLE_SEND_ERROR: "the connection ended while the request was sent"
      case CURLE_SEND_FAIL_REWIND, CURLE_ABORTED_BY_CALLBACK:
        "the connection ended without a reply, and the request may be sent only once"
      default: "the connection ended without a reply"
      }
    return TransportFailure(.connectionLost, progress: progress, reason: reason)
  }

  /// Whether the other end went away in the middle of a TLS handshake, which says nothing about certificates.
  private var endedInHandshake: Bool {
    let text = text
    return ["SSL_ERROR_SYSCALL", "unexpected eof", "Connection reset"].contains { text.contains($0) }
  }

  /// `CURLE_TOO_LARGE`, since 8.6.0; `CURLE_OUT_OF_MEMORY` before.
  private static let tooLarge = CURLcode(rawValue: 100)

  /// `CURLE_PROXY`, since 7.73.0.
  private static let proxyFailed = CURLcode(rawValue: 97)

  /// libcurl's own words. They may quote what a server sent, or the URL.
  private var text: String { String(cString: handle.errorText) }

  /// libcurl's words about the connection, which tell names, addresses and certificates, unless they hold anything of
  /// the URL's query; nil if there are none to show.
  private var detail: String? {
    let text = text
    // Behind a proxy they may quote its URL with the password, wherever that begins.
    guard proxy == nil, !text.isEmpty, !text.contains("?") else { return nil }
    let query = url.text.split(separator: "?", maxSplits: 1).dropFirst().first ?? ""
    let secrets = query.split(whereSeparator: { $0 == "&" || $0 == "=" }).filter { $0.utf8.count >= 8 }
    guard !secrets.contains(where: { text.contains($0) }) else { return nil }
    return text.unicodeScalars.allSatisfy { $0.value >= 0x20 } ? text : nil
  }
}

extension ProxyChoice {
  /// That it does not carry the exchange, in words.
  func refusal(_ status: Int) -> String {
    status == 407
      ? "\(name) wants a user name and password that it accepts (HTTP 407)"
      : "\(name) refuses to connect to the host (HTTP \(status))"
  }
}

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
