/// A call on its way: what is sent, and how the reply is read.
struct CallMessage: Sendable {
  let endpoint: Endpoint
  var token: AccessToken?
  private let address: String
  private let query: [(name: String, value: String)]
  private let body: [UInt8]?
  private let secrets: [String]

  /// - Throws: ``WeDriveError/invalidArgument(_:)`` if a GET has fields that do not fit a query.
  init(_ endpoint: Endpoint, _ document: WireJSON.Document, host: String?) throws(WeDriveError) {
    self.endpoint = endpoint
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
      secrets = document.secrets + query.map(\.value)
    }
  }

  private static func query(_ body: [UInt8], endpoint: String) throws(WeDriveError) -> [(name: String, value: String)] {
    do {
      let fields = try WireJSON.decode([String: QueryValue].self, from: body, endpoint: endpoint)
      return fields.sorted { $0.key < $1.key }.map { name, value in
        switch value {
        case .text(let text): (name, text)
        }
      }
    } catch {
      throw .invalidArgument(
        InvalidArgument(owner: endpoint, field: "", reason: "a GET takes text, numbers and booleans only"))
    }
  }

  /// The exchange that carries the call.
  func request(timeout: Duration, maximumReplySize: Int64) -> HTTPRequest {
    var items = query
    if let token { items.append((endpoint.service.tokenParameter, token.value)) }
    var request = HTTPRequest(
      endpoint.method, url: items.isEmpty ? address : address + "?" + URLQuery.text(items),
      isRepeatable: endpoint.isRepeatable, timeout: timeout, maximumReplySize: maximumReplySize)
    request.body = body
    if body != nil { request.headers.append(HTTPHeader("Content-Type", "application/json")) }
    return request
  }

  /// What a reply means. An errcode wins over the HTTP status.
  func outcome(of reply: HTTPReply) -> AttemptOutcome {
    let status = reply.head.status
    let envelope: ReplyEnvelope
    do throws(ReplyEnvelope.Malformed) {
      let service = endpoint.service
      envelope = try ReplyEnvelope(reply.body, codeField: service.codeField, messageField: service.messageField)
    } catch {
      if status == 429 || (500..<600).contains(status) {
        return .status(status, retryAfter: Self.retryAfter(reply.head["Retry-After"]))
      }
      return .undecodable(undecodable(reply, status == 200 ? error.reason : "HTTP status \(status)"))
    }
    if let code = envelope.code, code != 0 {
      return .refused(
        Refusal(
          endpoint: endpoint.name, service: endpoint.service.name, code: code,
          message: redaction.clean(envelope.message ?? ""), advice: endpoint.service.advice(code)))
    }
    switch status {
    case 200..<300: return .reply(reply.body)
    case 429, 500..<600: return .status(status, retryAfter: Self.retryAfter(reply.head["Retry-After"]))
    default: return .undecodable(undecodable(reply, "HTTP status \(status)"))
    }
  }

  private var redaction: Redaction { Redaction(secrets: secrets + (token.map { [$0.value] } ?? [])) }

  private func undecodable(_ reply: HTTPReply, _ reason: String) -> UndecodableReply {
    // A piece of JSON may hold a ticket or a cookie under any name: only other text is worth showing, and safe to show.
    let start = reply.body.first { $0 > 0x20 }
    let isJSON = start == UInt8(ascii: "{") || start == UInt8(ascii: "[")
    let text = isJSON || reply.body.isEmpty ? nil : String(decoding: reply.body.prefix(1024), as: UTF8.self)
    return UndecodableReply(
      endpoint: endpoint.name, reason: reason, status: reply.head.status, excerpt: text.map { redaction.clean($0) })
  }

  /// Whole seconds; anything else in that header is ignored.
  private static func retryAfter(_ header: String?) -> Duration? {
    guard let header, let seconds = Int64(header), (0...86_400).contains(seconds) else { return nil }
    return .seconds(seconds)
  }
}
