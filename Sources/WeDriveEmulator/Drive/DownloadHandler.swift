import Hummingbird
import WeDriveRuntime

/// Serves content on the second origin: to requests with the link and the cookie, while the link lives.
struct DownloadHandler: Sendable {
  /// Where links lead, before their key.
  static let path = "/download"

  let store: DriveStore
  let clock: EmulatorClock
  let faults: FaultScript
  let journal: CallJournal
  var behaviour = ServiceBehaviour()

  func respond(to request: Request, _ context: CallContext) async throws -> Response {
    let exchange = Exchange(
      FaultSelection.download, .get, in: journal, at: clock.now, peerPort: context.peerPort)
    let befalling = faults.take(for: exchange.endpoint)
    exchange.note { $0.faults = befalling.map(\.kind) }
    if let response = try await ContentReply.instead(befalling, exchange, context) { return response }
    return try await serve(request, context, befalling, exchange)
  }

  private func serve(
    _ request: Request, _ context: CallContext, _ befalling: [Fault], _ exchange: Exchange
  ) async throws -> Response {
    func refuse(_ status: Int) -> Response {
      exchange.note { $0.status = status }
      return Reply.page(status: status)
    }
    let now = clock.now
    let key = context.parameters.get("key") ?? ""
    let found = store.look { state in
      state.links.find(key, at: now).flatMap { link in state.files[link.fileID].map { (link, $0) } }
    }
    guard let (link, file) = found, !file.isDeleted else { return refuse(404) }
    guard request.cookies[link.cookieName]?.value == link.cookieValue else { return refuse(403) }
    guard let content = try? await store.content.open(file.id) else { return refuse(404) }

    return ContentReply(
      content: content, size: file.size, tag: "\"\(file.sha)\"", givesParts: behaviour.linkRange == .honoured,
      tagsParts: behaviour.partTag == .sent
    ).response(to: request, befalling, exchange, context)
  }
}
