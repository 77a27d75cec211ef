import Synchronization
import TestSupport
import Testing

@testable import WeDriveRuntime

/// What instrumentation is told of calls, over real sockets.
@Suite struct InstrumentationTests {
  private struct MeteredRequest: APIRequest {
    struct Response: Codable, Sendable {}
    static let call = Call<Response>(
      "example_metered", .example, .post, "/api/metered", .read, isMetered: true, summary: "Counts.")
    var id = "a"
  }

  private let log = ActivityLog()

  /// A caller of a server that gives these replies one after the other, and then the last one again and again.
  private func caller(
    _ replies: [String], tokens: any TokenProvider = FixedToken("token-of-the-test"),
    clock: CallClock = VirtualClock(skipping: .seconds(21)).clock, budget: CallBudget? = nil
  ) throws -> (ServiceCaller, ScriptedServer) {
    let count = Atomic(0)
    let server = try ScriptedServer.answering { _, connection in
      let number = count.add(1, ordering: .relaxed).oldValue
      try connection.reply(text: replies[min(number, replies.count - 1)])
    }
    let caller = ServiceCaller(server.url, tokens: tokens, clock: clock) {
      $0.instrumentation = log
      $0.budget = budget
    }
    return (caller, server)
  }

  @Test func `a call and its exchange begin and end once, with their names, sizes and server`() async throws {
    let reply = #"{"errcode":0,"name":"n"}"#
    let (caller, server) = try caller([reply])
    defer { server.stop() }
    _ = try await caller.send(ReadRequest())
    let (call, exchange) = (try #require(log.of(.call).first), try #require(log.of(.exchange).first))
    #expect(log.entries.count == 2 && exchange.parent == 0 && call.parent == nil)
    #expect(call.activity.endpoint == "example_read" && call.activity.service == "example")
    #expect(exchange.activity.method == .post && exchange.activity.pathTemplate == "/api/read")
    #expect(exchange.activity.server == ClientActivity.Server(url: server.url))
    #expect(exchange.activity.server?.port == Int(server.port) && exchange.activity.server?.address == "127.0.0.1")
    #expect(exchange.activity.resends == 0 && !exchange.activity.isMetered)
    #expect(call.results.count == 1 && exchange.results.count == 1)
    let result = try #require(exchange.results.first)
    #expect(result.status == 200 && result.failure == nil && result.wasSent)
    #expect(result.bytes.received == Int64(reply.utf8.count))
    #expect(result.bytes.sent == Int64(try #require(server.journal.first).body.count))
    #expect(log.events.isEmpty)
  }

  @Test func `each repetition is an exchange that says how many came before, and its wait is told`() async throws {
    let time = VirtualClock(skipping: .seconds(21))
    let busy = #"{"errcode":-1,"errmsg":"busy"}"#
    let (caller, server) = try caller([busy, busy, #"{"errcode":0,"name":"n"}"#], clock: time.clock)
    defer { server.stop() }
    _ = try await caller.send(ReadRequest())
    let exchanges = log.of(.exchange)
    #expect(exchanges.map(\.activity.resends) == [0, 1, 2])
    #expect(exchanges.map(\.failure) == ["busy", "busy", nil])
    #expect(exchanges.first?.results.first?.failure?.errcode == -1)
    #expect(log.of(.call).map(\.failure) == [nil])
    #expect(log.events == time.naps.map { .waits(.transient, $0) } && log.eventParents == [0, 0])
  }

  @Test func `a wait because it was too much at once is told as such`() async throws {
    let (caller, server) = try caller([#"{"errcode":2,"errmsg":"crowded"}"#, #"{"errcode":0,"name":"n"}"#])
    defer { server.stop() }
    _ = try await caller.send(ReadRequest())
    #expect(log.events == [.waits(.throttled, .milliseconds(500))])
  }

  @Test func `a call with another token is a second exchange without a wait`() async throws {
    let (caller, server) = try caller(
      [#"{"errcode":5,"errmsg":"expired"}"#, #"{"errcode":0,"name":"n"}"#], tokens: CountingTokens())
    defer { server.stop() }
    _ = try await caller.send(ReadRequest())
    #expect(log.of(.exchange).map(\.activity.resends) == [0, 1])
    #expect(log.of(.exchange).map(\.failure) == ["expired", nil])
    #expect(log.events.isEmpty)
  }

  @Test func `a used-up month is told with who says so`() async throws {
    let budget = CallBudget(of: "corp", rules: .init(perMonth: 1), in: MemorySharedStore())
    let (caller, server) = try caller([#"{"errcode":0}"#], budget: budget)
    defer { server.stop() }
    _ = try await caller.send(MeteredRequest())
    #expect(log.of(.exchange).map(\.activity.isMetered) == [true])
    _ = await failure { () async throws(WeDriveError) in try await caller.send(MeteredRequest()) }
    #expect(log.events == [.quotaExhausted(.budget)])
    #expect(log.of(.call).map(\.failure) == [nil, "budget"])
    #expect(log.of(.exchange).count == 1 && server.journal.count == 1)

    let (refused, busy) = try self.caller([#"{"errcode":4,"errmsg":"used up"}"#])
    defer { busy.stop() }
    _ = await failure { () async throws(WeDriveError) in try await refused.send(MeteredRequest()) }
    #expect(log.events == [.quotaExhausted(.budget), .quotaExhausted(.service)])
    #expect(log.of(.call).last?.failure == "used_up")
  }

  @Test func `a reply that cannot be read fails the call and not the exchange, and an unknown errcode is no name`()
    async throws
  {
    let (caller, server) = try caller([#"{"errcode":0,"name":[]}"#, #"{"errcode":777,"errmsg":"?"}"#])
    defer { server.stop() }
    for _ in 0..<2 { _ = await failure { () async throws(WeDriveError) in try await caller.send(ReadRequest()) } }
    #expect(log.of(.call).map(\.failure) == ["undecodable_reply", "errcode"])
    #expect(log.of(.exchange).map(\.failure) == [nil, "errcode"])
    let unknown = log.of(.call).last?.results.first?.failure
    #expect(unknown?.errcode == 777 && unknown?.isListed == false)
  }

  @Test func `a server that is not there is an exchange of which nothing was sent`() async throws {
    let (caller, server) = try caller([""])
    defer { server.stop() }
    server.stop()
    _ = await failure { () async throws(WeDriveError) in try await caller.send(ReadRequest()) }
    let result = log.of(.exchange).first?.results.first
    #expect(result?.failure?.type == "cannotConnect" && result?.wasSent == false)
    #expect(result?.bytes == TransferredBytes() && result?.status == nil)
  }

  @Test func `a cancelled call ends all that it began, once`() async throws {
    let server = try ScriptedServer.answering { _, connection in connection.pause(.seconds(2)) }
    let caller = ServiceCaller(server.url) { $0.instrumentation = log }
    let task = Task { try await caller.send(ReadRequest()) }
    #expect(await server.waits { $0.journal.count == 1 })
    task.cancel()
    _ = await task.result
    #expect(log.entries.map(\.results.count) == [1, 1])
    #expect(log.entries.map(\.failure) == ["cancelled", "cancelled"])
  }

  /// What is off costs the comparison with nil: nothing is described, timed, or put into the task.
  @Test func `without instrumentation nothing is asked about the work`() async throws {
    func activity() -> ClientActivity {
      Issue.record("was described")
      return ClientActivity(call: .example())
    }
    let value = try await instrumented(by: nil, as: activity()) { (_) async throws(WeDriveError) in
      #expect(ClientActivity.current == nil)
      return 1
    }
    #expect(value == 1)
  }

  @Test(arguments: [
    ("https://qyapi.weixin.qq.com/cgi-bin/x?access_token=t", "qyapi.weixin.qq.com", 443),
    ("http://API.example/x", "api.example", 80), ("https://[::1]:8443/x?a=b@c", "::1", 8443),
    ("http://127.0.0.1:8080", "127.0.0.1", 8080), ("https://user:secret@host:1/", "host", 1),
  ])
  func `of a URL only the server is taken`(_ url: String, _ address: String, _ port: Int) {
    let server = ClientActivity.Server(url: url)
    #expect(server?.address == address && server?.port == port)
  }
}
