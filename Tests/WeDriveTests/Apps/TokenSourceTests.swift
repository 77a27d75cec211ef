import Synchronization
import TestSupport
import Testing
import WeDrive
import WeDriveEmulator

@Suite("Tokens from elsewhere")
struct TokenSourceTests {
  private func token(of emulator: Emulator) async throws -> Secret {
    var configuration = WeDriveClient.Configuration()
    configuration.endpoint = try ServiceAddress(emulator.baseURL)
    let app = EmulatedApp.standard
    return try await WeDriveClient(credential: .token("none"), configuration: configuration)
      .getToken(corpID: app.corpID, corpSecret: app.secret).accessToken
  }

  private func client(_ emulator: Emulator, _ credential: Credential) throws -> WeDriveClient {
    var configuration = WeDriveClient.Configuration()
    configuration.endpoint = try ServiceAddress(emulator.baseURL)
    return WeDriveClient(credential: credential, configuration: configuration)
  }

  private func failure(_ body: () async throws -> Void) async throws -> TokenFailure {
    let error = try await #require(throws: WeDriveError.self) { try await body() }
    guard case .token(let failure) = error else { throw error }
    return failure
  }

  @Test("A central server is asked once, with the bearer secret, and again when the service refuses its token")
  func server() async throws {
    let emulator = try await Emulator.start()
    let tokens = Mutex([try await token(of: emulator), try await token(of: emulator)])
    let server = try ScriptedServer.answering { request, connection in
      let token = tokens.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
      try connection.reply(
        headers: ["Content-Type: application/json"],
        text: "{\"access_token\":\"\(token.rawValue)\",\"expires_in\":7200,\"more\":[1]}")
    }
    let drive = try client(emulator, .tokenServer(try TokenServer(server.url + "/t?app=1", bearer: "planted-bearer")))
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<20 { group.addTask { _ = try await drive.capacity() } }
      try await group.waitForAll()
    }
    #expect(server.journal.count == 1)
    let request = try #require(server.journal.first)
    #expect(request.method == "GET" && request.target == "/t?app=1")
    #expect(request["Authorization"] == "Bearer planted-bearer")
    emulator.faults.add(.expiredToken, FaultSelection(CapacityRequest.endpoint.name))
    _ = try await drive.capacity()
    #expect(server.journal.count == 2)
    await emulator.stop()
  }

  @Test(
    "A server that does not say a token is an error without what it said",
    arguments: [
      (200, "{\"access_token\":\"\",\"expires_in\":7200}"), (200, "{\"access_token\":\"planted\"}"),
      (200, "{\"access_token\":\"planted\",\"expires_in\":0}"), (200, "planted"), (200, ""),
      (403, "{\"access_token\":\"planted\",\"expires_in\":7200}"), (302, ""), (500, "planted"),
      (200, "{\"access_token\":\"planted\\nX: y\",\"expires_in\":7200}"),
    ])
  func badServer(status: Int, text: String) async throws {
    let emulator = try await Emulator.start()
    let server = try ScriptedServer.answering(status, headers: ["Location: http://127.0.0.1:9/"], text: text)
    let drive = try client(emulator, .tokenServer(try TokenServer(server.url, bearer: "planted-bearer")))
    let failure = try await failure { _ = try await drive.capacity() }
    #expect(!"\(failure)".contains("planted"))
    _ = try await self.failure { _ = try await drive.capacity() }
    #expect(server.journal.count == 1, "it is left alone for a while")
    #expect(emulator.journal.count() == 0)
    await emulator.stop()
  }

  @Test("A server that is not there is a failure to connect")
  func noServer() async throws {
    let emulator = try await Emulator.start()
    let drive = try client(emulator, .tokenServer(try TokenServer("http://127.0.0.1:9/planted")))
    let failure = try await failure { _ = try await drive.capacity() }
    #expect(failure.cause?.code == .cannotConnect && !"\(failure)".contains("planted"))
    await emulator.stop()
  }

  @Test(
    "A token does not travel unprotected, nor a secret that a header cannot carry",
    arguments: [
      ("http://example.com/token", nil), ("ftp://127.0.0.1", nil), ("https://user@example.com", nil), ("", nil),
      ("https://example.com", ""), ("https://example.com", "a b"), ("https://example.com", "a\r\nX: y"),
    ] as [(String, String?)])
  func addresses(url: String, bearer: String?) {
    #expect(throws: WeDriveError.self) { try TokenServer(url, bearer: bearer.map { Secret($0) }) }
  }

  @Test("A closure is called for many calls at once, and its own errors are not shown")
  func closure() async throws {
    let emulator = try await Emulator.start()
    let token = try await token(of: emulator)
    let calls = Mutex(0)
    let drive = try client(
      emulator,
      .fetched {
        calls.withLock { $0 += 1 }
        return IssuedToken(value: token, lifetime: .seconds(7200))
      })
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<20 { group.addTask { _ = try await drive.capacity() } }
      try await group.waitForAll()
    }
    #expect(calls.withLock { $0 } == 1)
    struct Planted: Error { let secret = "planted" }
    let failing = try client(emulator, .fetched { throw Planted() })
    let failure = try await failure { _ = try await failing.capacity() }
    #expect(failure.reason.contains("Planted") && !"\(failure)".contains("planted"))
    await emulator.stop()
  }
}
