import WeDriveHTTP

/// A call on its way: what is sent, and how the reply is read.
struct CallMessage: Sendable {
  let endpoint: Endpoint
  var token: AccessToken?
  /// Which kind of token it is.
  var tokenKind: TokenKind?
  private let address: String
  private let allowsPlainHTTP: Bool
  private let query: [(name: String, value: String)]
  private let body: [UInt8]?
  /// What this call sends that must not be shown; nil where any text in the body may be such.
  private let secrets: [String]?

  /// - Throws: ``WeDriveError/invalidArgument(_:)`` if a GET has fields that do not fit a query.
  init(
    _ endpoint: Endpoint, _ document: WireJSON.Document, host: String?, authority: CallAuthority
  ) throws(WeDriveError) {
    self.endpoint = endpoint
    allowsPlainHTTP = authority.allowsPlainHTTP
    address = (host ?? endpoint.service.host) + endpoint.path
    switch endpoint.method {
    case .post:
      query = []
      body = document.bytes
      secrets = document.secrets
    case .get:
      query = try Self.query(document.bytes, endpoint: endpoint.name)
      body = nil
      // Whatever a query holds may be secret: proxies and servers log it.
      secrets = (document.secrets ?? []) + query.map(\.value)
    }
  }

  /// The members of a flat JSON object by name, as they stand in a query.
  private static func query(_ body: [UInt8], endpoint: String) throws(WeDriveError) -> [(name: String, value: String)] {
    guard let document = try? JSONDocument(object: body),
      document.members(of: 0).allSatisfy({ ![.object, .list, .null].contains(document.kind(of: $0.value)) })
    else {
      throw .invalidArgument(
        InvalidArgument(owner: endpoint, field: "", reason: "a GET takes text, numbers and booleans only"))
    }
    return document.members(of: 0).map { (document.text(of: $0.name), document.text(of: $0.value)) }
      .sorted { $0.name < $1.name }
  }

  /// Bodies from this size on, in bytes, are no longer short calls.
  private static let bulkSize = 256 << 10

  /// How much longer than usual an exchange may take because of its body: that at 64 KiB a second.
  var allowance: Duration { .seconds((body?.count ?? 0) >> 16) }

  /// The exchange that carries the call.
  func request(timeout: Duration, maximumReplySize: Int64) -> HTTPRequest {
    var items = query
    if let token, let tokenKind { items.append((tokenKind.parameter, token.value)) }
    var request = HTTPRequest(
      endpoint.method, url: items.isEmpty ? address : address + "?" + URLQuery.text(items),
      isRepeatable: endpoint.isRepeatable, timeout: timeout, maximumReplySize: maximumReplySize)
    request.body = body
    request.allowsPlainHTTP = allowsPlainHTTP
    if let body, body.count >= Self.bulkSize { request.lane = .bulk }
    if body != nil { request.headers.append(HTTPHeader("Content-Type", "application/json")) }
    return request
  }

  /// What a reply means. An errcode wins over the HTTP status.
  func outcome(of reply: HTTPReply) -> AttemptOutcome {
    let status = reply.head.status
    let received: ReceivedReply
    let envelope: ReplyEnvelope
    do throws(JSONDocument.Malformed) {
      let service = endpoint.service
      received = try ReceivedReply(reply.body)
      envelope = try ReplyEnvelope(received, codeField: service.codeField, messageField: service.messageField)
    } catch {
      return withoutErrcode(reply, (200..<300).contains(status) ? error.reason : Self.reason(status))
    }
    if let code = envelope.code, code != 0 {
      return .refused(
        Refusal(
          endpoint: endpoint.name, service: endpoint.service.name, code: code,
          message: redaction.clean(envelope.message ?? ""), advice: endpoint.service.advice(code)))
    }
    // A redirect is not followed, whatever it says: the reply would be another server's.
    let isReply = (200..<300).contains(status) || envelope.code == 0 && !(300..<400).contains(status)
    return isReply ? .reply(received) : withoutErrcode(reply, Self.reason(status))
  }

  private func withoutErrcode(_ reply: HTTPReply, _ reason: String) -> AttemptOutcome {
    let status = reply.head.status
    let excerpt = redaction.excerpt(reply.body)
    guard status == 429 || (500..<600).contains(status) else {
      return .undecodable(UndecodableReply(endpoint: endpoint.name, reason: reason, status: status, excerpt: excerpt))
    }
    return .unavailable(
      ServiceUnavailable(
        endpoint: endpoint.name, status: status, retryAfter: reply.head.retryAfter, excerpt: excerpt))
  }

  private static func reason(_ status: Int) -> String {
    (300..<400).contains(status) ? "is a redirect, which calls do not follow" : "has an HTTP status and no errcode"
  }

  /// A reply as it was received, but for the token of this call, should the service repeat it.
  func withoutToken(_ reply: [UInt8]) -> [UInt8] {
    guard let token else { return reply }
    return Array(String(decoding: reply, as: UTF8.self).replacing(token.value, with: Redaction.mark).utf8)
  }

  private var redaction: Redaction {
    Redaction(
      secrets: (secrets ?? WireJSON.texts(in: body ?? [])) + (token.map { [$0.value] } ?? []),
      fields: endpoint.service.secretFields)
  }
}
