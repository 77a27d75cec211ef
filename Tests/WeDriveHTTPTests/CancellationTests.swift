import TestSupport
import Testing

@testable import WeDriveHTTP

@Suite struct CancellationTests {
  let transport = CurlTransport()

  private static func silent() throws -> ScriptedServer {
    try ScriptedServer { connection in
      try connection.readRequest()
      connection.waitForEnd()
    }
  }

  @Test func `a task that was cancelled beforehand sends nothing`() async throws {
    let server = try ScriptedServer.answering(text: "")
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return await transport.failure(of: .get(server.url))
    }
    let failure = await task.value
    #expect(failure?.code == .cancelled)
    #expect(failure?.progress == .notSent)
    #expect(server.journal.isEmpty)
  }

  @Test func `cancelling while a reply is awaited takes less than 100 ms`() async throws {
    let server = try Self.silent()
    var times: [Duration] = []
    // Other tests keep the machine busy: the quickest of some shows what the transport takes.
    for number in 1...8 {
      let task = Task { await transport.failure(of: .post(server.url, [1])) }
      #expect(await server.waits { $0.journal.count == number })
      let start = ContinuousClock.now
      task.cancel()
      let failure = await task.value
      times.append(.now - start)
      #expect(failure?.code == .cancelled)
      #expect(failure?.progress == .sent)
    }
    #expect(times.min() ?? .seconds(9) < .milliseconds(100))
    #expect(times.max() ?? .seconds(9) < .seconds(5))
    #expect(await server.waits { $0.openConnections == 0 })
  }

  @Test func `cancelling while waiting for a connection sends nothing`() async throws {
    let server = try Self.silent()
    var configuration = CurlTransport.Configuration()
    configuration.callConnections = 1
    let transport = CurlTransport(configuration: configuration)
    let first = Task { await transport.failure(of: .get(server.url)) }
    #expect(await server.waits { $0.journal.count == 1 })
    let others = (0..<100).map { _ in Task { await transport.failure(of: .get(server.url)) } }
    for task in others { task.cancel() }
    for task in others {
      let failure = await task.value
      #expect(failure?.code == .cancelled)
      #expect(failure?.progress == .notSent)
    }
    first.cancel()
    #expect(await first.value?.code == .cancelled)
    #expect(server.journal.count == 1)
  }

  @Test func `cancelling a stream ends it, and its sink hears nothing more`() async throws {
    let server = try ScriptedServer { connection in
      try connection.readRequest()
      try connection.send("HTTP/1.1 200 OK\r\n\r\n")
      while true { try connection.send([UInt8](repeating: 1, count: 10_000)) }
    }
    let sink = KeepingSink()
    let task = Task {
      do throws(TransportFailure) {
        _ = try await transport.stream(.get(server.url, timeout: nil, maximum: .max), to: sink)
        return nil as TransportFailure?
      } catch {
        return error
      }
    }
    #expect(await server.waits { _ in sink.bytes.withLock { $0.count > 100_000 } })
    task.cancel()
    let failure = await task.value
    let count = sink.bytes.withLock { $0.count }
    #expect(failure?.code == .cancelled)
    #expect(failure?.progress == .replied)
    #expect(await server.waits { $0.openConnections == 0 })
    #expect(sink.bytes.withLock { $0.count } == count)
  }

  @Test(arguments: [UInt64(1), 20_261_121])
  func `exchanges cancelled at any moment end once and leave nothing`(seed: UInt64) async throws {
    var random = SplitMix64(seed: seed)
    let server = try ScriptedServer.answering { request, connection in
      if let delay = Int(request.path.dropFirst()), delay > 0 { connection.pause(.microseconds(delay)) }
      try connection.reply(text: "ok")
    }
    var counts: [TransportFailure.Code?: Int] = [:]
    await withTaskGroup(of: TransportFailure.Code?.self) { [transport] group in
      for number in 0..<2000 {
        let url = "\(server.url)/\(Int.random(in: 0...2000, using: &random))"
        let request = Bool.random(using: &random) ? HTTPRequest.post(url, [1, 2, 3]) : .get(url)
        let patience = Duration.microseconds(Int.random(in: 0...4000, using: &random))
        if number >= 200, let code = await group.next() { counts[code, default: 0] += 1 }
        group.addTask {
          let task = Task { () -> TransportFailure.Code? in
            do throws(TransportFailure) {
              _ = try await transport.perform(request)
              return nil
            } catch {
              return error.code
            }
          }
          if patience > .microseconds(100) { try? await Task.sleep(for: patience) }
          task.cancel()
          return await task.value
        }
      }
      for await code in group { counts[code, default: 0] += 1 }
    }
    #expect(counts.values.reduce(0, +) == 2000)
    #expect(counts[nil, default: 0] + counts[.cancelled, default: 0] == 2000, "seed \(seed): \(counts)")
    #expect(counts[nil, default: 0] > 0 && counts[.cancelled, default: 0] > 0, "seed \(seed): \(counts)")
    let reply = try await transport.perform(.get(server.url + "/0"))
    #expect(reply.text == "ok")
    await transport.shutDown()
    #expect(transport.calls.metrics.easyHandles.load(ordering: .relaxed) == 0)
    #expect(transport.calls.metrics.multiHandles.load(ordering: .relaxed) == 0)
    #expect(await server.waits { $0.openConnections == 0 })
  }
}
