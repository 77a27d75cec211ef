import Foundation
import Hummingbird
import WeDriveGenerated
import WeDriveRuntime

/// What the control routes say about the server.
struct EmulatorStatus: Codable, Sendable {
  let downloadOrigin: String
  /// What faults can be aimed at.
  let endpoints: [String]

  private enum CodingKeys: String, CodingKey {
    case endpoints
    case downloadOrigin = "download_origin"
  }
}

/// Routes by which a test in another process scripts faults, reads the journal, makes tickets and sets the clock.
///
/// They answer to peers on this machine only, and to no page of another site in a browser there. A POST has to say
/// `Content-Type: application/json`.
struct ControlRoutes: Sendable {
  static let path = "/_emulator"

  let backend: Backend
  let status: EmulatorStatus

  func add(to router: Router<CallContext>) {
    let group = router.group(RouterPath(Self.path)).add(middleware: SameSiteOnly())
    group.get("") { _, _ in try ControlReply.json(status) }
    group.get("faults") { _, _ in try ControlReply.json(backend.faults.entries.map(FaultEntry.init)) }
    group.post("faults") { request, _ in
      let order = try await ControlReply.decode(FaultOrder.self, from: request)
      return try ControlReply.json(["id": backend.faults.add(order.fault, order.selection)])
    }
    group.delete("faults") { _, _ in
      backend.faults.removeAll()
      return try ControlReply.json([String: Int]())
    }
    group.delete("faults/:id") { _, context in
      guard let id = context.parameters.get("id", as: Int.self) else { throw HTTPError(.badRequest) }
      backend.faults.remove(id)
      return try ControlReply.json([String: Int]())
    }
    group.get("journal") { request, _ in
      if let number = RequestContent.parameter("after", of: request) {
        guard let number = Int(number) else { throw HTTPError(.badRequest, message: "`after` is a call's number") }
        return try ControlReply.json(backend.journal.records(after: number))
      }
      return try ControlReply.json(backend.journal.records(of: RequestContent.parameter("endpoint", of: request)))
    }
    group.delete("journal") { _, _ in
      backend.journal.clear()
      return try ControlReply.json([String: Int]())
    }
    TreeRoutes(store: backend.store).add(to: group)
    group.delete("tickets") { _, _ in
      try await backend.expireTickets()
      return try ControlReply.json([String: Int]())
    }
    group.post("tickets") { request, _ in
      let order = try await ControlReply.decode(TicketOrder.self, from: request)
      return try await made("ticket") { () throws(ServiceError) in try await backend.mint(order.handout()) }
    }
    group.post("suite-tickets") { request, _ in
      let order = try await ControlReply.decode(SuiteTicketOrder.self, from: request)
      return try await made("suite_ticket") { () throws(ServiceError) in
        try await backend.pushSuiteTicket(to: order.suiteID ?? EmulatedSuite.standard.id).ticket
      }
    }
    EventRoutes(pusher: backend.pusher, defaultReceiver: backend.configuration.apps.first?.corpID).add(to: group)
    group.post("login-codes") { request, _ in
      let order = try await ControlReply.decode(LoginOrder.self, from: request)
      return try await made("js_code") { () throws(ServiceError) in try await backend.mint(order.handout) }
    }
    group.get("clock") { _, _ in try ControlReply.json(["now": backend.clock.now]) }
    group.post("clock") { request, _ in
      backend.clock.advance(by: .seconds(try await ControlReply.decode(ClockOrder.self, from: request).advance))
      return try ControlReply.json(["now": backend.clock.now])
    }
    group.delete("tokens") { _, _ in
      try await backend.expireTokens()
      return try ControlReply.json([String: Int]())
    }
  }

  // MARK: What they take and give

  private struct FaultEntry: Encodable {
    let entry: FaultScript.Entry

    private enum CodingKeys: String, CodingKey { case id, seen, happened }

    func encode(to encoder: any Encoder) throws {
      try FaultOrder(fault: entry.fault, selection: entry.selection).encode(to: encoder)
      var values = encoder.container(keyedBy: CodingKeys.self)
      try values.encode(entry.id, forKey: .id)
      try values.encode(entry.seen, forKey: .seen)
      try values.encode(entry.happened, forKey: .happened)
    }
  }

  /// `{"spaceid": …, "fatherid": …}` for an upload ticket, `{"fileid": …}` for a download ticket, and for a contact ticket
  /// `{"corpid": …, "operator_open_userid": …, "open_userid_list": […], "unauth_open_userid_list": […]}`.
  private struct TicketOrder: Decodable {
    let spaceid: SpaceID?
    let fatherid: FolderID?
    let fileid: FileID?
    let corpid: CorpID?
    let operator_open_userid: OpenUserID?
    let open_userid_list: [OpenUserID]?
    let unauth_open_userid_list: [OpenUserID]?

    func handout() throws(ServiceError) -> Backend.Handout {
      if let fileid { return .downloadTicket(fileid) }
      if let corpid {
        let people = PickedPeople(
          pickedBy: operator_open_userid ?? "", visible: open_userid_list ?? [],
          hidden: unauth_open_userid_list ?? [])
        return .contactTicket(corpid, people)
      }
      guard let spaceid else { throw .weCom(.invalidSpaceID, "fileid, spaceid or corpid is needed") }
      return .folderTicket(spaceid, fatherid)
    }
  }

  private struct SuiteTicketOrder: Decodable {
    let suiteID: SuiteID?

    private enum CodingKeys: String, CodingKey { case suiteID = "suite_id" }
  }

  /// Who logs in; without a corp and an app, to those that an emulator has if none is configured.
  private struct LoginOrder: Decodable {
    let userid: UserID
    let corpid: CorpID?
    let app: String?

    var handout: Backend.Handout {
      .loginCode(userid, corpid ?? EmulatedApp.standard.corpID, app: app ?? EmulatedApp.standard.name)
    }
  }

  private struct ClockOrder: Decodable {
    /// Seconds.
    let advance: Int64
  }

  private func made(_ name: String, _ make: () async throws(ServiceError) -> Secret) async throws -> Response {
    let value: Secret
    do throws(ServiceError) {
      value = try await make()
    } catch {
      throw HTTPError(.badRequest, message: error.reason)
    }
    return try ControlReply.json([name: value])
  }
}

/// The JSON of control routes.
enum ControlReply {
  static func json(_ value: some Encodable) throws -> Response {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    var headers = HTTPFields()
    headers[.contentType] = "application/json"
    return Response(
      status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: try encoder.encode(value))))
  }

  static func decode<Value: Decodable>(_ type: Value.Type, from request: Request) async throws -> Value {
    guard let body = try await RequestContent.body(of: request) else { throw HTTPError(.contentTooLarge) }
    do {
      return try JSONDecoder().decode(type, from: Data(body))
    } catch {
      throw HTTPError(.badRequest, message: "not what this route takes")
    }
  }
}

extension Backend {
  /// The API's origin: one route for each endpoint of the table, and the control routes.
  func apiRouter<API: Sendable>(
    _ routes: [Route<API>], status: EmulatorStatus, api: @escaping @Sendable (Caller?) -> API
  ) -> Router<CallContext> {
    let router = Router.forThisMachine()
    for route in routes {
      let handler = CallHandler(
        route: route, gatekeeper: gatekeeper, faults: faults, journal: journal, api: api)
      let method: HTTPRequest.Method = route.endpoint.method == .get ? .get : .post
      router.on(RouterPath(route.endpoint.path), method: method) { request, context in
        try await handler.respond(to: request, context)
      }
    }
    ControlRoutes(backend: self, status: status).add(to: router)
    return router
  }

  /// The page's origin, with the control routes it uses.
  func pageRouter(status: EmulatorStatus) -> Router<CallContext> {
    let router = Router.forThisMachine()
    PageRoute.add(to: router)
    ControlRoutes(backend: self, status: status).add(to: router)
    return router
  }

  /// The origin from which content is downloaded.
  func downloadRouter() -> Router<CallContext> {
    let router = Router.forThisMachine()
    let handler = DownloadHandler(
      store: store, clock: clock, faults: faults, journal: journal, behaviour: configuration.behaviour)
    router.get(RouterPath("\(DownloadHandler.path)/:key")) { request, context in
      try await handler.respond(to: request, context)
    }
    return router
  }
}
