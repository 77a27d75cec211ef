import Synchronization
import TestSupport
import Testing
import WeDrive
import WeDriveEmulator
import WeDriveEvents

/// An app's server as an app would have one: it hands what arrives to a receiver.
private final class AppServer: Sendable {
  let server: ScriptedServer

  init(_ receiver: CallbackReceiver, answering statuses: [Int] = []) throws {
    let left = Mutex(statuses)
    let (callbacks, failures) = (Box<Callback>(), Box<CallbackError>())
    taken = callbacks
    refused = failures
    server = try ScriptedServer.answering { request, connection in
      let status = left.withLock { $0.isEmpty ? 200 : $0.removeFirst() }
      do {
        let query = try CallbackQuery(String(request.target.drop { $0 != "?" }.dropFirst()))
        callbacks.add(try receiver.callback(query, body: request.body))
        if status != 200 { receiver.forget(query) }
      } catch let error as CallbackError {
        failures.add(error)
      }
      try connection.reply(status)
    }
  }

  let taken: Box<Callback>
  let refused: Box<CallbackError>
}

/// Things that several threads collect.
private final class Box<Value: Sendable>: Sendable {
  private let values = Mutex<[Value]>([])
  func add(_ value: Value) { values.withLock { $0.append(value) } }
  var all: [Value] { values.withLock { $0 } }
}

@Suite("Events that an emulator pushes")
struct PushedEventTests {
  private func secrets() throws -> CallbackSecrets {
    try CallbackSecrets(token: Secret(Callbacks.token), encodingKey: Secret(Callbacks.key))
  }

  private func post(_ url: String, _ body: [UInt8]) async throws -> HTTPReply {
    var request = HTTPRequest(.post, url: url, isRepeatable: false, timeout: .seconds(10), maximumReplySize: 1 << 20)
    request.headers = [HTTPHeader("Content-Type", "application/json")]
    request.body = body
    return try await CurlTransport().perform(request)
  }

  private func get(_ url: String) async throws -> HTTPReply {
    try await CurlTransport().perform(
      HTTPRequest(.get, url: url, isRepeatable: true, timeout: .seconds(10), maximumReplySize: 1 << 20))
  }

  private func receiver() throws -> CallbackReceiver {
    CallbackReceiver(
      secrets: try secrets(), receivers: [EmulatedApp.standard.corpID.rawValue, EmulatedSuite.standard.id.rawValue])
  }

  private func run(
    _ app: AppServer, secrets: CallbackSecrets? = nil, _ test: (Emulator, WeDriveClient) async throws -> Void
  ) async throws {
    var configuration = EmulatorConfiguration()
    configuration.callback = EmulatedCallback(url: app.server.url + "/events", secrets: try secrets ?? self.secrets())
    let emulator = try await Emulator.start(configuration)
    do {
      var client = WeDriveClient.Configuration()
      client.endpoint = try ServiceAddress(emulator.baseURL)
      let standard = EmulatedApp.standard
      try await test(
        emulator,
        WeDriveClient(credential: .corp(id: standard.corpID, secret: standard.secret), configuration: client))
    } catch {
      await emulator.stop()
      throw error
    }
    await emulator.stop()
  }

  @Test("tell an app of everything that it changes, in order")
  func changes() async throws {
    let app = try AppServer(receiver())
    try await run(app) { emulator, drive in
      let space = try await drive.spaceCreate(spaceName: "Space").spaceID
      try await drive.spaceACLAdd(spaceID: space, authInfo: [.user("lisi", .download)])
      try await drive.spaceSetting(spaceID: space) { $0.enableConfidentialMode = false }
      let root = FolderID.root(of: space)
      let file = try await drive.upload(Array("text".utf8), named: "a.txt", to: .root(of: space))
      let folder = try await drive.fileCreate(spaceID: space, parentID: root, fileType: .folder, fileName: "b").fileID
      _ = try await drive.fileRename(fileID: file, newName: "c.txt")
      _ = try await drive.fileMove(parentID: .folder(folder), fileIDs: [file])
      try await drive.fileDelete(fileIDs: [file, folder])
      try await drive.spaceDismiss(spaceID: space)
      let pushed = await emulator.pushedEvents
      #expect(pushed.allSatisfy { $0.status == 200 && $0.attempts == 1 && $0.receiver == "ww-emulator" })
      #expect(pushed.count == 8 && app.refused.all.isEmpty)
      let spaces = app.taken.all.compactMap { $0.event as? SpaceChangeEvent }
      #expect(spaces.map(\.changeType) == [.members, .securitySettings, .dismissSpace])
      #expect(spaces.allSatisfy { $0.spaceIDs == [space] && $0.corpID == "ww-emulator" })
      let files = app.taken.all.compactMap { $0.event as? FileChangeEvent }
      #expect(files.map(\.changeType) == [.createFile, .createFile, .renameFile, .moveFile, .deleteFile])
      #expect(files.last.map { Set($0.fileIDs) } == [file, folder])
    }
  }

  @Test("bring a suite its ticket, and with it a third-party app works")
  func suiteTicket() async throws {
    let app = try AppServer(receiver())
    try await run(app) { emulator, _ in
      #expect(try await emulator.pushSuiteTicket()?.status == 200)
      let event = try #require(app.taken.all.first?.event as? SuiteTicketEvent)
      let suite = EmulatedSuite.standard
      #expect(app.taken.all.first?.receiver == suite.id.rawValue && event.suiteID == suite.id)
      let thirdParty = ThirdPartyApp(id: suite.id, secret: suite.secret)
      #expect(try await thirdParty.receive(event.ticket, pushedAt: event.time))
      var client = WeDriveClient.Configuration()
      client.endpoint = try ServiceAddress(emulator.baseURL)
      let installation = try #require(suite.installations.first)
      let drive = WeDriveClient(
        credential: .thirdParty(
          thirdParty, corpID: installation.corpID, permanentCode: installation.permanentCode), configuration: client)
      _ = try await drive.spaceCreate(spaceName: "Third")
    }
  }

  @Test("come again when they are not answered well, and are taken when dealing with them had failed")
  func repeated() async throws {
    let app = try AppServer(receiver(), answering: [500, 503])
    try await run(app) { emulator, _ in
      let pushed = await emulator.push(InsufficientCapacityEvent(), to: "ww-emulator")
      #expect(pushed?.attempts == 3 && pushed?.status == 200)
      #expect(app.taken.all.count == 3 && app.refused.all.isEmpty)
    }
  }

  @Test("that are recorded and sent again are refused")
  func replayed() async throws {
    let app = try AppServer(receiver())
    try await run(app) { emulator, _ in
      await emulator.push(InsufficientCapacityEvent(), to: "ww-emulator")
      let recorded = try #require(app.server.journal.first)
      _ = try await post(app.server.url + recorded.target, recorded.body)
      #expect(app.taken.all.count == 1 && app.refused.all == [.replayed])
    }
  }

  @Test("with other secrets, or for another receiver, are refused")
  func strangers() async throws {
    let app = try AppServer(receiver())
    let other = try CallbackSecrets(token: "another", encodingKey: Secret(Callbacks.key))
    try await run(app, secrets: other) { emulator, _ in
      await emulator.push(InsufficientCapacityEvent(), to: "ww-emulator")
      emulator.callback = EmulatedCallback(url: app.server.url, secrets: try secrets())
      await emulator.push(InsufficientCapacityEvent(), to: "ww-somebody")
      #expect(app.taken.all.isEmpty && app.refused.all == [.wrongSignature, .wrongReceiver])
      emulator.callback = nil
      #expect(await emulator.push(InsufficientCapacityEvent(), to: "ww-emulator") == nil)
    }
  }

  @Test("are pushed by control routes, any of them, and listed")
  func controlRoutes() async throws {
    let app = try AppServer(receiver())
    let emulator = try await Emulator.start()
    func control(_ method: String, _ path: String, _ body: String = "") async throws -> (status: Int, text: String) {
      let url = emulator.baseURL + "/_emulator/" + path
      let reply = try await method == "GET" ? get(url) : post(url, Array(body.utf8))
      return (reply.head.status, String(decoding: reply.body, as: UTF8.self))
    }
    #expect(try await control("POST", "events", "{\"nodes\":[[\"Event\",\"x\"]]}").status == 409)
    #expect(
      try await control(
        "POST", "callback", "{\"url\":\"\(app.server.url)\",\"token\":\"t\",\"encoding_aes_key\":\"short\"}"
      )
      .status == 400)
    let order =
      "{\"url\":\"\(app.server.url)\",\"token\":\"\(Callbacks.token)\",\"encoding_aes_key\":\"\(Callbacks.key)\"}"
    #expect(try await control("POST", "callback", order).status == 200)
    #expect(
      try await control("POST", "events", "{\"nodes\":[[\"Event\",\"later\"],[\"A\",\"<&\"],[\"A\",\"2\"]]}").status
        == 200)
    #expect(try await control("POST", "events", "{\"nodes\":[[\"E v\",\"later\"]]}").status == 400)
    #expect(try await control("POST", "suite-tickets", "{}").text.contains("suite_ticket"))
    let listed = try await control("GET", "events").text
    #expect(listed.contains("\"later\"") && listed.contains("\"suite_ticket\"") && listed.contains("ww-suite"))
    let unknown = try #require(app.taken.all.first?.event as? UnknownEvent)
    #expect(unknown.node["A"].map(\.text) == ["<&", "2"])
    #expect(app.taken.all.last?.event is SuiteTicketEvent && app.refused.all.isEmpty)
    await emulator.stop()
  }
}
