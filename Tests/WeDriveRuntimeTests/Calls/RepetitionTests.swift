import Foundation
import Synchronization
import TestSupport
import Testing

@testable import WeDriveRuntime

/// Calls over real sockets to servers that fail in every way. Waits are skipped by a virtual clock.
@Suite struct RepetitionTests {
  func server(_ script: @escaping @Sendable (Int, ServerConnection) throws -> Void) throws -> ScriptedServer {
    let count = Atomic<Int>(0)
    return try ScriptedServer { connection in
      while true {
        try connection.readRequest()
        try script(count.add(1, ordering: .relaxed).newValue, connection)
      }
    }
  }

  @Test func `a read survives two busy answers and fails at the third`() async throws {
    let time = VirtualClock(skipping: .seconds(20))
    let server = try server { n, connection in
      try connection.reply(text: n % 4 == 3 ? #"{"errcode":0,"name":"n"}"# : #"{"errcode":-1,"errmsg":"busy"}"#)
    }
    let caller = ServiceCaller(server.url, clock: time.clock)
    _ = try await caller.send(ReadRequest())
    #expect(server.journal.count == 3)
    #expect(time.naps == [.milliseconds(25), .milliseconds(50)])
    #expect(caller.exchangesBegun == 3)

    let busy = try ScriptedServer.answering(text: #"{"errcode":-1,"errmsg":"busy"}"#)
    let error = await failure { () async throws(WeDriveError) in
      try await ServiceCaller(busy.url).send(ReadRequest())
    }
    guard case .refused(let refusal) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(refusal.code == -1)
    #expect(busy.journal.count == 3)
  }

  @Test func `a create that is answered with busy is not repeated, and its outcome is unknown`() async throws {
    let server = try ScriptedServer.answering(text: #"{"errcode":-1,"errmsg":"busy"}"#)
    let error = await failure { () async throws(WeDriveError) in
      try await ServiceCaller(server.url).send(CreateRequest())
    }
    guard case .outcomeUnknown(let unknown) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(unknown.endpoint == "example_create")
    #expect(server.journal.count == 1)
  }

  @Test
  func `a create whose connection dies after the service acted is sent once, on a new connection and on a used one`()
    async throws
  {
    for warmUps in [0, 1] {
      let server = try server { n, connection in
        if n > warmUps {
          connection.reset()
        } else {
          try connection.reply(text: #"{"errcode":0}"#)
        }
      }
      let caller = ServiceCaller(server.url)
      for _ in 0..<warmUps { _ = try await caller.send(CreateRequest()) }
      let error = await failure { () async throws(WeDriveError) in try await caller.send(CreateRequest()) }
      guard case .outcomeUnknown = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
      #expect(server.journal.count == warmUps + 1)
    }
  }

  @Test func `a read whose connection dies is made again`() async throws {
    let server = try server { n, connection in
      if n == 1 { connection.reset() } else { try connection.reply(text: #"{"errcode":0,"name":"n"}"#) }
    }
    _ = try await ServiceCaller(server.url).send(ReadRequest())
    #expect(server.journal.count == 2)
  }

  @Test func `a create that could not be sent is tried again`() async throws {
    // A port that was just given back, on which no server listens.
    let port = try { () throws -> UInt16 in
      let server = try ScriptedServer.answering(text: "{}")
      defer { server.stop() }
      return server.port
    }()
    let caller = ServiceCaller("http://127.0.0.1:\(port)")
    let error = await failure { () async throws(WeDriveError) in try await caller.send(CreateRequest()) }
    guard case .transport(let failure) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(failure.code == .cannotConnect)
    #expect(failure.progress == .notSent)
    #expect(failure.endpoint == "example_create")
    #expect(caller.exchangesBegun == 0, "the service has seen none of them")
  }

  @Test func `too much at once is waited out at the slower pace, also by a create`() async throws {
    let time = VirtualClock(skipping: .seconds(20))
    let server = try server { n, connection in
      try connection.reply(text: n == 3 ? #"{"errcode":0}"# : #"{"errcode":2}"#)
    }
    _ = try await ServiceCaller(server.url, clock: time.clock).send(CreateRequest())
    #expect(time.naps == [.milliseconds(500), .seconds(1)])
  }

  @Test(arguments: [500, 502, 503, 504, 429]) func `a status without an errcode is waited out within bounds`(
    status: Int
  ) async throws {
    for (header, nap) in [
      ("0", nil), ("3", Duration.seconds(3)), ("60", .seconds(60)), ("1000000000", nil),
      ("-5", nil), ("soon", nil), ("Wed, 21 Oct 2026 07:28:00 GMT", nil),
    ] as [(String, Duration?)] {
      let time = VirtualClock(skipping: .seconds(60))
      let server = try server { n, connection in
        if n > 1 {
          try connection.reply(text: #"{"errcode":0,"name":"n"}"#)
        } else {
          try connection.reply(status, headers: ["Retry-After: \(header)"], text: "<html>sorry</html>")
        }
      }
      _ = try await ServiceCaller(server.url, clock: time.clock).send(ReadRequest())
      #expect(time.naps.count == 1)
      if let nap { #expect(time.naps.first == nap, "\(header)") }
      #expect(time.naps.allSatisfy { $0 <= .seconds(60) })
    }
    let server = try ScriptedServer.answering(status, text: "<html>sorry</html>")
    let error = await failure { () async throws(WeDriveError) in
      try await ServiceCaller(server.url).send(ReadRequest())
    }
    guard case .unavailable(let answer) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(answer.status == status && answer.retryAfter == nil)
    #expect(answer.excerpt == "<html>sorry</html>")
    #expect(server.journal.count == 3)
  }

  @Test(arguments: [(429, "61"), (503, "86400"), (503, "60")])
  func `a wait that is longer than the policy allows is reported at once`(status: Int, header: String) async throws {
    let server = try ScriptedServer.answering(status, headers: ["Retry-After: \(header)"], text: "")
    let time = VirtualClock(skipping: .seconds(500))
    var policy = RetryPolicy()
    if header == "60" { policy.maximumRetryAfter = .seconds(59) }
    let caller = ServiceCaller(server.url, clock: time.clock) { [policy] in $0.retry = policy }
    let error = await failure { () async throws(WeDriveError) in try await caller.send(ReadRequest()) }
    guard case .unavailable(let answer) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(answer.retryAfter == Int(header).map { .seconds($0) })
    #expect(server.journal.count == 1)
    #expect("\(answer)".contains("\(header) s"))
  }

  @Test func `a refused token is replaced once and the call repeated once, also a create`() async throws {
    let provider = CountingTokens()
    let server = try server { n, connection in
      try connection.reply(text: n == 1 ? #"{"errcode":5}"# : #"{"errcode":0}"#)
    }
    let caller = ServiceCaller(server.url, tokens: provider)
    _ = try await caller.send(CreateRequest())
    #expect(server.journal.map(\.target) == ["/api/create?access_token=t1", "/api/create?access_token=t2"])
    #expect(provider.replacements == ["t1"])
  }

  @Test func `a token that stays refused ends in the refusal after one replacement`() async throws {
    let provider = CountingTokens()
    let server = try ScriptedServer.answering(text: #"{"errcode":5,"errmsg":"expired"}"#)
    let error = await failure { () async throws(WeDriveError) in
      try await ServiceCaller(server.url, tokens: provider).send(ReadRequest())
    }
    guard case .refused(let refusal) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(refusal.code == 5)
    #expect(server.journal.count == 2)
    #expect(provider.replacements.count == 1)
  }

}

/// What a call does behind a proxy that wants another password.
@Suite struct RefusingProxyTests {
  static let scenario = Scenario(name: "a proxy that refuses its password")

  @Test func `a call that a proxy refuses is not repeated`() async throws { try await Self.scenario.run() }

  // Each repetition is another wrong password, and too many of them lock the account.
  @Test(.enabled(if: Self.scenario.isCurrent, "runs in a process of its own"))
  func `a proxy that refuses its password`() async throws {
    let proxy = try ScriptedServer { connection in
      _ = try connection.readHead()
      try connection.send("HTTP/1.1 407 No\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n")
    }
    setenv("https_proxy", "http://user:hunter2@127.0.0.1:\(proxy.port)", 1)
    let error = await failure { () async throws(WeDriveError) in
      try await ServiceCaller("https://wedrive.invalid").send(ReadRequest())
    }
    #expect(proxy.acceptedConnections == 1)
    #expect(!everyForm(of: try #require(error)).contains("hunter2"))
  }
}
