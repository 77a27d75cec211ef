import Synchronization
import TestSupport
import Testing
import WeDrive

/// The catalog has no call that carries a provider's token: a program names one itself.
@Suite("A provider's token")
struct ProviderTokenTests {
  private static let conversion = Endpoint(
    "corpid_to_opencorpid", .weCom, .post, "/cgi-bin/service/corpid_to_opencorpid", .read,
    tokens: [.providerAccessToken], summary: "Gives a corp's id as the provider's apps know it.")

  /// A service that gives tokens `planted-1`, `planted-2` …, and takes one of them.
  private func service(taking good: @escaping @Sendable () -> Int) throws -> ScriptedServer {
    let given = Mutex(0)
    return try ScriptedServer.answering { request, connection in
      guard request.path == Self.conversion.path else {
        let number = given.withLock { count in
          count += 1
          return count
        }
        return try connection.reply(text: #"{"provider_access_token":"planted-\#(number)","expires_in":7200}"#)
      }
      let isGood = request.target.hasSuffix("?provider_access_token=planted-\(good())")
      try connection.reply(
        text: isGood
          ? #"{"errcode":0,"errmsg":"ok","open_corpid":"wp1"}"#
          : #"{"errcode":42001,"errmsg":"access_token expired"}"#)
    }
  }

  private func client(_ server: ScriptedServer, _ provider: ThirdPartyApp.Provider?) throws -> WeDriveClient {
    var configuration = WeDriveClient.Configuration()
    configuration.endpoint = try ServiceAddress(server.url)
    let app = ThirdPartyApp(id: "ww-suite", secret: "s", provider: provider)
    return WeDriveClient(credential: .suite(app), configuration: configuration)
  }

  @Test("is fetched once for the calls that carry it, without a suite ticket, and once more when it is refused")
  func carried() async throws {
    let good = Mutex(1)
    let server = try service { good.withLock { $0 } }
    let drive = try client(server, .init(corpID: "wwp", secret: "planted-secret"))
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<20 {
        group.addTask {
          let reply = try await drive.reply(of: Self.conversion, to: Array(#"{"corpid":"ww1"}"#.utf8))
          #expect(String(decoding: reply, as: UTF8.self).contains(#""open_corpid":"wp1""#))
        }
      }
      try await group.waitForAll()
    }
    func fetches() -> Int { server.journal.count { $0.path == GetProviderTokenRequest.endpoint.path } }
    #expect(fetches() == 1 && server.journal.count == 21)
    good.withLock { $0 = 2 }
    _ = try await drive.reply(of: Self.conversion, to: Array("{}".utf8))
    #expect(fetches() == 2 && server.journal.count == 24)
    good.withLock { $0 = 0 }
    let error = try await #require(throws: WeDriveError.self) {
      try await drive.reply(of: Self.conversion, to: Array("{}".utf8))
    }
    guard case .refused(let refusal) = error else { throw error }
    #expect(refusal.code == 42001 && !"\(error)".contains("planted"))
    #expect(fetches() == 3 && server.journal.count == 27, "refreshed once, repeated once")
  }

  @Test("is not there without a provider: nothing is sent")
  func missing() async throws {
    let server = try service { 1 }
    let error = try await #require(throws: WeDriveError.self) {
      try await client(server, nil).reply(of: Self.conversion, to: Array("{}".utf8))
    }
    guard case .token(let failure) = error else { throw error }
    #expect(failure.reason.contains("provider_access_token"))
    #expect(server.journal.isEmpty)
  }
}
