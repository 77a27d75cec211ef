import Synchronization
import Testing
import WeChatCloud
import WeDrive
import WeDriveEmulator

@Suite("Ways to call WeChat")
struct CredentialModesTests {
  @Test("An account's token is fetched once, and again when it has expired", arguments: [true, false])
  func account(isStable: Bool) async throws {
    let account = EmulatedCloudConfiguration()
    let credential = WeChatCredential.account(
      id: account.appID, secret: account.appSecret, tokens: isStable ? .stable : .exclusive)
    try await EmulatedStorage.run(as: credential) { test in
      let endpoint = isStable ? GetStableAccessTokenRequest.endpoint : GetAccessTokenRequest.endpoint
      for _ in 0..<3 { _ = try await test.cloud.downloadLinks(to: ["a"]) }
      #expect(test.calls(endpoint) == 1)
      test.emulator.cloud.expireTokens()
      let outcomes = try await test.cloud.downloadLinks(to: ["a"])
      #expect(outcomes[0].result.refusal?.code == 1)
      #expect(test.calls(endpoint) == 2)
    }
  }

  @Test("A stable token stays the same, unless it is replaced by force")
  func stable() async throws {
    try await EmulatedStorage.run { test in
      let account = EmulatedCloudConfiguration()
      func token(force: Bool = false) async throws -> Secret {
        try await test.cloud.getStableAccessToken(
          grantType: .clientCredential, appID: account.appID, appSecret: account.appSecret
        ) { $0.forceRefresh = force }.accessToken
      }
      let first = try await token()
      #expect(try await token() == first)
      let second = try await token(force: true)
      #expect(second != first)
      #expect(try await token(force: true) == second)
      test.emulator.clock.advance(by: .seconds(31))
      #expect(try await token(force: true) != second)
      let error = await #expect(throws: WeDriveError.self) {
        try await test.cloud.getAccessToken(grantType: .clientCredential, appID: account.appID, appSecret: "wrong")
      }
      guard case .refused(let refusal) = error else { throw try #require(error) }
      #expect(refusal.weChatErrcode == .invalidCredential)
      #expect(!"\(try #require(error))".contains("wrong"))
    }
  }

  @Test("A token of the cloud travels under its own name")
  func cloudToken() async throws {
    try await EmulatedStorage.run(as: .cloudToken("planted"), emulator: { $0.cloudToken = "planted" }) { test in
      let outcomes = try await test.cloud.downloadLinks(to: ["a"])
      #expect(outcomes[0].result.refusal?.code == 1)
    }
    try await EmulatedStorage.run(as: .token("planted"), emulator: { $0.cloudToken = "planted" }) { test in
      let outcomes = try await test.cloud.downloadLinks(to: ["a"])
      #expect(!"\(outcomes[0])".contains("planted"))
      #expect(outcomes[0].result.refusal == nil && (try? outcomes[0].result.get()) == nil)
    }
  }

  @Test("In a container, calls carry nothing; elsewhere they are refused for it", arguments: [true, false])
  func container(isTrusted: Bool) async throws {
    try await EmulatedStorage.run(as: .container(), emulator: { $0.trustsNetwork = isTrusted }) { test in
      let outcomes = try await test.cloud.downloadLinks(to: ["a"])
      #expect(outcomes[0].result.refusal?.code == (isTrusted ? 1 : 41001))
    }
  }

  @Test("Plain http goes out by an explicit choice only, and never with a secret")
  func plainHTTP() async throws {
    let recorder = RecordingTransport()
    var configuration = WeChatClient.Configuration()
    configuration.transport = recorder
    func client(_ credential: WeChatCredential) -> WeChatClient {
      WeChatClient(credential: credential, environment: "e", configuration: configuration)
    }
    _ = try await client(.container(plainHTTP: true)).downloadLinks(to: ["a"])
    _ = try await client(.container()).downloadLinks(to: ["a"])
    _ = try await client(.token("t")).downloadLinks(to: ["a"])
    let requests = recorder.requests.withLock { $0 }
    #expect(
      requests.map(\.url) == [
        "http://api.weixin.qq.com/tcb/batchdownloadfile", "https://api.weixin.qq.com/tcb/batchdownloadfile",
        "https://api.weixin.qq.com/tcb/batchdownloadfile?access_token=t",
      ])
    #expect(requests.map(\.allowsPlainHTTP) == [true, false, false])
    let error = await #expect(throws: WeDriveError.self) {
      try await client(.container(plainHTTP: true)).getStableAccessToken(
        grantType: .clientCredential, appID: "wx", appSecret: "s")
    }
    guard case .invalidArgument(let failure) = error else { throw try #require(error) }
    #expect(failure.owner == "stable_token")
    #expect(throws: WeDriveError.self) { try ServiceAddress("http://api.weixin.qq.com") }
    #expect(recorder.requests.withLock { $0.count } == 3)
  }

  @Test("A client sends no call of another service, and so shows its token to none")
  func otherService() async throws {
    let recorder = RecordingTransport()
    var configuration = WeChatClient.Configuration()
    configuration.transport = recorder
    let cloud = WeChatClient(credential: .token("t"), environment: "e", configuration: configuration)
    let drive = WeDriveClient(credential: .token("t"), configuration: configuration)
    for work: () async throws -> Void in [
      { _ = try await cloud.send(FileInfoRequest(fileID: "f")) },
      { _ = try await drive.send(BatchDeleteFileRequest(environment: "e", fileIDs: ["f"])) },
    ] {
      let error = await #expect(throws: WeDriveError.self) { try await work() }
      guard case .invalidArgument = error else { throw try #require(error) }
    }
    #expect(recorder.requests.withLock { $0.isEmpty })
  }
}

/// Sends nothing: answers that a file is not there, and keeps what was to be sent.
private final class RecordingTransport: Transport {
  let requests = Mutex<[HTTPRequest]>([])

  func perform(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPReply {
    requests.withLock { $0.append(request) }
    let text = #"{"errcode":0,"file_list":[{"fileid":"a","status":1,"errmsg":"STORAGE_FILE_NONEXIST"}]}"#
    return HTTPReply(head: HTTPReplyHead(status: 200, headers: []), body: Array(text.utf8))
  }

  func stream(_ request: HTTPRequest, to sink: any ReplySink) async throws(TransportFailure) -> HTTPReplyHead {
    throw TransportFailure(.other, progress: .notSent, reason: "not here")
  }
}
