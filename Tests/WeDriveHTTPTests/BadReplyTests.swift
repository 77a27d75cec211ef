import TestSupport
import Testing

@testable import WeDriveHTTP

/// Replies that break a rule, or a limit.
@Suite struct BadReplyTests {
  let transport = CurlTransport()

  private static func endless(_ head: String, _ run: String) throws -> ScriptedServer {
    try ScriptedServer { connection in
      try connection.readRequest()
      try connection.send(head)
      let bytes = Array(String(repeating: run, count: 1000).utf8)
      while true { try connection.send(bytes) }
    }
  }

  @Test(arguments: ["HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999\r\n\r\n"])
  func `an endless body is stopped at the limit`(head: String) async throws {
    let server = try Self.endless(head, "xxxxxxxxxx")
    let failure = await transport.failure(of: .get(server.url, maximum: 1_000_000))
    #expect(failure?.code == .replyTooLarge)
    #expect(failure?.progress == .replied)
    #expect(await server.waits { $0.openConnections == 0 })
  }

  @Test func `endless chunks are stopped at the limit`() async throws {
    let server = try Self.endless("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "a\r\n0123456789\r\n")
    #expect(await transport.failure(of: .get(server.url, maximum: 1_000_000))?.code == .replyTooLarge)
  }

  @Test func `a stream is stopped at the limit and delivers no byte beyond it`() async throws {
    let server = try Self.endless("HTTP/1.1 200 OK\r\n\r\n", "x")
    let sink = KeepingSink()
    do {
      _ = try await transport.stream(.get(server.url, timeout: nil, maximum: 100_000), to: sink)
      Issue.record("the stream ended well")
    } catch {
      #expect(error.code == .replyTooLarge)
    }
    #expect(sink.bytes.withLock { $0.count } <= 100_000)
  }

  @Test func `a body of exactly the limit is taken and one more byte is not`() async throws {
    let server = try ScriptedServer.answering(text: "0123456789")
    #expect(try await transport.perform(.get(server.url, maximum: 10)).body.count == 10)
    #expect(await transport.failure(of: .get(server.url, maximum: 9))?.code == .replyTooLarge)
  }

  @Test func `an announced body that is too long is refused before it comes`() async throws {
    let server = try ScriptedServer { connection in
      try connection.readRequest()
      try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n")
      connection.waitForEnd()
    }
    #expect(await transport.failure(of: .get(server.url, maximum: 10))?.code == .replyTooLarge)
  }

  @Test(arguments: ["X-Flood: 0123456789\r\n", "X", "X-Flood: \(String(repeating: "x", count: 2000))\r\n"])
  func `a flood of headers is stopped`(line: String) async throws {
    let server = try Self.endless("HTTP/1.1 200 OK\r\n", line)
    let failure = await transport.failure(of: .get(server.url))
    #expect(failure != nil && failure?.code != .timedOut)
    #expect(await server.waits { $0.openConnections == 0 })
  }

  @Test func `a flood of interim replies is stopped`() async throws {
    let server = try Self.endless("", "HTTP/1.1 100 Continue\r\n\r\n")
    let failure = await transport.failure(of: .get(server.url))
    #expect(failure?.code == .protocolError)
    #expect(failure?.progress == .sent)
  }

  @Test(arguments: [
    "HTTP/1.1 200 OK\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nokk",
    "HTTP/1.1 200 OK\r\nContent-Length: 2, 3\r\n\r\nokk",
    "HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\nokk",
    "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999999\r\n\r\nokk",
    "HTTP/1.1 200 OK\r\nX: a\0b\r\nContent-Length: 2\r\n\r\nok",
    "HTTP/1.1 200 OK\r\nno colon\r\nContent-Length: 2\r\n\r\nok",
    "HTTP/1.1 200 OK\r\nX: a\r\n folded\r\nContent-Length: 2\r\n\r\nok",
    "HTTP/1.1 200 OK\r\nX : a\r\nContent-Length: 2\r\n\r\nok",
    "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\nok",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nok\r\n0\r\n\r\n",
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
    "HTTP/1.1 99 Low\r\n\r\n", "HTTP/1.1 20 Short\r\n\r\n", "HTTP/1.1 2000 Long\r\n\r\n", "HTTP/1.1 abc\r\n\r\n",
    "HTTP/2 200\r\n\r\n", "HTTP/0.9 200 OK\r\n\r\n", "HTTP/9.9 200 OK\r\n\r\n",
    "SSH-2.0-OpenSSH_9\r\n", "\r\n\r\n\r\n", "<html>not a reply</html>\n\n", "\u{0}\u{1}\u{2}\u{3}\r\n\r\n",
  ])
  func `what is not a proper reply is an error`(bytes: String) async throws {
    let server = try ScriptedServer.sending(bytes)
    let failure = await transport.failure(of: .get(server.url))
    #expect(failure?.code == .protocolError, "\(bytes.debugDescription)")
    #expect(failure.map { $0.progress > .notSent } == true)
  }

  @Test(arguments: [
    "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
    "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
  ])
  func `a body that ends early is truncated`(bytes: String) async throws {
    let server = try ScriptedServer.sending(bytes)
    let failure = await transport.failure(of: .get(server.url))
    #expect(failure?.code == .truncated)
    #expect(failure?.progress == .replied)
  }

  @Test func `a body cut by a reset is truncated`() async throws {
    let server = try ScriptedServer { connection in
      try connection.readRequest()
      try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
      connection.pause(.milliseconds(50))
      connection.reset()
    }
    let failure = await transport.failure(of: .get(server.url))
    #expect(failure?.code == .truncated)
    #expect(failure?.progress == .replied)
  }

  @Test(arguments: ["", "HTT", "HTTP/1.1 200 OK", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Len"])
  func `a connection that ends before the head's end is lost`(bytes: String) async throws {
    let server = try ScriptedServer.sending(bytes)
    let failure = await transport.failure(of: .get(server.url))
    #expect(failure?.code == .connectionLost, "\(bytes.debugDescription)")
    #expect(failure.map { $0.progress > .notSent } == true)
  }

  @Test func `a connection closed before the request is read is lost`() async throws {
    let server = try ScriptedServer { connection in connection.reset() }
    let failure = await transport.failure(of: .get(server.url))
    // The reset may come before this side has even noticed the connection.
    #expect(failure?.code == .connectionLost || (failure?.code == .cannotConnect && failure?.progress == .notSent))
  }
}

/// Figures of a reply's head, at the ends of their types and beyond: each is used, bounded or refused.
@Suite struct ExtremeFigureTests {
  static let figures = [
    "9223372036854775807", "9223372036854775808", "18446744073709551615", "-1", "-9223372036854775808",
    "99999999999999999999999", "0x7fffffff", "1e308",
  ]

  @Test(arguments: figures) func `a Content-Length that cannot be is a failure`(figure: String) async throws {
    let server = try ScriptedServer.sending("HTTP/1.1 200 OK\r\nContent-Length: \(figure)\r\n\r\nbody")
    #expect(await CurlTransport().failure(of: .get(server.url)) != nil)
  }

  @Test(arguments: figures) func `figures of other headers do no harm`(figure: String) async throws {
    let headers = ["Date", "Age", "Expires", "Keep-Alive: timeout", "Content-Range"].map { "\($0): \(figure)" }
    let server = try ScriptedServer.answering(headers: headers, text: "ok")
    #expect(try await CurlTransport().perform(.get(server.url)).text == "ok")
  }
}
