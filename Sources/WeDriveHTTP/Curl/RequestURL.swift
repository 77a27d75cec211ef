import CLibcurl

/// A URL this transport goes to: checked, and normalised by the parser that libcurl itself uses.
struct RequestURL: Sendable {
  /// What a cookie belongs to.
  struct Origin: Sendable, Hashable {
    let scheme: String
    let host: String
    let port: String
  }

  /// The whole URL. Its query may hold a token.
  let text: String
  let origin: Origin

  var isHTTPS: Bool { origin.scheme == "https" }
  var isLoopback: Bool { origin.host.isLoopbackHost }

  /// What went wrong, in words that hold nothing of the URL.
  struct Flaw: Error {
    let reason: String
  }

  /// Checks a request's URL.
  ///
  /// - Parameter allowsPlainHTTP: Whether `http` may go to hosts other than loopback.
  init(_ text: String, allowsPlainHTTP: Bool) throws(Flaw) {
    guard text.utf8.allSatisfy(\.isVisibleASCII) else {
      throw Flaw(reason: "the URL holds a space, a control byte or a character outside ASCII")
    }
    guard let handle = curl_url() else { throw Flaw(reason: "no memory for a URL") }
    defer { curl_url_cleanup(handle) }
    guard curl_url_set(handle, CURLUPART_URL, text, 0) == CURLUE_OK else {
      throw Flaw(reason: "the URL cannot be parsed, or its scheme is neither https nor http")
    }
    try self.init(checking: handle, allowsPlainHTTP: allowsPlainHTTP)
  }

  /// Where a redirect leads that this URL answered with.
  ///
  /// From https only https is reached.
  func redirected(to location: String, allowsPlainHTTP: Bool) throws(Flaw) -> RequestURL {
    guard location.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
      throw Flaw(reason: "the redirect's target holds a control byte")
    }
    guard let handle = curl_url() else { throw Flaw(reason: "no memory for a URL") }
    defer { curl_url_cleanup(handle) }
    guard curl_url_set(handle, CURLUPART_URL, text, 0) == CURLUE_OK,
      curl_url_set(handle, CURLUPART_URL, location, UInt32(CURLU_URLENCODE)) == CURLUE_OK
    else {
      throw Flaw(reason: "the redirect's target cannot be parsed, or its scheme is neither https nor http")
    }
    let target = try RequestURL(checking: handle, allowsPlainHTTP: allowsPlainHTTP)
    guard target.isHTTPS || !isHTTPS else { throw Flaw(reason: "the redirect leads from https to http") }
    return target
  }

  private init(checking handle: OpaquePointer, allowsPlainHTTP: Bool) throws(Flaw) {
    guard let text = Self.part(CURLUPART_URL, of: handle),
      let scheme = Self.part(CURLUPART_SCHEME, of: handle)?.lowercased(),
      let host = Self.part(CURLUPART_HOST, of: handle)?.lowercased(),
      let port = Self.part(CURLUPART_PORT, of: handle, flags: CURLU_DEFAULT_PORT)
    else {
      throw Flaw(reason: "the URL has no scheme or no host")
    }
    guard Self.part(CURLUPART_USER, of: handle) == nil, Self.part(CURLUPART_PASSWORD, of: handle) == nil else {
      throw Flaw(reason: "the URL carries a user name or a password")
    }
    guard text.utf8.allSatisfy(\.isVisibleASCII), Self.part(CURLUPART_ZONEID, of: handle) == nil else {
      throw Flaw(reason: "the URL's host is not written in ASCII, or names a network interface")
    }
    guard scheme == "https" || scheme == "http" else { throw Flaw(reason: "the URL's scheme is not https") }
    guard scheme == "https" || allowsPlainHTTP || host.isLoopbackHost else {
      throw Flaw(reason: "plain http is allowed to loopback addresses only")
    }
    self.text = text
    self.origin = Origin(scheme: scheme, host: host, port: port)
  }

  private static func part(_ part: CURLUPart, of handle: OpaquePointer, flags: Int32 = 0) -> String? {
    var value: UnsafeMutablePointer<CChar>?
    guard curl_url_get(handle, part, &value, UInt32(flags)) == CURLUE_OK, let value else { return nil }
    defer { curl_free(value) }
    return String(cString: value)
  }
}

/// The header lines of a request, checked so that no value can smuggle in another line.
enum RequestHeaders {
  /// Those that say how the request is framed, or whom it is for: the transport's alone.
  private static let reserved = [
    "Host", "Content-Length", "Transfer-Encoding", "Connection", "Expect", "TE", "Upgrade",
  ]
  /// Those that belong to one origin and go nowhere else.
  private static let credentials = ["Cookie", "Authorization", "Proxy-Authorization"]
  /// The most all lines may take together.
  private static let budget = 64 * 1024

  /// Checks the headers and writes them in the form libcurl takes.
  ///
  /// - Returns: The lines for the request's own origin, and those for any other.
  static func lines(
    of request: HTTPRequest
  ) throws(TransportFailure) -> (all: [String], withoutCredentials: [String]) {
    // `Expect:` alone takes the header away: a server that ignores it costs a second for each body over 1 MiB.
    var all = ["Expect:", "Accept-Encoding: identity"]
    var withoutCredentials = all
    var size = 0
    var hasContentType = false
    for (index, header) in request.headers.enumerated() {
      try check(header, at: index)
      if header.isNamed("Accept-Encoding") { continue }
      hasContentType = hasContentType || header.isNamed("Content-Type")
      size += header.name.utf8.count + header.value.utf8.count + 4
      let line = header.value.isEmpty ? "\(header.name);" : "\(header.name): \(header.value)"
      all.append(line)
      if !credentials.contains(where: header.isNamed) { withoutCredentials.append(line) }
    }
    guard size <= budget else { throw invalid("the headers take more than 64 KiB") }
    if request.method == .post && !hasContentType {
      // Without this libcurl would call any body a form.
      all.append("Content-Type:")
      withoutCredentials.append("Content-Type:")
    }
    return (all, withoutCredentials)
  }

  private static func check(_ header: HTTPHeader, at index: Int) throws(TransportFailure) {
    guard header.name.isHTTPToken else {
      throw invalid("header \(index + 1) has a name that is not one")
    }
    guard !reserved.contains(where: header.isNamed) else {
      throw invalid("the header \(header.name) is the transport's to set")
    }
    guard header.value.utf8.allSatisfy(\.isHeaderValueByte) else {
      throw invalid("the header \(header.name) holds a control byte")
    }
    if header.isNamed("Accept-Encoding") && header.value != "identity" {
      throw invalid("the header Accept-Encoding may only be identity")
    }
  }

  private static func invalid(_ reason: String) -> TransportFailure {
    TransportFailure(.invalidRequest, progress: .notSent, reason: reason)
  }
}
