import Hummingbird
import WeDriveRuntime

/// Answers the calls of one endpoint: admits, lets faults happen, has the API act, and wraps what it says.
struct CallHandler<API: Sendable, Admission: CallAdmission>: Sendable {
  let route: Route<API>
  let gatekeeper: Admission
  let faults: FaultScript
  let journal: CallJournal
  /// The API as this caller sees it.
  let api: @Sendable (Admission.Admitted?) -> API

  private var endpoint: Endpoint { route.endpoint }

  func respond(to request: Request, _ context: CallContext) async throws -> Response {
    let exchange = Exchange(
      endpoint.name, request.method, in: journal, at: gatekeeper.clock.now, peerPort: context.peerPort)
    guard let body = try await RequestContent.body(of: request) else {
      exchange.note { $0.status = 413 }
      return Reply.page(status: 413, closing: true)
    }
    let befalling = faults.take(for: endpoint.name)
    exchange.note {
      $0.requestBytes = body.count
      $0.faults = befalling.map(\.kind)
    }
    let fields = try? fields(of: request, body)
    exchange.keep(fields ?? [], as: \.request, without: endpoint.service.secretFields)
    let token = RequestContent.token(of: request, as: endpoint.tokens)

    for fault in befalling {
      switch fault {
      case .delay(let milliseconds): try await Task.sleep(for: .milliseconds(milliseconds))
      case .expiredToken: try await gatekeeper.expire(token)
      case .closeBeforeActing: return await dropped(context)
      case .status(let status, let retryAfter):
        exchange.note { $0.status = status }
        return Reply.page(status: status, retryAfter: retryAfter)
      case .errcode(let code, acting: false):
        return Reply.json(refusal(ServiceError(code, "scripted"), exchange), faults: befalling, exchange, context)
      default: break
      }
    }

    var reply: [UInt8]
    var caller: Admission.Admitted?
    do throws(ServiceError) {
      caller = try await gatekeeper.admit(endpoint, token, underWay: exchange.underWay)
      reply = try await act(fields, caller)
      exchange.note {
        $0.hasActed = true
        $0.errcode = 0
      }
    } catch {
      await gatekeeper.noteRefusal(of: caller)
      reply = refusal(error, exchange)
    }

    for fault in befalling {
      switch fault {
      case .closeAfterActing:
        exchange.note { $0.errcode = nil }
        return await dropped(context)
      case .errcode(let code, acting: true): reply = refusal(ServiceError(code, "scripted"), exchange)
      case .garbage:
        exchange.note {
          $0.errcode = nil
          $0.status = 200
        }
        return Reply.page(status: 200)
      case .undocumentedFields: reply = Envelope.extended(reply)
      case .reply(let text):
        exchange.note { $0.errcode = nil }
        reply = Array(text.utf8)
      default: break
      }
    }
    exchange.keep(reply, as: \.reply, without: endpoint.service.secretFields)
    return Reply.json(reply, faults: befalling, exchange, context)
  }

  /// What a call says: its body, or its query as JSON.
  private func fields(of request: Request, _ body: [UInt8]) throws -> [UInt8] {
    endpoint.method == .get ? try RequestContent.queryFields(of: request, without: endpoint.tokens) : body
  }

  /// - Parameter fields: What the call says; nil where its query cannot be read.
  private func act(_ fields: [UInt8]?, _ caller: Admission.Admitted?) async throws(ServiceError) -> [UInt8] {
    if endpoint.method == .post, fields?.isEmpty == true, let refused = gatekeeper.emptyBody { throw refused }
    guard let fields else { throw gatekeeper.refused(.unreadableQuery, in: []) }
    do throws(RuleViolation) {
      // Before anything is decoded, and by another way than the client's.
      try RequestRules.all[endpoint.name]?.check(fields)
    } catch {
      throw gatekeeper.refused(error, in: fields)
    }
    do throws(WeDriveError) {
      return Envelope.success(try await route.answer(api(caller), fields), of: endpoint)
    } catch {
      throw gatekeeper.refused(error)
    }
  }

  private func refusal(_ refused: ServiceError, _ exchange: Exchange) -> [UInt8] {
    exchange.note {
      $0.errcode = refused.code
      $0.reason = refused.reason
    }
    return Envelope.refusal(
      refused.code, words: gatekeeper.words(for: refused, number: exchange.number), of: endpoint.service)
  }

  /// Answers a request that is none of the endpoint's, whatever it says.
  func refuse(_ refused: ServiceError, _ context: CallContext) -> Response {
    let exchange = Exchange(
      endpoint.name, .post, in: journal, at: gatekeeper.clock.now, peerPort: context.peerPort)
    return Reply.json(refusal(refused, exchange), faults: [], exchange, context)
  }

  /// No reply: the connection is closed.
  private func dropped(_ context: CallContext) async -> Response {
    await context.drop()
    return Response(status: .ok)
  }
}

/// A call's entry in the journal, which ends with the exchange, however that ends.
final class Exchange: Sendable {
  let endpoint: String
  /// Calls of the endpoint that are under way, this one included.
  let underWay: Int
  private let journal: CallJournal
  let number: Int

  init(
    _ endpoint: String, _ method: HTTPRequest.Method, in journal: CallJournal, at time: Int64, peerPort: Int
  ) {
    self.endpoint = endpoint
    self.journal = journal
    (number, underWay) = journal.begin(endpoint, method: method.rawValue, at: time, peerPort: peerPort)
  }

  deinit { journal.end(number, of: endpoint) }

  func note(_ body: (inout CallRecord) -> Void) { journal.note(number, body) }

  /// Keeps the beginning of a body without the values of secret fields, if the journal keeps bodies and it is text.
  func keep(_ body: [UInt8], as place: any WritableKeyPath<CallRecord, String?> & Sendable, without fields: Set<String>)
  {
    let start = body.prefix(journal.bodyLength)
    guard !start.isEmpty, !start.contains(0) else { return }
    let text = Redaction(fields: fields).withoutSecretFields(String(decoding: start, as: UTF8.self))
    journal.note(number) { $0[keyPath: place] = text + (body.count > start.count ? "…" : "") }
  }
}
