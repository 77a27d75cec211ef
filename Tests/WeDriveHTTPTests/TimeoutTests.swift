import Dispatch
import Synchronization
import TestSupport
import Testing

@testable import WeDriveHTTP

@Suite struct TimeoutTests {
  private static func silent() throws -> ScriptedServer {
    try ScriptedServer { connection in
      try connection.readRequest()
      connection.waitForEnd()
    }
  }

  @Test func `a server that never answers ends in a timeout`() async throws {
    let server = try Self.silent()
    let time = await ContinuousClock().measure {
      let failure = await CurlTransport().failure(of: .get(server.url, timeout: .milliseconds(200)))
      #expect(failure?.code == .timedOut)
      #expect(failure?.progress == .sent)
    }
    #expect(time >= .milliseconds(200) && time < .seconds(5))
    #expect(await server.waits { $0.openConnections == 0 })
  }

  @Test func `a body that goes on for too long ends in a timeout`() async throws {
    let server = try ScriptedServer { connection in
      try connection.readRequest()
      try connection.send("HTTP/1.1 200 OK\r\n\r\n")
      while true {
        try connection.send("x")
        connection.pause(.milliseconds(5))
      }
    }
    let failure = await CurlTransport().failure(of: .get(server.url, timeout: .milliseconds(200)))
    #expect(failure?.code == .timedOut)
    #expect(failure?.progress == .replied)
  }

  @Test(arguments: [Duration.zero, .seconds(-1), .nanoseconds(1)])
  func `a timeout that has passed already sends nothing`(timeout: Duration) async throws {
    let server = try ScriptedServer.answering(text: "")
    let failure = await CurlTransport().failure(of: .get(server.url, timeout: timeout))
    #expect(failure?.code == .timedOut)
    #expect(failure?.progress == .notSent)
    #expect(server.journal.isEmpty)
  }

  @Test func `waiting for a connection is part of the timeout`() async throws {
    let server = try Self.silent()
    var configuration = CurlTransport.Configuration()
    configuration.callConnections = 1
    let transport = CurlTransport(configuration: configuration)
    let first = Task { await transport.failure(of: .get(server.url, timeout: .seconds(5))) }
    #expect(await server.waits { $0.journal.count == 1 })
    let time = await ContinuousClock().measure {
      let failure = await transport.failure(of: .get(server.url, timeout: .milliseconds(200)))
      #expect(failure?.code == .timedOut)
      #expect(failure?.progress == .notSent)
    }
    #expect(time < .seconds(4))
    first.cancel()
    #expect(await first.value?.code == .cancelled)
    #expect(server.journal.count == 1)
  }

  #if os(Linux)
    @Test func `a connection that is not made in time is given up`() async throws {
      let listener = try DeafListener()
      var configuration = CurlTransport.Configuration()
      configuration.connectTimeout = .milliseconds(300)
      let transport = CurlTransport(configuration: configuration)
      let time = await ContinuousClock().measure {
        let failure = await transport.failure(of: .post("http://127.0.0.1:\(listener.port)/", [1]))
        #expect(failure?.code == .timedOut)
        #expect(failure?.progress == .notSent)
      }
      #expect(time >= .milliseconds(290) && time < .seconds(5))
    }
  #endif

  @Test(arguments: [HTTPRequest.Lane.calls, .bulk], [true, false])
  func `without a timeout a transfer that hardly moves is ended`(lane: HTTPRequest.Lane, drips: Bool) async throws {
    let server = try ScriptedServer { connection in
      try connection.readRequest()
      try connection.send("HTTP/1.1 200 OK\r\n\r\n")
      while drips {
        try connection.send("x")
        connection.pause(.milliseconds(100))
      }
      connection.waitForEnd()
    }
    var configuration = CurlTransport.Configuration()
    configuration.lowSpeedTime = .seconds(1)
    let transport = CurlTransport(configuration: configuration)
    let request = HTTPRequest.get(server.url, timeout: nil).with { $0.lane = lane }
    let time = await ContinuousClock().measure {
      let failure = await transport.failure(of: request)
      #expect(failure?.code == .tooSlow)
      #expect(failure?.progress == .replied)
    }
    #expect(time < .seconds(20))
  }

  @Test func `a sink that blocks holds up no call`() async throws {
    final class BlockingSink: ReplySink {
      let release = DispatchSemaphore(value: 0)
      private let state = Atomic<Bool>(false)
      var isBlocking: Bool { state.load(ordering: .acquiring) }
      func begin(_ head: HTTPReplyHead) throws {}
      func receive(_ bytes: UnsafeRawBufferPointer) throws {
        state.store(true, ordering: .releasing)
        _ = release.wait(timeout: .now() + 20)
        state.store(false, ordering: .releasing)
      }
    }
    let server = try ScriptedServer.answering(text: "x")
    let transport = CurlTransport()
    let sink = BlockingSink()
    async let streamed = transport.stream(.get(server.url), to: sink)
    #expect(await server.waits { _ in sink.isBlocking })
    #expect(try await transport.perform(.get(server.url)).text == "x")
    #expect(sink.isBlocking)
    sink.release.signal()
    #expect(try await streamed.status == 200)
  }
}
