import TestSupport
import Testing
import WeDriveHTTP

@Suite struct ExchangeTests {
  let transport = CurlTransport()

  @Test func `a GET brings status, headers and body`() async throws {
    let server = try ScriptedServer.answering(404, headers: ["X-One: a", "x-two:  b  "], text: "hello")
    let reply = try await transport.perform(.get(server.url + "/path?query=1"))
    #expect(reply.head.status == 404)
    #expect(reply.head["X-ONE"] == "a")
    #expect(reply.head["X-Two"] == "b")
    #expect(reply.text == "hello")
    let request = try #require(server.journal.first)
    #expect(request.method == "GET")
    #expect(request.target == "/path?query=1")
    #expect(request["User-Agent"] == "wedrive-swift")
    #expect(request["Accept-Encoding"] == "identity")
    #expect(request["Host"] == "127.0.0.1:\(server.port)")
    #expect(request["Cookie"] == nil)
  }

  @Test(arguments: [true, false], [0, 1, 65_536, 65_537, 3_000_000])
  func `a POST sends its body unchanged`(isRepeatable: Bool, size: Int) async throws {
    let server = try ScriptedServer.answering { request, connection in
      try connection.reply(text: "\(request.body.count)")
    }
    let body = [UInt8].pattern(size)
    let reply = try await transport.perform(.post(server.url, body, isRepeatable: isRepeatable))
    #expect(reply.text == "\(size)")
    let request = try #require(server.journal.first)
    #expect(request.body == body)
    #expect(request["Expect"] == nil)
    #expect(request["Content-Type"] == "application/json")
    #expect(request["Transfer-Encoding"] == nil)
  }

  @Test(arguments: HTTPRequest.Lane.allCases)
  func `a name that is not resolved spoils nothing for what comes after it`(lane: HTTPRequest.Lane) async throws {
    let server = try ScriptedServer.answering(text: "still here")
    var configuration = CurlTransport.Configuration()
    configuration.proxy = .none
    let transport = CurlTransport(configuration: configuration)
    for _ in 0..<3 {
      let failure = await transport.failure(of: .get("https://wedrive.invalid/").with { $0.lane = lane })
      #expect(failure?.code == .cannotResolve)
      let reply = try await transport.perform(.get(server.url).with { $0.lane = lane })
      #expect(reply.text == "still here")
    }
  }

  @Test func `a POST without a content type sends none`() async throws {
    let server = try ScriptedServer.answering(text: "")
    _ = try await transport.perform(HTTPRequest.post(server.url, [1]).with { $0.headers = [] })
    #expect(server.journal.first?["Content-Type"] == nil)
  }

  @Test func `an empty header value is sent as such`() async throws {
    let server = try ScriptedServer.answering(text: "")
    _ = try await transport.perform(HTTPRequest.get(server.url).with { $0.headers = [HTTPHeader("X-Empty", "")] })
    #expect(server.journal.first?["X-Empty"] == "")
  }

  @Test func `calls one after the other use one connection`() async throws {
    let server = try ScriptedServer.answering(text: "ok")
    for _ in 0..<20 { _ = try await transport.perform(.get(server.url)) }
    #expect(server.journal.count == 20)
    #expect(server.acceptedConnections == 1)
  }

  @Test func `a server that ignores Expect does not delay a POST of 3 MB`() async throws {
    let server = try ScriptedServer.answering(text: "ok")
    _ = try await transport.perform(.get(server.url))
    var times: [Duration] = []
    for _ in 0..<4 {
      let start = ContinuousClock.now
      _ = try await transport.perform(.post(server.url, [UInt8](repeating: 7, count: 3_000_000)))
      times.append(.now - start)
    }
    // libcurl would wait for a second each time.
    #expect(times.min() ?? .seconds(9) < .milliseconds(900))
  }

  @Test func `a stream hands over the head once and then the body`() async throws {
    let body = [UInt8].pattern(1_000_000)
    let server = try ScriptedServer.answering { _, connection in try connection.reply(206, body: body) }
    let sink = KeepingSink()
    let head = try await transport.stream(.get(server.url), to: sink)
    #expect(head.status == 206)
    #expect(sink.heads.withLock { $0.map(\.status) } == [206])
    #expect(sink.bytes.withLock { $0 } == body)
  }

  @Test func `a stream of an empty body hands over its head`() async throws {
    let server = try ScriptedServer.answering(text: "")
    let sink = KeepingSink()
    _ = try await transport.stream(.get(server.url), to: sink)
    #expect(sink.heads.withLock { $0.count } == 1)
  }

  @Test(arguments: [0, 1])
  func `a sink that throws ends the stream with its error`(limit: Int) async throws {
    let server = try ScriptedServer { connection in
      try connection.readRequest()
      try connection.send("HTTP/1.1 200 OK\r\n\r\n")
      while true { try connection.send([UInt8](repeating: 1, count: 65_536)) }
    }
    let sink = KeepingSink(refusingAfter: limit)
    do {
      _ = try await transport.stream(.get(server.url, timeout: nil), to: sink)
      Issue.record("the stream ended well")
    } catch {
      #expect(error.code == .sinkRefused)
      #expect(error.underlying is KeepingSink.Refusal)
      #expect(error.progress == .replied)
    }
    if limit == 0 { #expect(sink.bytes.withLock { $0.isEmpty }) }
    #expect(await server.waits { $0.openConnections == 0 })
  }

  @Test func `a body that goes on after Content-Length is cut there`() async throws {
    let server = try ScriptedServer.sending("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcdef")
    for _ in 0..<2 {
      let reply = try await transport.perform(.get(server.url))
      #expect(reply.text == "abc")
    }
    #expect(server.acceptedConnections == 2)
  }

  @Test func `chunks are put together`() async throws {
    let server = try ScriptedServer.sending(
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\nX-Trailer: x\r\n\r\n")
    let reply = try await transport.perform(.get(server.url))
    #expect(reply.text == "abcde")
    #expect(reply.head["X-Trailer"] == nil)
  }

  @Test func `interim replies are passed over`() async throws {
    let server = try ScriptedServer.sending(
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n"
        + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
    let reply = try await transport.perform(.get(server.url))
    #expect(reply.head.status == 200)
    #expect(reply.head["X-Early"] == nil)
    #expect(reply.text == "ok")
  }
}
