import CLibcurl

extension Transfer {
  /// A body up to this size goes into one write with the headers, if it may be sent twice.
  private static let copiedBody = 64 * 1024
  /// Fewer, larger reads and writes where much is moved; small calls do with libcurl's 16 and 64 KiB.
  private static let bulkBuffer = 256 * 1024

  /// Sets everything for the hop under way on a handle that was reset.
  ///
  /// - Returns: The first option libcurl refused to take, as its code.
  func configure() -> CURLcode {
    var setter = OptionSetter(easy: handle.easy)
    setConnection(&setter)
    setLimits(&setter)
    setRequest(&setter)
    let pointer = Unmanaged.passUnretained(self).toOpaque()
    setter.code { wedrive_curl_set_write_callback($0, Transfer.onBody, pointer) }
    setter.code { wedrive_curl_set_header_callback($0, Transfer.onHeader, pointer) }
    setter.code { wedrive_curl_set_socket_callback($0, Transfer.onSocket, pointer) }
    // A connection outlives the transfer that made it, and not the loop.
    let sockets = Unmanaged.passUnretained(sockets).toOpaque()
    setter.code { wedrive_curl_set_close_callback($0, Transfer.onClose, sockets) }
    if context.library.announcesRequests {
      setter.code { wedrive_curl_set_request_callback($0, Transfer.onRequest, pointer) }
    }
    handle.errorText.pointee = 0
    setter.code { wedrive_curl_set_pointer($0, CURLOPT_ERRORBUFFER, handle.errorText) }
    return setter.result
  }

  private func setConnection(_ setter: inout OptionSetter) {
    let configuration = context.configuration
    setter.string(CURLOPT_URL, url.text)
    setter.code { wedrive_curl_set_protocol($0, url.isHTTPS ? 1 : 0) }
    setter.long(CURLOPT_FOLLOWLOCATION, 0)
    setter.long(CURLOPT_NOSIGNAL, 1)
    if context.library.endsDuringResolution {
      setter.code { wedrive_curl_set_quick_exit($0, 1) }
    }
    setter.long(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
    setter.long(CURLOPT_HTTP09_ALLOWED, 0)
    if context.lane == .bulk {
      setter.long(CURLOPT_SSL_ENABLE_ALPN, 0)
      // Not taken by a handle whose last name was not resolved, since that still has its buffer: of this very size.
      _ = wedrive_curl_set_long(handle.easy, CURLOPT_BUFFERSIZE, Self.bulkBuffer)
    }
    setter.long(CURLOPT_SSL_VERIFYPEER, 1)
    setter.long(CURLOPT_SSL_VERIFYHOST, 2)
    setter.long(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
    setAuthorities(&setter)
    setter.long(CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue))
    setter.string(CURLOPT_PROXY, proxy?.text ?? "")
    // Decided already.
    setter.string(CURLOPT_NOPROXY, "")
    if wantsFreshConnection {
      setter.long(CURLOPT_FRESH_CONNECT, 1)
      setter.long(CURLOPT_DNS_CACHE_TIMEOUT, 0)
    }
    setter.long(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    setter.long(CURLOPT_TCP_KEEPALIVE, 1)
    setter.long(CURLOPT_MAXAGE_CONN, max(1, configuration.idleConnectionLifetime.milliseconds / 1000))
    // An older library keeps a connection as long as it is used often enough: no harm.
    _ = wedrive_curl_set_connection_lifetime(handle.easy, 3600)
  }

  /// Whom to trust: nothing of the system's beside what was named. Not every TLS library has folders of authorities.
  private func setAuthorities(_ setter: inout OptionSetter) {
    let authorities = TrustedAuthorities(context.configuration)
    if let folder = authorities.folder { setter.string(CURLOPT_CAPATH, folder) }
    if let file = authorities.file { setter.string(CURLOPT_CAINFO, file) }
    guard authorities.origin != .system else { return }
    if authorities.folder == nil { _ = wedrive_curl_set_string(handle.easy, CURLOPT_CAPATH, nil) }
    if authorities.file == nil { _ = wedrive_curl_set_string(handle.easy, CURLOPT_CAINFO, nil) }
  }

  private func setLimits(_ setter: inout OptionSetter) {
    let configuration = context.configuration
    setter.long(CURLOPT_NOPROGRESS, 1)
    // The loop keeps the deadlines: an older libcurl that does so itself waits for the resolver, and all other
    // transfers with it. A second connection for one request has this limit alone.
    if context.library.endsDuringResolution {
      setter.long(CURLOPT_CONNECTTIMEOUT_MS, max(1, configuration.connectTimeout.milliseconds))
    }
    if context.lane == .bulk || exchange.deadline == nil {
      setter.long(CURLOPT_LOW_SPEED_LIMIT, max(1, configuration.lowSpeedLimit))
      setter.long(CURLOPT_LOW_SPEED_TIME, max(1, configuration.lowSpeedTime.milliseconds / 1000))
    }
  }

  private func setRequest(_ setter: inout OptionSetter) {
    if let userAgent = context.configuration.userAgent { setter.string(CURLOPT_USERAGENT, userAgent) }
    for line in carriesCredentials ? exchange.headerLines : exchange.foreignHeaderLines {
      guard let longer = curl_slist_append(headerList, line) else {
        setter.result = CURLE_OUT_OF_MEMORY
        return
      }
      headerList = longer
    }
    setter.code { wedrive_curl_set_list($0, CURLOPT_HTTPHEADER, headerList) }
    if exchange.request.method == .post { setBody(&setter) }
    // Without a body there is nothing that cannot be rewound. A fresh connection is never retried.
    let hasBody = exchange.bodySize > 0
    if !exchange.request.isRepeatable && !hasBody && !context.library.announcesRequests {
      setter.long(CURLOPT_FRESH_CONNECT, 1)
    }
  }

  /// A body that may be sent once only is read through a callback that cannot be rewound: otherwise libcurl sends the
  /// request again, up to five times, when a reused connection dies without an answer.
  private func setBody(_ setter: inout OptionSetter) {
    let isRepeatable = exchange.request.isRepeatable
    let size = exchange.bodySize
    setter.long(CURLOPT_POST, 1)
    setter.code { wedrive_curl_set_offset($0, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(size)) }
    if size == 0 {
      setter.string(CURLOPT_COPYPOSTFIELDS, "")
    } else if let body = exchange.request.body, isRepeatable, size <= Self.copiedBody {
      setter.code { easy in
        body.withUnsafeBytes { bytes in
          wedrive_curl_set_pointer(easy, CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: bytes.baseAddress))
        }
      }
    } else {
      let pointer = Unmanaged.passUnretained(self).toOpaque()
      if size >= Self.bulkBuffer { setter.long(CURLOPT_UPLOAD_BUFFERSIZE, Self.bulkBuffer) }
      setter.code { wedrive_curl_set_read_callback($0, Transfer.onRead, pointer) }
      setter.code { wedrive_curl_set_seek_callback($0, Transfer.onSeek, pointer) }
    }
  }
}

/// Sets options one after the other and remembers the first that was refused.
private struct OptionSetter {
  let easy: UnsafeMutableRawPointer
  var result = CURLE_OK

  mutating func code(_ set: (UnsafeMutableRawPointer) -> CURLcode) {
    let code = set(easy)
    if result == CURLE_OK { result = code }
  }

  mutating func long(_ option: CURLoption, _ value: Int) {
    code { wedrive_curl_set_long($0, option, value) }
  }

  mutating func string(_ option: CURLoption, _ value: String) {
    code { wedrive_curl_set_string($0, option, value) }
  }
}
