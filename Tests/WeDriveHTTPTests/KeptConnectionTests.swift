import TestSupport
import Testing

@testable import WeDriveHTTP

/// What waits on a kept connection, and what is said of one that ends.
@Suite struct KeptConnectionTests {
  let transport = CurlTransport()

  @Test func `an unrequested reply is not taken for the next call's`() async throws {
    let server = try ScriptedServer { connection in
      while true {
        let request = try connection.readRequest()
        try connection.reply(text: request.path)
        if request.path == "/first" {
          connection.pause(.milliseconds(50))
          try connection.reply(text: "planted")
        }
      }
    }
    for body: [UInt8]? in [nil, [1, 2, 3]] {
      #expect(try await transport.perform(.get(server.url + "/first")).text == "/first")
      try await Task.sleep(for: .milliseconds(150))
      let next = server.url + "/second"
      let reply = try await transport.perform(body.map { .post(next, $0) } ?? .get(next))
      #expect(reply.text == "/second")
    }
    #expect(server.journal.map(\.path) == ["/first", "/second", "/first", "/second"])
    #expect(server.acceptedConnections == 3)
  }

  @Test func `a clean connection is kept`() async throws {
    let server = try ScriptedServer.answering(text: "ok")
    for _ in 0..<20 { _ = try await transport.perform(.post(server.url, [1])) }
    #expect(server.acceptedConnections == 1)
  }

  @Test func `after a lost connection the next attempt is made on a new one`() async throws {
    let server = try ScriptedServer.answering { request, connection in
      if request.path == "/slow" { connection.pause(.milliseconds(400)) }
      if request.path == "/die" { throw ServerConnection.Ended() }
      try connection.reply(text: "ok")
    }
    // Two connections, of which one dies.
    async let slow = transport.perform(.get(server.url + "/slow"))
    _ = await transport.failure(of: .post(server.url + "/die", [1]))
    _ = try await slow
    let accepted = server.acceptedConnections
    _ = try await transport.perform(.get(server.url))
    #expect(server.acceptedConnections == accepted + 1)
  }

  @Test func `a header that is too long is called that`() async throws {
    let server = try ScriptedServer.sending(
      "HTTP/1.1 200 OK\r\nX-Long: \(String(repeating: "x", count: 300_000))\r\n\r\n")
    let failure = try #require(await transport.failure(of: .get(server.url)))
    #expect(failure.code == .protocolError)
    #expect(failure.reason.contains("header"), "\(failure)")
  }

  @Test func `a connection that ends without a reply is called that`() async throws {
    let server = try ScriptedServer { connection in
      try connection.readRequest()
      try connection.reply(text: "ok")
      try connection.readRequest()
    }
    _ = try await transport.perform(.get(server.url))
    let failure = try #require(await transport.failure(of: .post(server.url, [1])))
    #expect(failure.code == .connectionLost)
    #expect(failure.reason.contains("the connection ended without a reply"), "\(failure)")
  }

  @Test func `authorities are those of the configuration, then of the environment, then of the system`() {
    func authorities(_ file: String?, _ environment: [String: String]) -> TrustedAuthorities {
      var configuration = CurlTransport.Configuration()
      configuration.certificateAuthorities = file
      return TrustedAuthorities(configuration) { environment[$0] }
    }
    let all = ["CURL_CA_BUNDLE": "bundle", "SSL_CERT_FILE": "file", "SSL_CERT_DIR": "folder"]
    #expect(authorities("own", all).file == "own")
    #expect(authorities("own", all).folder == nil)
    #expect(authorities(nil, all).file == "bundle")
    #expect(authorities(nil, all.filter { $0.key != "CURL_CA_BUNDLE" }).file == "file")
    #expect(authorities(nil, all.filter { $0.key != "CURL_CA_BUNDLE" }).folder == "folder")
    #expect(authorities(nil, ["SSL_CERT_DIR": "folder"]).file == nil)
    #expect(authorities(nil, [:]).origin == .system)
  }
}
