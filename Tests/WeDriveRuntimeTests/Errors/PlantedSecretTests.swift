import Logging
import Synchronization
import TestSupport
import Testing

@testable import WeDriveRuntime

/// Keeps what is logged.
final class LogJournal: LogHandler, Sendable {
  private let text = Mutex("")
  var all: String { text.withLock { $0 } }

  subscript(metadataKey _: String) -> Logger.Metadata.Value? {
    get { nil }
    set {}
  }
  var metadata: Logger.Metadata {
    get { [:] }
    set {}
  }
  var logLevel: Logger.Level {
    get { .trace }
    set {}
  }

  func log(event: LogEvent) {
    text.withLock {
      $0 += "\(event.level) \(event.message) \(event.metadata ?? [:]) \(event.error.map { "\($0)" } ?? "")\n"
    }
  }

  var logger: Logger { Logger(label: "test") { _ in self } }
}

@Suite struct PlantedSecretTests {
  /// Whatever may be secret about a call contains this.
  private static let word = "PLANTED"

  /// Replies in which `@` stands for the request's whole URL and body, as a service or proxy might repeat them.
  static let replies: [(status: Int, text: String)] = [
    (200, #"{"errcode":1,"errmsg":"@"}"#), (500, #"{"errcode":999,"errmsg":"@"}"#),
    (200, #"{"errcode":5,"errmsg":"@"}"#),
    (200, #"{"errcode":2,"errmsg":"@"}"#), (200, #"{"errcode":-1,"errmsg":"@"}"#), (200, "@"), (404, "<a href='@'>"),
    (502, "@"), (429, "@"), (302, "@"), (200, #"{"errcode":0,"x":"@"#), (200, #"{"errcode":"@"}"#), (200, #"["@"]"#),
    (200, #"{"errcode":0,"name":{"@":1}}"#), (200, #"{"errcode":0,"name":"n","list":[{"size":"@"}]}"#),
    (200, #"{"errcode":0,"name":["@"],"token":["@"]}"#),
  ]

  @Test func `no secret comes back in an error or a log, whatever the other side repeats`() async throws {
    var failures = 0
    for reply in Self.replies {
      let server = try ScriptedServer.answering { request, connection in
        let echo = (request.target + " " + String(decoding: request.body, as: UTF8.self))
          .replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        try connection.reply(
          reply.status, headers: ["Location: \(request.target)"], text: reply.text.replacing("@", with: echo))
      }
      let journal = LogJournal()
      let tokens = FixedToken("PLANTED-token+/=&x")
      func configure(_ configuration: inout ServiceCaller.Configuration) { configuration.logger = journal.logger }
      let caller = ServiceCaller(server.url, tokens: tokens, configure: configure)
      let bare = ServiceCaller(server.url, tokens: nil, configure: configure)
      var errors: [WeDriveError?] = []
      errors.append(
        await failure { () async throws(WeDriveError) in try await caller.send(ReadRequest(key: "PLANTED key")) })
      errors.append(
        await failure { () async throws(WeDriveError) in try await caller.send(CreateRequest(key: "PLANTED\"key\\")) })
      errors.append(
        await failure { () async throws(WeDriveError) in
          try await bare.send(TokenRequest(corp: "PLANTED-corp", secret: "PLANTED&secret%"))
        })
      for error in errors.compactMap({ $0 }) {
        failures += 1
        let text = everyForm(of: error)
        #expect(!text.contains(Self.word), "\(reply): \(text)")
      }
      #expect(!journal.all.contains(Self.word), "\(journal.all)")
      #expect(journal.all.contains("example_read"))
      #expect(!everyForm(of: tokens).contains(Self.word))
      #expect(!everyForm(of: ReadRequest(key: "PLANTED")).contains(Self.word))
    }
    #expect(failures > 40)
  }

  @Test func `a failing transport shows no URL`() async throws {
    for address in ["http://127.0.0.1:1", "https://127.0.0.1:1", "http://192.0.2.1", "nonsense"] {
      let error = await failure { () async throws(WeDriveError) in
        try await ServiceCaller(address, tokens: FixedToken("PLANTED")).send(ReadRequest(key: "PLANTED"))
      }
      let text = everyForm(of: try #require(error))
      #expect(!text.contains(Self.word), "\(text)")
    }
  }

  @Test func `tokens are shown by nothing that holds them`() async throws {
    let token = AccessToken(value: "PLANTED", expiry: 1)
    let journal = LogJournal()
    let cache = TokenCache(
      endpoint: "e", key: TokenKey(["PLANTED"]), logger: journal.logger
    ) { () async throws(WeDriveError) in IssuedToken(value: "PLANTED", lifetime: .seconds(7200)) }
    _ = try await cache.token(replacing: nil)
    let values: [Any] = [
      token, StoredToken(token: token, generation: 1), Secret("PLANTED"), [Secret("PLANTED"): 1],
      IssuedToken(value: "PLANTED", lifetime: .seconds(1)), cache, TokenKey(["PLANTED"]), FixedToken("PLANTED"),
    ]
    for value in values {
      let text = everyForm(of: value)
      #expect(!text.contains(Self.word), "\(text)")
    }
    #expect(!journal.all.contains(Self.word))
    #expect(journal.all.contains("fetched an access token"))
  }
}
