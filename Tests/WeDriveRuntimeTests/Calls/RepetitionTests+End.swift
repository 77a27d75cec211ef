import TestSupport
import Testing

@testable import WeDriveRuntime

/// What ends it: the quota, the deadline, cancellation.
extension RepetitionTests {
  @Test func `the quota ends a storm of repetitions`() async throws {
    let server = try ScriptedServer.answering(text: #"{"errcode":-1}"#)
    let caller = ServiceCaller(server.url)
    for _ in 0..<40 { _ = await failure { () async throws(WeDriveError) in try await caller.send(ReadRequest()) } }
    // 500 / 14 repetitions and no more, however many calls are made.
    #expect(server.journal.count == 40 + 500 / 14)
  }

  @Test func `no attempt begins after the deadline`() async throws {
    let time = VirtualClock(skipping: .seconds(20), random: 0.9)
    let server = try ScriptedServer.answering(text: #"{"errcode":2}"#)
    let caller = ServiceCaller(server.url, clock: time.clock) {
      $0.retry.maximumAttempts = 50
      $0.retry.deadline = .seconds(10)
    }
    let start = time.now
    _ = await failure { () async throws(WeDriveError) in try await caller.send(ReadRequest()) }
    #expect(time.now - start < .seconds(10))
    // 0.9, 1.8 and 3.6 seconds fit, 7.2 more do not.
    #expect(server.journal.count == 4)
  }

  @Test func `cancelling during a wait ends the call at once and sends nothing more`() async throws {
    let time = VirtualClock()
    let server = try ScriptedServer.answering(text: #"{"errcode":-1}"#)
    let caller = ServiceCaller(server.url, clock: time.clock)
    let task = Task { await failure { () async throws(WeDriveError) in try await caller.send(ReadRequest()) } }
    #expect(await eventually { time.sleeperCount == 1 })
    task.cancel()
    guard case .cancelled(let endpoint) = await task.value else {
      Issue.record("not cancelled")
      return
    }
    #expect(endpoint == "example_read")
    #expect(server.journal.count == 1)
  }

  @Test func `cancelling a create after it was sent leaves its outcome unknown, cancelling a read does not`()
    async throws
  {
    let server = try ScriptedServer { connection in
      try connection.readRequest()
      connection.waitForEnd()
    }
    for (isCreate, sent) in [(true, 1), (false, 2)] {
      let caller = ServiceCaller(server.url)
      let task = Task {
        await failure { () async throws(WeDriveError) in
          try await caller.reply(of: .example(isCreate ? .create : .read), to: [])
        }
      }
      #expect(await server.waits { $0.journal.count == sent })
      task.cancel()
      switch await task.value {
      case .outcomeUnknown(let unknown): #expect(isCreate && unknown.cause == .cancelled)
      case .cancelled: #expect(!isCreate)
      case let other: Issue.record("\(String(describing: other))")
      }
    }
  }

  @Test func `a call that is cancelled before it starts sends nothing`() async throws {
    let server = try ScriptedServer.answering(text: "{}")
    let caller = ServiceCaller(server.url)
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      return await failure { () async throws(WeDriveError) in try await caller.send(CreateRequest()) }
    }
    task.cancel()
    guard case .cancelled = await task.value else {
      Issue.record("not cancelled")
      return
    }
    #expect(server.acceptedConnections == 0)
  }

  @Test func `a call waits for a token no longer than it may take, and leaves a provider that is deaf`() async throws {
    struct Silent: TokenProvider {
      func token(replacing refused: AccessToken?) async throws(WeDriveError) -> AccessToken {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
          Task.detached {
            try? await Task.sleep(for: .milliseconds(200))
            continuation.resume()
          }
        }
        return AccessToken(value: "late", expiry: .max)
      }
    }
    let time = VirtualClock()
    let caller = ServiceCaller("http://127.0.0.1:9", tokens: Silent(), clock: time.clock)
    let task = Task { await failure { () async throws(WeDriveError) in try await caller.send(ReadRequest()) } }
    #expect(await eventually { time.sleeperCount == 1 })
    time.advance(by: .seconds(120))
    guard case .token(let failure) = await task.value else {
      Issue.record("no token failure")
      return
    }
    #expect(failure.endpoint == "example_read")
  }
}
