import Catalog
import DocPages
import WeDriveHTTP

/// Fetches documentation pages, one after the other, as slowly as a reader would.
public actor DocumentationCentre {
  /// How to fetch.
  public struct Configuration: Sendable {
    /// The least pause between two requests.
    public var pause: Duration = .seconds(1.2)
    /// How long to wait after a refusal for too many requests that does not say; doubled each time.
    public var backoff: Duration = .seconds(30)
    /// Where to ask instead of the documentation's own address: a copy of it.
    public var mirror: String?
    /// Cookies of a person's own.
    public var cookies: CookieFile?

    /// The defaults.
    public init() {}
  }

  /// A page that was fetched.
  public struct Fetched: Sendable {
    /// Which one.
    public var page: DocumentedPage
    /// Its text, with what was said about it in front.
    public var text: String
  }

  private let configuration: Configuration
  private let transport: PoliteTransport
  private var directories: [String: CentreDirectory] = [:]
  private static let largestReply: Int64 = 8 * 1024 * 1024
  private static let timeout: Duration = .seconds(30)

  /// Prepares to fetch; nothing is asked yet.
  ///
  /// - Parameter transport: What carries the requests.
  public init(configuration: Configuration = Configuration(), transport: (any Transport)? = nil) {
    self.configuration = configuration
    var settings = CurlTransport.Configuration()
    settings.callConnections = 1
    settings.userAgent = "wedrive-spec"
    self.transport = PoliteTransport(
      transport ?? CurlTransport(configuration: settings),
      pace: PoliteTransport.Pace(pause: configuration.pause, backoff: configuration.backoff))
  }

  // MARK: - Pages

  /// Fetches one page.
  ///
  /// - Throws: A ``FetchFailure``; see ``FetchFailure/endsRun``.
  public func fetch(_ page: DocumentedPage) async throws(FetchFailure) -> Fetched {
    switch page.centre {
    case .numbered: try await fetchNumbered(page)
    case .beside: try await fetchBeside(page)
    case .byPath: try await fetchByPath(page)
    }
  }

  private func fetchNumbered(_ page: DocumentedPage) async throws(FetchFailure) -> Fetched {
    let directory = try await directory(of: page)
    guard let entry = directory[page.page] else { throw .noPage(page.page) }
    let reply = try await post(
      "/docFetch/fetchCnt?lang=zh_CN&ajax=1&f=json", form: "doc_id=\(entry.documentID)", for: page)
    var content = try read(reply, of: page)
    content.documentID = content.documentID ?? entry.documentID
    content.title = content.title ?? entry.title
    return Fetched(page: page, text: text(content, page, branches: entry.branches))
  }

  private func fetchBeside(_ page: DocumentedPage) async throws(FetchFailure) -> Fetched {
    let path = page.path.hasSuffix(".html") ? String(page.path.dropLast(5)) : page.path
    let reply = try await send(request(.get, "\(path).md", for: page), for: page)
    let body = reply.body
    if DocumentationCentre.isHTML(body) { throw .answersHTML(host: host(of: page)) }
    guard body.contains(where: { $0 > 0x20 }) else { throw .unreadable(page: page.page, reason: "is empty") }
    let content = CentreReply(content: String(decoding: body, as: UTF8.self))
    return Fetched(page: page, text: text(content, page, branches: []))
  }

  private func fetchByPath(_ page: DocumentedPage) async throws(FetchFailure) -> Fetched {
    // The documentation's own paths begin behind `/document`.
    let path = page.path.hasPrefix("/document/") ? String(page.path.dropFirst("/document".count)) : page.path
    let query = "/api/tools/document/detail?fullPath=\(DocumentationCentre.escaped(path))"
    let reply = try await send(request(.get, query, for: page), for: page)
    return Fetched(page: page, text: text(try read(reply, of: page), page, branches: []))
  }

  // MARK: - The directory

  /// The directory of the documentation that a page belongs to; asked for once.
  public func directory(of page: DocumentedPage) async throws(FetchFailure) -> CentreDirectory {
    if let known = directories[page.origin] { return known }
    let found: CentreDirectory
    let reply = try await post("/docFetch/categories", form: "", for: page, mayBeMissing: true)
    if let directory = reply.flatMap({ CentreDirectory(json: $0.body) }) {
      found = directory
    } else {
      if let reply { try refuseCaptcha(reply.body, of: page) }
      // Every page carries it for its own script.
      let html = try await send(request(.get, page.path, for: page), for: page)
      guard let directory = CentreDirectory(html: html.body) else {
        try refuseCaptcha(html.body, of: page)
        throw .unreadable(page: page.page, reason: "has no directory of the documentation")
      }
      found = directory
    }
    directories[page.origin] = found
    return found
  }

  // MARK: - Requests

  private func host(of page: DocumentedPage) -> String {
    DocumentedPage.host(of: configuration.mirror ?? page.address) ?? page.centre.rawValue
  }

  /// The methods that documentation is asked with.
  private enum Verb { case get, post }

  private func request(_ verb: Verb, _ path: String, for page: DocumentedPage) -> HTTPRequest {
    let base = configuration.mirror.map(DocumentedPage.origin) ?? page.origin
    var request = HTTPRequest(
      verb == .get ? .get : .post, url: base + path, isRepeatable: true, timeout: DocumentationCentre.timeout,
      maximumReplySize: DocumentationCentre.largestReply)
    request.redirects = .follow(maximum: 3)
    let isSecure = base.hasPrefix("https://")
    let isLocal = configuration.mirror != nil
    if let cookie = configuration.cookies?.header(
      host: DocumentedPage.host(of: page.address) ?? "", isSecure: isSecure || isLocal,
      isNumbered: page.centre == .numbered)
    {
      request.headers.append(HTTPHeader("Cookie", cookie))
    }
    return request
  }

  private func post(_ path: String, form: String, for page: DocumentedPage) async throws(FetchFailure) -> HTTPReply {
    guard let reply = try await post(path, form: form, for: page, mayBeMissing: false) else { throw .noPage(page.page) }
    return reply
  }

  private func post(
    _ path: String, form: String, for page: DocumentedPage, mayBeMissing: Bool
  ) async throws(FetchFailure) -> HTTPReply? {
    var request = request(.post, path, for: page)
    request.body = Array(form.utf8)
    request.headers += [
      HTTPHeader("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"),
      HTTPHeader("Referer", page.address),
      HTTPHeader("X-Requested-With", "XMLHttpRequest"),
    ]
    do throws(FetchFailure) {
      return try await send(request, for: page)
    } catch {
      if mayBeMissing, case .noPage = error { return nil }
      throw error
    }
  }

  private func send(_ request: HTTPRequest, for page: DocumentedPage) async throws(FetchFailure) -> HTTPReply {
    let host = host(of: page)
    let reply = try await transport.perform(request, host: host)
    switch reply.head.status {
    case 200..<300: return reply
    case 404, 410: throw .noPage(page.page)
    default:
      try refuseCaptcha(reply.body, of: page)
      throw .status(host: host, reply.head.status)
    }
  }

  // MARK: - Replies

  private func read(_ reply: HTTPReply, of page: DocumentedPage) throws(FetchFailure) -> CentreReply {
    do throws(CentreReply.Failure) {
      return try CentreReply.read(reply.body)
    } catch {
      switch error {
      case .captcha(let code): throw .captcha(host: host(of: page), code: code)
      case .notJSON:
        try refuseCaptcha(reply.body, of: page)
        if DocumentationCentre.isHTML(reply.body) { throw .answersHTML(host: host(of: page)) }
        throw .unreadable(page: page.page, reason: "\(error)")
      case .refused, .noContent: throw .unreadable(page: page.page, reason: "\(error)")
      }
    }
  }

  /// A captcha comes as a code in JSON, or as a page that shows one.
  private func refuseCaptcha(_ body: [UInt8], of page: DocumentedPage) throws(FetchFailure) {
    do throws(CentreReply.Failure) {
      _ = try CentreReply.read(body)
    } catch {
      if case .captcha(let code) = error { throw .captcha(host: host(of: page), code: code) }
    }
    guard DocumentationCentre.isHTML(body) else { return }
    let text = String(decoding: body.prefix(64 * 1024), as: UTF8.self)
    if ["TCaptcha", "captcha", "验证码", "安全验证"].contains(where: text.contains), !text.contains("window.settings") {
      throw .captcha(host: host(of: page), code: nil)
    }
  }

  private static func isHTML(_ body: [UInt8]) -> Bool {
    let head = String(decoding: body.prefix(256), as: UTF8.self).drop { $0.isWhitespace || $0 == "\u{FEFF}" }
    return ["<!doctype", "<html", "<head"].contains { head.lowercased().hasPrefix($0) }
  }

  private static func escaped(_ path: String) -> String {
    path.utf8.map { byte in
      let scalar = Unicode.Scalar(byte)
      let isPlain =
        scalar.isASCII
        && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "-._~".unicodeScalars.contains(scalar))
      let digits = String(byte, radix: 16, uppercase: true)
      return isPlain ? String(scalar) : "%" + (digits.count < 2 ? "0" : "") + digits
    }.joined()
  }

  // MARK: - Text

  /// The page as a file holds it.
  private func text(_ content: CentreReply, _ page: DocumentedPage, branches: [String]) -> String {
    func quoted(_ text: String) -> String {
      "\"" + text.replacing("\"", with: "'").split(whereSeparator: \.isNewline).joined(separator: " ") + "\""
    }
    var lines = ["---"]
    if let title = content.title { lines.append("title: \(quoted(title))") }
    if page.centre == .numbered { lines.append("category_id: \(page.page)") }
    if let document = content.documentID { lines.append("doc_id: \(document)") }
    lines.append("source_url: \(page.address)")
    if !branches.isEmpty { lines.append("directory: \(quoted(branches.joined(separator: "/")))") }
    if let date = content.date { lines.append("updated: \(date)") }
    lines.append("hash: \(ContentHash.of(content.content))")
    return (lines + ["---", content.content]).joined(separator: "\n") + "\n"
  }
}
