import TestSupport
import Testing
@testable import WeDriveHTTP

@Suite struct RedirectTests {
  let transport = CurlTransport()

  /// A server whose `/to/<n>` redirects to `/to/<n-1>`, `/to/0` being the end, and `/away` to another place.
  private static func server(away: String = "/to/0", status: Int = 302) throws -> ScriptedServer {
    try ScriptedServer.answering { request, connection in
      if request.path == "/away" {
        try connection.reply(status, headers: ["Location: \(away)"], text: "moved")
      } else if let count = Int(request.path.dropFirst("/to/".count)), count > 0 {
        try connection.reply(status, headers: ["Location: \(count - 1)"], text: "moved")
      } else {
        try connection.reply(text: "arrived")
      }
    }
  }

  private static func following(_ url: String, maximum: Int = 5) -> HTTPRequest {
    HTTPRequest.get(url).with {
      $0.redirects = .follow(maximum: maximum)
      $0.headers = [
        HTTPHeader("Cookie", "key=value"), HTTPHeader("Authorization", "planted"), HTTPHeader("X-Any", "x"),
      ]
    }
  }

  @Test func `without leave a redirect is the reply`() async throws {
    let server = try Self.server()
    let reply = try await transport.perform(.get(server.url + "/away"))
    #expect(reply.head.status == 302)
    #expect(reply.text == "moved")
    #expect(server.journal.count == 1)
  }

  @Test(arguments: [301, 302, 303, 307, 308])
  func `a redirect within the origin keeps the cookie`(status: Int) async throws {
    let server = try Self.server(status: status)
    let reply = try await transport.perform(Self.following(server.url + "/to/3"))
    #expect(reply.text == "arrived")
    #expect(server.journal.map(\.path) == ["/to/3", "/to/2", "/to/1", "/to/0"])
    #expect(server.journal.allSatisfy { $0["Cookie"] == "key=value" && $0["Authorization"] == "planted" })
    #expect(server.acceptedConnections == 1)
  }

  @Test func `a stream gets the head of the final reply only`() async throws {
    let server = try Self.server()
    let sink = KeepingSink()
    let head = try await transport.stream(Self.following(server.url + "/to/2"), to: sink)
    #expect(head.status == 200)
    #expect(sink.heads.withLock { $0.map(\.status) } == [200])
    #expect(sink.bytes.withLock { String(decoding: $0, as: UTF8.self) } == "arrived")
  }

  @Test func `the cookie goes to no other origin`() async throws {
    let other = try Self.server()
    let server = try Self.server(away: other.url + "/to/1")
    let reply = try await transport.perform(Self.following(server.url + "/away"))
    #expect(reply.text == "arrived")
    #expect(server.journal.map { $0["Cookie"] } == ["key=value"])
    #expect(other.journal.count == 2)
    #expect(other.journal.allSatisfy { $0["Cookie"] == nil && $0["Authorization"] == nil && $0["X-Any"] == "x" })
  }

  @Test func `another name of the same host is another origin`() async throws {
    let server = try ScriptedServer.answering { request, connection in
      let port = request["Host"]?.split(separator: ":").last ?? ""
      if request.path == "/start" {
        try connection.reply(302, headers: ["Location: http://localhost:\(port)/end"])
      } else {
        try connection.reply(text: "arrived")
      }
    }
    let reply = try await transport.perform(Self.following(server.url + "/start"))
    #expect(reply.text == "arrived")
    #expect(server.journal.map { $0["Cookie"] } == ["key=value", nil])
  }

  @Test func `the cookie stays away after a detour over another origin`() async throws {
    let other = try ScriptedServer.answering { request, connection in
      let back = request.target.split(separator: "=").last.map(String.init) ?? ""
      try connection.reply(302, headers: ["Location: http://127.0.0.1:\(back)/to/0"])
    }
    let server = try ScriptedServer.answering { request, connection in
      if request.path == "/start" {
        let port = request["Host"]?.split(separator: ":").last ?? ""
        try connection.reply(302, headers: ["Location: \(other.url)/?back=\(port)"])
      } else {
        try connection.reply(text: "arrived")
      }
    }
    let reply = try await transport.perform(Self.following(server.url + "/start"))
    #expect(reply.text == "arrived")
    #expect(server.journal.map { $0["Cookie"] } == ["key=value", nil])
  }

  @Test func `one redirect too many is refused`() async throws {
    let server = try Self.server()
    let failure = await transport.failure(of: Self.following(server.url + "/to/6"))
    #expect(failure?.code == .redirectRefused)
    #expect(failure?.progress == .replied)
    #expect(server.journal.count == 6)
    #expect(try await transport.perform(Self.following(server.url + "/to/5")).text == "arrived")
  }

  @Test(arguments: ["/away", "/other", ""])
  func `a loop is refused`(location: String) async throws {
    let server = try ScriptedServer.answering { request, connection in
      try connection.reply(302, headers: ["Location: \(request.path == "/other" ? "/away" : location)"])
    }
    let failure = await transport.failure(of: Self.following(server.url + "/away", maximum: 100))
    #expect(failure?.code == .redirectRefused)
    #expect(server.journal.count <= 2)
  }

  @Test(arguments: [
    "http://example.com/", "http://192.0.2.1/", "http://169.254.169.254/latest/", "file:///etc/passwd",
    "ftp://127.0.0.1/",
    "https://user:pass@127.0.0.1/", "http://user@127.0.0.1/", "http://[::2]/", "//example.com/",
    "gopher://127.0.0.1:1/x",
    "http://127.0.0.1:0x50/", "http:///", "http://exa\u{1}mple/",
  ])
  func `a redirect to a place that a request could not name is refused`(location: String) async throws {
    let server = try Self.server(away: location)
    let failure = await transport.failure(of: Self.following(server.url + "/away"))
    #expect(failure?.code == .redirectRefused || failure?.code == .protocolError)
    #expect(failure?.progress == .replied)
    #expect(server.journal.count == 1)
  }

  @Test func `a redirect never leads from https to http`() throws {
    let url = try RequestURL("https://example.com/a", allowsPlainHTTP: true)
    #expect(throws: RequestURL.Flaw.self) {
      try url.redirected(to: "http://127.0.0.1/", allowsPlainHTTP: true)
    }
    #expect(try url.redirected(to: "/b?c", allowsPlainHTTP: false).text == "https://example.com/b?c")
    #expect(try url.redirected(to: "//other/b", allowsPlainHTTP: false).text == "https://other/b")
  }

  @Test func `a port written out is the same origin as the scheme's own`() throws {
    let url = try RequestURL("https://Example.com/a", allowsPlainHTTP: false)
    #expect(try url.redirected(to: "https://example.com:443/b", allowsPlainHTTP: false).origin == url.origin)
    #expect(try url.redirected(to: "https://example.com:8443/b", allowsPlainHTTP: false).origin != url.origin)
  }

  @Test func `a POST follows nothing`() async throws {
    let server = try Self.server()
    let request = HTTPRequest.post(server.url + "/away", [1], isRepeatable: true).with {
      $0.redirects = .follow(maximum: 5)
    }
    #expect(try await transport.perform(request).head.status == 302)
    #expect(server.journal.count == 1)
  }

  @Test func `a redirect with an endless body is followed`() async throws {
    let server = try ScriptedServer { connection in
      let request = try connection.readRequest()
      guard request.path == "/start" else { return try connection.reply(text: "arrived") }
      try connection.send("HTTP/1.1 302 Found\r\nLocation: /end\r\n\r\n")
      while true { try connection.send([UInt8](repeating: 0, count: 10_000)) }
    }
    #expect(try await transport.perform(Self.following(server.url + "/start")).text == "arrived")
  }

  @Test func `redirects share one timeout`() async throws {
    let server = try ScriptedServer.answering { request, connection in
      connection.pause(.milliseconds(100))
      try connection.reply(302, headers: ["Location: \(request.path)x"])
    }
    let request = Self.following(server.url + "/", maximum: 1000).with { $0.timeout = .milliseconds(450) }
    let time = await ContinuousClock().measure {
      let failure = await transport.failure(of: request)
      #expect(failure?.code == .timedOut)
      #expect(failure?.progress == .replied)
    }
    #expect(time < .seconds(5))
  }
}
