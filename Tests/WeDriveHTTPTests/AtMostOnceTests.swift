import TestSupport
import Testing
@testable import WeDriveHTTP

/// What libcurl does by itself when a connection dies: it sends the request again, unless it is kept from doing so.
@Suite struct AtMostOnceTests {
  let transport = CurlTransport()

  /// With a libcurl that does not tell when a request is about to be written, as before 7.80.
  private static func olderTransport() throws -> CurlTransport {
    var library = try CurlLibrary.shared.get()
    library.announcesRequests = false
    return CurlTransport(configuration: CurlTransport.Configuration(), library: .success(library))
  }

  /// Answers the first `answered` requests of each connection, then reads one more and dies.
  private static func dying(
    after answered: Int, by ending: @escaping @Sendable (ServerConnection) -> Void
  ) throws -> ScriptedServer {
    try ScriptedServer { connection in
      for _ in 0..<answered {
        try connection.readRequest()
        try connection.reply(text: "ok")
      }
      try connection.readRequest()
      ending(connection)
    }
  }

  @Test(arguments: [[UInt8](), [1, 2, 3], [UInt8](repeating: 9, count: 300_000)])
  func `a create whose connection dies after the server acted is sent once`(body: [UInt8]) async throws {
    let server = try Self.dying(after: 0) { $0.close() }
    let failure = await transport.failure(of: .post(server.url, body))
    #expect(failure?.code == .connectionLost)
    #expect(failure?.progress == .sent)
    #expect(server.journal.count == 1)
  }

  @Test(arguments: [[UInt8](), [1, 2, 3], [UInt8](repeating: 9, count: 300_000)], [false, true])
  func `a create whose reused connection dies after the server acted is sent once`(
    body: [UInt8], byReset: Bool
  ) async throws {
    let server = try Self.dying(after: 1) { byReset ? $0.reset() : $0.close() }
    _ = try await transport.perform(.get(server.url))
    let failure = await transport.failure(of: .post(server.url, body))
    #expect(failure?.code == .connectionLost)
    #expect(failure?.progress == .sent)
    #expect(server.journal.filter { $0.method == "POST" }.count == 1)
    #expect(server.journal.last?.connection == 1)
  }

  @Test(arguments: [[UInt8](), [1, 2, 3], [UInt8](repeating: 9, count: 300_000)], [false, true])
  func `an older libcurl sends it once, too`(body: [UInt8], byReset: Bool) async throws {
    let transport = try Self.olderTransport()
    let server = try ScriptedServer { connection in
      while try connection.readRequest().method == "GET" { try connection.reply(text: "ok") }
      byReset ? connection.reset() : connection.close()
    }
    _ = try await transport.perform(.get(server.url))
    let failure = await transport.failure(of: .post(server.url, body))
    #expect(failure?.code == .connectionLost)
    #expect(failure?.progress == .sent)
    #expect(server.journal.filter { $0.method == "POST" }.count == 1)
  }

  @Test(arguments: [false, true])
  func `a GET that may not be repeated is sent once on a reused connection that dies`(isOlder: Bool) async throws {
    let transport = isOlder ? try Self.olderTransport() : self.transport
    let server = try ScriptedServer { connection in
      while try connection.readRequest().path != "/die" { try connection.reply(text: "ok") }
    }
    _ = try await transport.perform(.get(server.url))
    let failure = await transport.failure(of: HTTPRequest.get(server.url + "/die").with { $0.isRepeatable = false })
    #expect(failure?.code == .connectionLost)
    #expect(failure?.progress == .sent)
    #expect(server.journal.count == 2)
  }

  @Test(arguments: [[1, 2, 3], [UInt8](repeating: 9, count: 300_000)])
  func `a repeatable request is repeated when its reused connection dies`(body: [UInt8]) async throws {
    let server = try Self.dying(after: 1) { $0.close() }
    _ = try await transport.perform(.get(server.url))
    let reply = try await transport.perform(.post(server.url, body, isRepeatable: true))
    #expect(reply.text == "ok")
    #expect(server.journal.map(\.connection) == [1, 1, 2])
    #expect(server.journal.last?.body == body)
  }

  @Test(arguments: [[UInt8](), [1, 2, 3], [UInt8](repeating: 9, count: 300_000)])
  func `a connection that the server closed while it was idle is replaced unnoticed`(body: [UInt8]) async throws {
    let server = try ScriptedServer { connection in
      try connection.readRequest()
      try connection.reply(text: "ok")
    }
    _ = try await transport.perform(.get(server.url))
    #expect(await server.waits { $0.openConnections == 0 })
    let reply = try await transport.perform(.post(server.url, body))
    #expect(reply.text == "ok")
    #expect(server.journal.map(\.method) == ["GET", "POST"])
    #expect(server.journal.last?.body == body)
  }

  @Test func `a create that finds no server was not sent`() async throws {
    let server = try ScriptedServer.answering(text: "")
    server.stop()
    let failure = await transport.failure(of: .post(server.url, [1]))
    #expect(failure?.code == .cannotConnect)
    #expect(failure?.progress == .notSent)
  }

  @Test func `a create whose reply breaks off has been replied to`() async throws {
    let server = try ScriptedServer.sending("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
    let failure = await transport.failure(of: .post(server.url, [1]))
    #expect(failure?.code == .truncated)
    #expect(failure?.progress == .replied)
    #expect(server.journal.count == 1)
  }

  @Test func `a create whose connection dies while its body is read was sent`() async throws {
    let server = try ScriptedServer { connection in
      _ = try connection.readHead()
      _ = try connection.read(100_000)
      connection.reset()
    }
    let failure = await transport.failure(of: .post(server.url, [UInt8](repeating: 1, count: 20_000_000)))
    #expect(failure?.code == .connectionLost)
    #expect(failure?.progress == .sent)
    #expect(server.acceptedConnections == 1)
  }
}
