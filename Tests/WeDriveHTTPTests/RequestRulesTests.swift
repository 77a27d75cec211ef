import TestSupport
import Testing
import WeDriveHTTP

/// What is refused before anything is sent.
@Suite struct RequestRulesTests {
  let transport = CurlTransport()

  @Test(
    arguments: ["Cookie", "X-Any", "Authorization"],
    ["k=planted\r\nX-Injected: yes", "k=planted\n", "planted\r", "planted\0", "planted\u{7F}", "\u{1}planted"])
  func `a control byte in a header's value is refused`(name: String, value: String) async throws {
    let server = try ScriptedServer.answering(text: "")
    let request = HTTPRequest.get(server.url).with { $0.headers = [HTTPHeader(name, value)] }
    let failure = try #require(await transport.failure(of: request))
    #expect(failure.code == .invalidRequest)
    #expect(failure.progress == .notSent)
    #expect(failure.reason.contains(name))
    #expect(!"\(failure)".contains("planted"))
    #expect(server.acceptedConnections == 0)
  }

  @Test(arguments: ["", "X Y", "X:Y", "X\r\nY", "Ä", "X\0"])
  func `a header's name has to be a token`(name: String) async throws {
    let server = try ScriptedServer.answering(text: "")
    let request = HTTPRequest.get(server.url).with { $0.headers = [HTTPHeader(name, "v")] }
    #expect(await transport.failure(of: request)?.code == .invalidRequest)
    #expect(server.acceptedConnections == 0)
  }

  @Test(arguments: ["Host", "content-length", "Transfer-Encoding", "Connection", "Expect"])
  func `a header that frames the request is refused`(name: String) async {
    let request = HTTPRequest.get("http://127.0.0.1:9/").with { $0.headers = [HTTPHeader(name, "1")] }
    let failure = await transport.failure(of: request)
    #expect(failure?.code == .invalidRequest)
    #expect(failure?.reason.contains(name) == true)
  }

  @Test func `an encoded reply cannot be asked for`() async {
    let request = HTTPRequest.get("http://127.0.0.1:9/").with { $0.headers = [HTTPHeader("Accept-Encoding", "gzip")] }
    #expect(await transport.failure(of: request)?.code == .invalidRequest)
  }

  @Test func `headers of more than 64 KiB are refused`() async {
    let long = String(repeating: "x", count: 40_000)
    let request = HTTPRequest.get("http://127.0.0.1:9/").with {
      $0.headers = [HTTPHeader("A", long), HTTPHeader("B", long)]
    }
    #expect(await transport.failure(of: request)?.code == .invalidRequest)
  }

  @Test func `a GET has no body`() async {
    let request = HTTPRequest.get("http://127.0.0.1:9/").with { $0.body = [1] }
    #expect(await transport.failure(of: request)?.code == .invalidRequest)
  }

  @Test(arguments: [
    "", "x", "/path", "127.0.0.1/", "file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1/", "//127.0.0.1/",
    "http://example.com/?planted", "http://10.0.0.1/?planted", "http://128.0.0.1/?planted", "http://[::2]/?planted",
    "http://[::ffff:127.0.0.1]/?planted", "http://127.0.0.1.example.com/?planted", "http://localhost.example.com/",
    "https://user@127.0.0.1/?planted", "https://user:planted@127.0.0.1/", "https://:planted@127.0.0.1/",
    "https://example.com\r\nX: planted", "https://example.com/\0planted", "https://example.com/a planted",
    "https://example.com/pläntedplanted", "https://exämple.com/?planted", "https://[fe80::1%25eth0]/?planted",
    "https://example.com:99999/?planted", "https://exa mple.com/?planted", "https://",
  ])
  func `a URL that leads elsewhere is refused`(url: String) async throws {
    let failure = try #require(await transport.failure(of: .get(url)))
    #expect(failure.code == .invalidRequest)
    #expect(failure.progress == .notSent)
    #expect(!"\(failure)".contains("planted"))
  }

  @Test func `plain http reaches loopback by each of its names`() async throws {
    let server = try ScriptedServer.answering(text: "ok")
    for host in ["127.0.0.1", "localhost", "LOCALHOST", "127.0.0.1"] {
      #expect(try await transport.perform(.get("http://\(host):\(server.port)/")).text == "ok")
    }
  }

  @Test func `plain http to another host needs the request's leave`() async throws {
    let url = "http://192.0.2.1:9/"
    #expect(await transport.failure(of: .get(url))?.code == .invalidRequest)
    let allowed = HTTPRequest.get(url, timeout: .milliseconds(50)).with { $0.allowsPlainHTTP = true }
    #expect(await transport.failure(of: allowed)?.code != .invalidRequest)
  }

  @Test func `no failure shows the query of its URL or a header`() async throws {
    let server = try ScriptedServer { connection in
      try connection.readRequest()
      try connection.send("nonsense?access_token=planted-token nonsense\r\n\r\n")
    }
    let closed = try ScriptedServer.answering(text: "")
    closed.stop()
    for url in [server.url, closed.url, "https://127.0.0.1:\(server.port)", "https://planted.invalid"] {
      let request = HTTPRequest.get(url + "/cgi-bin/x?access_token=planted-token", timeout: .milliseconds(300)).with {
        $0.headers = [HTTPHeader("Cookie", "k=planted-token")]
      }
      let failure = try #require(await transport.failure(of: request))
      #expect(!"\(failure)".contains("planted-token"))
      #expect(!String(reflecting: failure).contains("planted-token"))
    }
  }
}
