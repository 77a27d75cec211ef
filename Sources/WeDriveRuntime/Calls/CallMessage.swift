import Synchronization
import WeDriveHTTP

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

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

/// How a larger piece of work, such as an upload, pays for the exchanges of its calls: counts them, limits them, and uses what
/// was set aside for them. It decides; who only wants to see is a ``ClientInstrumentation``.
package struct CallAccounting: Sendable {
  /// Asked before each exchange, repetitions included; what it throws ends the call instead.
  package var willBegin: @Sendable () throws(WeDriveError) -> Void
  /// Whether the exchange has been paid for from the month's budget already; asked once before each.
  package var isPaid: @Sendable () -> Bool
  /// Told when an exchange that was begun has failed before a byte of it was sent: the service knows nothing of it.
  package var wasNotSent: @Sendable () -> Void
  /// Whether a service that asks for less at once is reported, instead of waited for: for those who can do less at once.
  package var reportsThrottling: Bool

  /// Describes an accounting.
  package init(
    reportsThrottling: Bool, willBegin: @escaping @Sendable () throws(WeDriveError) -> Void,
    isPaid: @escaping @Sendable () -> Bool = { false }, wasNotSent: @escaping @Sendable () -> Void
  ) {
    self.reportsThrottling = reportsThrottling
    self.willBegin = willBegin
    self.isPaid = isPaid
    self.wasNotSent = wasNotSent
  }
}

/// Counts exchanges.
final class CallMeter: Sendable {
  private let begun = Atomic<Int>(0)

  var count: Int { begun.load(ordering: .relaxed) }

  func begin() { begun.add(1, ordering: .relaxed) }

  /// Takes one back that never left this machine.
  func withdraw() { begun.subtract(1, ordering: .relaxed) }
}

extension [any Ticket] {
  /// Makes a call for which the tickets are used: each counts once, or the call is not made.
  func using<Value>(
    for endpoint: String, _ call: () async throws(WeDriveError) -> Value
  ) async throws(WeDriveError) -> Value {
    guard !isEmpty else { return try await call() }
    var used: [any Ticket] = []
    do throws(WeDriveError) {
      let now = Date()
      for ticket in self {
        try ticket.use(for: endpoint, at: now)
        used.append(ticket)
      }
      return try await call()
    } catch {
      // What may have taken effect counts.
      switch error {
      case .outcomeUnknown, .undecodableReply: break
      default: for ticket in used { ticket.history.giveBack() }
      }
      throw error
    }
  }
}
