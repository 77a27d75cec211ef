import Synchronization
import TestSupport
import Testing

@testable import WeDriveHTTP

/// Many exchanges, none, and the end.
@Suite struct LifetimeTests {
  @Test func `a thousand calls at once share a bounded number of connections`() async throws {
    let server = try ScriptedServer.answering { request, connection in
      connection.pause(.milliseconds(1))
      try connection.reply(text: request.target)
    }
    let transport = CurlTransport()
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for number in 0..<1000 {
        group.addTask {
          let reply = try await transport.perform(.get("\(server.url)/\(number)", timeout: .seconds(60)))
          return reply.text == "/\(number)"
        }
      }
      for try await isOwn in group { #expect(isOwn) }
    }
    #expect(server.journal.count == 1000)
    #expect(server.maximumOpenConnections <= 16)
    #expect(server.acceptedConnections <= 16)
  }

  @Test func `nothing is started before the first exchange`() {
    let transport = CurlTransport()
    #expect(transport.calls.metrics.turns.load(ordering: .relaxed) == 0)
    #expect(transport.bulk.metrics.turns.load(ordering: .relaxed) == 0)
  }

  @Test func `shutting down ends what runs and what waits`() async throws {
    let server = try ScriptedServer { connection in
      try connection.readRequest()
      connection.waitForEnd()
    }
    let transport = CurlTransport()
    let tasks = (0..<1000).map { number in
      Task {
        await transport.failure(
          of: HTTPRequest.get(server.url, timeout: .seconds(60)).with { $0.lane = number < 900 ? .calls : .bulk })
      }
    }
    #expect(await server.waits { $0.journal.count == 32 })
    await transport.shutDown()
    var progress: [TransportFailure.Progress: Int] = [:]
    for task in tasks {
      let failure = await task.value
      #expect(failure?.code == .shutDown)
      if let failure { progress[failure.progress, default: 0] += 1 }
    }
    #expect(progress == [.sent: 32, .notSent: 968])
    #expect(await transport.failure(of: .get(server.url))?.code == .shutDown)
    #expect(transport.calls.metrics.easyHandles.load(ordering: .relaxed) == 0)
    #expect(transport.bulk.metrics.multiHandles.load(ordering: .relaxed) == 0)
    await transport.shutDown()
  }

  @Test func `a transport that never ran is shut down at once`() async {
    await CurlTransport().shutDown()
  }

  @Test func `the last reference ends the thread and its connections`() async throws {
    let server = try ScriptedServer.answering(text: "")
    var transport: CurlTransport? = CurlTransport()
    let metrics = try #require(transport?.calls.metrics)
    _ = try await transport?.perform(.get(server.url))
    #expect(server.openConnections == 1)
    transport = nil
    #expect(await server.waits { $0.openConnections == 0 })
    #expect(await server.waits { _ in metrics.multiHandles.load(ordering: .relaxed) == 0 })
    #expect(metrics.easyHandles.load(ordering: .relaxed) == 0)
  }

  @Test func `idle connections are closed, and the transport goes on`() async throws {
    let server = try ScriptedServer.answering(text: "ok")
    var configuration = CurlTransport.Configuration()
    configuration.idleConnectionLifetime = .milliseconds(200)
    let transport = CurlTransport(configuration: configuration)
    _ = try await transport.perform(.get(server.url))
    #expect(await server.waits { $0.openConnections == 0 })
    #expect(transport.calls.metrics.easyHandles.load(ordering: .relaxed) == 0)
    #expect(try await transport.perform(.get(server.url)).text == "ok")
    #expect(server.acceptedConnections == 2)
  }

  @Test func `a library that is too old fails every exchange`() async {
    let failure = TransportFailure(.other, progress: .notSent, reason: "too old")
    let transport = CurlTransport(configuration: CurlTransport.Configuration(), library: .failure(failure))
    #expect(await transport.failure(of: .get("http://127.0.0.1:9/"))?.reason == "too old")
  }

  // MARK: - In a process of their own

  static let leaks = Scenario(name: "ten thousand calls leave no descriptor, handle or thread")

  @Test func `nothing is left after ten thousand calls`() async throws {
    try await Self.leaks.run()
  }

  @Test(.enabled(if: Self.leaks.isCurrent, "runs in a process of its own"))
  func `ten thousand calls leave no descriptor, handle or thread`() async throws {
    // Whatever the first use of the runtime, of libcurl and of the resolver opens for good is opened here.
    try await Self.exchange(count: 100)
    try await Task.sleep(for: .milliseconds(200))
    let before = ProcessCensus.descriptors
    try await Self.exchange(count: 10_000)
    // A thread is there for a moment after its last word, and the test server has some, too.
    for _ in 0..<100 where ProcessCensus.descriptors != before || Self.sleepsOfLoops != [] {
      try await Task.sleep(for: .milliseconds(50))
    }
    #expect(ProcessCensus.descriptors == before)
    #expect(Self.sleepsOfLoops == [])
  }

  /// Of ten calls eight succeed, one finds no server, one is cut off; then all ends.
  private static func exchange(count: Int) async throws {
    let server = try ScriptedServer.answering { request, connection in
      if request.path == "/cut" { connection.reset() } else { try connection.reply(text: "ok") }
    }
    let gone = try ScriptedServer.answering(text: "")
    gone.stop()
    let transport = CurlTransport()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<count {
        if number >= 100 { try await group.next() }
        group.addTask {
          switch number % 10 {
          case 0: #expect(await transport.failure(of: .post(gone.url, [1]))?.code == .cannotConnect)
          case 1: #expect(await transport.failure(of: .post(server.url + "/cut", [1])) != nil)
          case 2: _ = try await transport.stream(.get(server.url), to: KeepingSink())
          default: #expect(try await transport.perform(.post(server.url, [1])).text == "ok")
          }
        }
      }
      try await group.waitForAll()
    }
    for lane in [transport.calls, transport.bulk] {
      #expect(lane.metrics.easyHandles.load(ordering: .relaxed) <= 16)
    }
    await transport.shutDown()
    for lane in [transport.calls, transport.bulk] {
      #expect(lane.metrics.easyHandles.load(ordering: .relaxed) == 0)
      #expect(lane.metrics.multiHandles.load(ordering: .relaxed) == 0)
    }
    #expect(await server.waits { $0.openConnections == 0 })
  }

  static let idleness = Scenario(name: "an idle transport sleeps for three seconds on end")

  @Test func `idle costs no wake-ups`() async throws {
    try await Self.idleness.run()
  }

  @Test(.enabled(if: Self.idleness.isCurrent, "runs in a process of its own"))
  func `an idle transport sleeps for three seconds on end`() async throws {
    let server = try ScriptedServer.answering(text: "ok")
    let transport = CurlTransport()
    _ = try await transport.perform(.get(server.url))
    _ = try await transport.stream(.get(server.url), to: KeepingSink())
    try await Task.sleep(for: .milliseconds(200))
    let turns = [transport.calls, transport.bulk].map { $0.metrics.turns.load(ordering: .relaxed) }
    let sleeps = Self.sleepsOfLoops
    #if os(Linux)
      #expect(sleeps.count == 2)
    #endif
    try await Task.sleep(for: .seconds(3))
    #expect([transport.calls, transport.bulk].map { $0.metrics.turns.load(ordering: .relaxed) } == turns)
    #expect(Self.sleepsOfLoops == sleeps)
    #expect(try await transport.perform(.get(server.url)).text == "ok")
    #expect(server.acceptedConnections == 2)
  }

  /// How often each loop's thread has gone to sleep, where the system tells.
  private static var sleepsOfLoops: [Int] {
    ProcessCensus.threads.filter { ["wedrive-calls", "wedrive-bulk"].contains($0.name) }.map(\.sleeps)
  }
}
