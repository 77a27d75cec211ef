import Hummingbird

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

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
    group.post("tickets") { request, _ in try await mint(ControlReply.decode(TicketOrder.self, from: request)) }
    group.post("suite-tickets") { request, _ in
      let order = try await ControlReply.decode(SuiteTicketOrder.self, from: request)
      return try await made("suite_ticket") { (backend) throws(ServiceError) in
        let suite = order.suiteID ?? EmulatedSuite.standard.id.rawValue
        let ticket = try await backend.mintSuiteTicket(suite: suite)
        _ = await backend.pushSuiteTicket(ticket, suite: suite)
        return ticket
      }
    }
    EventRoutes(pusher: backend.pusher, defaultReceiver: backend.configuration.apps.first?.corpID).add(to: group)
    group.post("login-codes") { request, _ in
      let order = try await ControlReply.decode(LoginOrder.self, from: request)
      return try await made("js_code") { (backend) throws(ServiceError) in
        try await backend.mintLoginCode(
          userID: order.userid, corp: order.corpid ?? EmulatedApp.standard.corpID,
          app: order.app ?? EmulatedApp.standard.name)
      }
    }
    group.get("clock") { _, _ in try ControlReply.json(["now": backend.clock.now]) }
    group.post("clock") { request, _ in
      backend.clock.advance(bySeconds: try await ControlReply.decode(ClockOrder.self, from: request).advance)
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
    let spaceid: String?
    let fatherid: String?
    let fileid: String?
    let corpid: String?
    let operator_open_userid: String?
    let open_userid_list: [String]?
    let unauth_open_userid_list: [String]?

    /// Whom a contact ticket stands for.
    var people: PickedPeople {
      PickedPeople(
        pickedBy: operator_open_userid ?? "", visible: open_userid_list ?? [], hidden: unauth_open_userid_list ?? [])
    }
  }

  private struct SuiteTicketOrder: Decodable {
    let suiteID: String?

    private enum CodingKeys: String, CodingKey { case suiteID = "suite_id" }
  }

  /// Who logs in; without a corp and an app, to those that an emulator has if none is configured.
  private struct LoginOrder: Decodable {
    let userid: String
    let corpid: String?
    let app: String?
  }

  private struct ClockOrder: Decodable {
    /// Seconds.
    let advance: Int64
  }

  private func mint(_ order: TicketOrder) async throws -> Response {
    do throws(ServiceError) {
      if let fileID = order.fileid {
        return try await jsonOrRefused(["ticket": backend.mintDownloadTicket(fileID: fileID)])
      }
      if let corp = order.corpid {
        return try await jsonOrRefused(["ticket": backend.mintContactTicket(order.people, corp: corp)])
      }
      guard let spaceID = order.spaceid else { throw .badSpaceID.because("fileid, spaceid or corpid is needed") }
      let folderID = order.fatherid ?? spaceID
      return try await jsonOrRefused(["ticket": backend.mintUploadTicket(spaceID: spaceID, folderID: folderID)])
    } catch {
      throw HTTPError(.badRequest, message: error.reason)
    }
  }

  private func made(_ name: String, _ make: (Backend) async throws(ServiceError) -> String) async throws -> Response {
    do throws(ServiceError) {
      return try await jsonOrRefused([name: make(backend)])
    } catch {
      throw HTTPError(.badRequest, message: error.reason)
    }
  }

  private func jsonOrRefused(_ value: some Encodable) throws(ServiceError) -> Response {
    do { return try ControlReply.json(value) } catch { throw .systemBusy }
  }
}
