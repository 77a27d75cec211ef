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
