import CLibcurl

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
        code, progress: progress, reason: progress == .notSent ? "no connection in time" : "no whole reply in time")
    case .shutDown: TransportFailure(code, progress: progress, reason: "the transport was shut down")
    default: TransportFailure(code, progress: progress, reason: "the transport could not go on")
    }
  }

  private func failure(for code: CURLcode) -> TransportFailure {
    func because(_ failure: TransportFailure.Code, _ reason: String? = nil) -> TransportFailure {
      TransportFailure(failure, progress: progress, reason: reason ?? String(cString: curl_easy_strerror(code)))
    }
    switch code {
    case CURLE_OK:
      return because(.connectionLost, "the connection ended inside the reply's head")
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
      return because(.cannotResolve, detail)
    case CURLE_COULDNT_CONNECT, Self.proxyRefused:
      return because(.cannotConnect, detail)
    case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM,
      CURLE_SSL_CIPHER, CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_ENGINE_INITFAILED,
      CURLE_SSL_CRL_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_INVALIDCERTSTATUS,
      CURLE_USE_SSL_FAILED:
      return because(.tlsFailure, detail)
    case CURLE_OPERATION_TIMEDOUT:
      if text.hasPrefix("Operation too slow") { return because(.tooSlow, text) }
      return interrupted(.timedOut)
    case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING:
      return because(.protocolError, "what came is not an HTTP/1 reply")
    case CURLE_PARTIAL_FILE:
      return because(.truncated)
    case CURLE_RECV_ERROR where text.contains("chunked-encoding"):
      return because(.protocolError, "the reply's chunks are malformed")
    case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_SEND_FAIL_REWIND:
      if !isConnected { return because(.cannotConnect, detail) }
      return because(head == nil ? .connectionLost : .truncated)
    case CURLE_ABORTED_BY_CALLBACK where announcements > 1:
      return because(.connectionLost, "the connection ended without a reply, and the request may be sent only once")
    default:
      return because(.other)
    }
  }

  /// `CURLE_PROXY`, since 7.73.0.
  private static let proxyRefused = CURLcode(rawValue: 97)

  /// libcurl's own words. They may quote what a server sent, or the URL.
  private var text: String { String(cString: handle.errorText) }

  /// libcurl's words about the connection, which tell names, addresses and certificates, unless they hold anything of
  /// the URL's query; nil if there are none to show.
  private var detail: String? {
    let text = text
    guard !text.isEmpty, !text.contains("?") else { return nil }
    let query = url.text.split(separator: "?", maxSplits: 1).dropFirst().first ?? ""
    let secrets = query.split(whereSeparator: { $0 == "&" || $0 == "=" }).filter { $0.utf8.count >= 8 }
    guard !secrets.contains(where: { text.contains($0) }) else { return nil }
    return text.unicodeScalars.allSatisfy { $0.value >= 0x20 } ? text : nil
  }
}
