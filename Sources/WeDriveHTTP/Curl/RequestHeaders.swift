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
