import Foundation
import Synchronization
import TestSupport

/// A documentation centre on loopback, with pages in words of its own, that can go wrong in each way a real one does.
final class StandInCentre: Sendable {
  /// What is answered instead of a page, once for each entry.
  enum Fault: Sendable, Equatable {
    case tooMany(retryAfter: Int?)
    case captcha(Int)
    case captchaPage
    case missing
    case cut
    case html
    case status(Int)
  }

  /// A page of the centre.
  struct Page: Sendable {
    var number: Int
    var document: Int
    var title: String
    var parent: Int
    var content: String
    /// Seconds since 1970.
    var time = 1_700_000_000
  }

  private struct State {
    var pages: [Page]
    var faults: [Fault] = []
    var hasDirectory = true
  }

  private let shared: SharedState
  private let server: ScriptedServer

  static let branch = 500

  init(pages: [Page]) throws {
    let shared = SharedState(State(pages: pages))
    self.shared = shared
    server = try ScriptedServer.answering { request, connection in
      try StandInCentre.answer(request, connection, shared)
    }
  }

  /// What the server's threads and the test share.
  private final class SharedState: Sendable {
    private let state: Mutex<State>
    init(_ state: State) { self.state = Mutex(state) }
    func withLock<Value: Sendable>(_ body: (inout State) -> Value) -> Value { state.withLock { body(&$0) } }
  }

  var url: String { server.url }
  var journal: [ReceivedRequest] { server.journal }
  var connections: Int { server.acceptedConnections }

  /// What the next requests for pages get.
  func fail(with faults: Fault...) { shared.withLock { $0.faults = faults } }

  /// Takes the directory's own address away, so that only pages carry it.
  func hideDirectory() { shared.withLock { $0.hasDirectory = false } }

  func change(_ number: Int, _ change: @Sendable (inout Page) -> Void) {
    shared.withLock { state in
      guard let index = state.pages.firstIndex(where: { $0.number == number }) else { return }
      change(&state.pages[index])
    }
  }

  func add(_ page: Page) { shared.withLock { $0.pages.append(page) } }

  private static func answer(_ request: ReceivedRequest, _ connection: ServerConnection, _ state: SharedState) throws {
    if request.path == "/docFetch/categories" {
      let (pages, isThere) = state.withLock { ($0.pages, $0.hasDirectory) }
      guard isThere else { return try connection.reply(404, text: "none") }
      return try connection.reply(text: "{\"data\": {\"categories\": \(categories(pages))}}")
    }
    let fault = state.withLock { state in state.faults.isEmpty ? nil : state.faults.removeFirst() }
    switch fault {
    case .tooMany(let seconds):
      return try connection.reply(429, headers: seconds.map { ["Retry-After: \($0)"] } ?? [], text: "slow")
    case .captcha(let code):
      return try connection.reply(text: "{\"result\": {\"errCode\": \(code), \"message\": \"prove\"}}")
    case .captchaPage:
      return try connection.reply(text: "<!DOCTYPE html><title>安全验证</title><script src=TCaptcha.js></script>")
    case .missing: return try connection.reply(404, text: "none")
    case .cut:
      try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{\"data\"")
      return connection.close()
    case .html: return try connection.reply(text: "<!DOCTYPE html><html><body>Log in</body></html>")
    case .status(let status): return try connection.reply(status, text: "none")
    case nil: break
    }
    let pages = state.withLock(\.pages)
    if request.path == "/docFetch/fetchCnt" {
      let body = String(decoding: request.body, as: UTF8.self)
      guard let page = pages.first(where: { body == "doc_id=\($0.document)" }) else {
        return try connection.reply(text: "{\"result\": {\"errCode\": -1, \"message\": \"no such document\"}}")
      }
      return try connection.reply(
        text: json(["data": ["title": page.title, "time": page.time, "content_md": page.content]]))
    }
    if request.path == "/api/tools/document/detail" {
      let page = pages[0]
      return try connection.reply(
        text: json(["code": 0, "data": ["title": page.title, "updateTime": page.time * 1000, "content": page.content]]))
    }
    if request.path.hasPrefix("/document/path/") {
      let settings = "window.settings = {\"lang\": \"zh\", \"categories\": \(categories(pages))};"
      return try connection.reply(text: "<!DOCTYPE html><html><script>\(settings)</script></html>")
    }
    if request.path.hasSuffix(".md") { return try connection.reply(text: pages[0].content) }
    try connection.reply(404, text: "none")
  }

  /// The directory has times of its own, which are not those of the pages.
  private static func categories(_ pages: [Page]) -> String {
    let branches = "{\"category_id\": 500, \"title\": \"微盘\", \"parent_id\": 0, \"doc_id\": 0, \"time\": 1}"
    let leaves = pages.map { page in
      "{\"category_id\": \(page.number), \"title\": \"\(page.title)\", \"parent_id\": \(page.parent), \"doc_id\": \(page.document), \"time\": 2}"
    }
    return "[" + ([branches] + leaves).joined(separator: ", ") + "]"
  }

  private static func json(_ object: [String: Any]) throws -> String {
    String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self)
  }
}
