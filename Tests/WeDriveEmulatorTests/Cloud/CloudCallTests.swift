import Testing
import WeDriveGenerated
import WeDriveRuntime

@testable import WeDriveEmulator

@Suite("Calls of cloud storage that no client of ours would send")
struct CloudCallTests {
  private static let environment = CloudCaller.account.environment.rawValue

  private static func links(_ count: Int, life: String = #","max_age":60"#) -> String {
    let files = (0..<count).map { #"{"fileid":"cloud://e/\#($0)"\#(life)}"# }
    return #"{"env":"\#(environment)","file_list":[\#(files.joined(separator: ","))]}"#
  }

  private static func deletions(_ count: Int) -> String {
    let ids = (0..<count).map { "\"cloud://e/\($0)\"" }
    return #"{"env":"\#(environment)","fileid_list":[\#(ids.joined(separator: ","))]}"#
  }

  /// A call, what it sends, and the errcode.
  private static let cases: [(endpoint: Endpoint, body: String, errcode: Int)] = {
    let link = BatchDownloadFileRequest.endpoint
    let delete = BatchDeleteFileRequest.endpoint
    let upload = UploadFileRequest.endpoint
    let token = GetStableAccessTokenRequest.endpoint
    return [
      (link, links(1), 0), (link, links(50), 0), (link, links(51), 40097), (link, links(0), 40097),
      (delete, deletions(1), 0), (delete, deletions(50), 0), (delete, deletions(51), 40097),
      (delete, deletions(0), 40097),
      // Wrong, and not there at all.
      (link, links(1, life: #","max_age":-1"#), 40097), (link, links(1, life: #","max_age":0"#), 40097),
      (link, links(1, life: #","max_age":4294967296"#), 40097), (link, links(1, life: #","max_age":"60""#), 40097),
      (link, links(1, life: #","max_age":1.5"#), 40097), (link, links(1, life: ""), 40101),
      (link, #"{"env":"\#(environment)"}"#, 40101), (link, #"{"file_list":[]}"#, 40101),
      (link, #"{"env":"\#(environment)","file_list":{}}"#, 40097),
      (link, #"{"env":"\#(environment)","file_list":[{"fileid":"","max_age":60}]}"#, 40097),
      (link, #"{"env":"\#(environment)","file_list":[{"max_age":60}]}"#, 40101),
      (link, links(1).replacing(environment, with: "another"), 40097),
      (upload, #"{"env":"\#(environment)","path":""}"#, 40097), (upload, #"{"env":"\#(environment)"}"#, 40101),
      (token, #"{"grant_type":"client_credential","secret":"s"}"#, 41002),
      (token, #"{"grant_type":"client_credential","appid":"wx"}"#, 41004),
      (token, #"{"grant_type":"other","appid":"wx-emulator","secret":"s"}"#, 40002),
      // No JSON, and nothing.
      (link, "", 44002), (delete, "", 44002), (upload, "", 44002), (token, "", 44002),
      (link, "x", 47001), (link, "[]", 47001), (link, "null", 47001), (link, "{\"env\":", 47001),
    ]
  }()

  @Test("are refused by what is wrong with them, in the service's own words", arguments: cases.indices)
  func refused(index: Int) async throws {
    let (endpoint, body, errcode) = Self.cases[index]
    try await CloudCaller.run { caller in
      let reply = try await caller.post(endpoint, body)
      #expect(reply.errcode == errcode, "\(body) → \(reply)")
      let record = try #require(caller.emulator.journal.records(of: endpoint.name).first)
      #expect(record.errcode == errcode && record.hasActed == (errcode == 0))
      guard errcode != 0 else { return }
      let words = try #require(reply["errmsg"])
      #expect(words.contains(/. rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/), "\(words)")
      #expect(!words.contains("hint") && !words.contains("work.weixin.qq.com"))
      // The id is of this call: its time, and its number in the journal.
      let parts = try #require(words.split(separator: " ").last).split(separator: "-").map { Int($0, radix: 16) }
      #expect(parts.prefix(2) == [Int(record.time), record.number])
    }
  }

  @Test("with GET instead of POST are refused as such")
  func method() async throws {
    try await CloudCaller.run { caller in
      for route in weChatRoutes where route.endpoint.method == .post {
        let reply = try await RawConnection(port: CloudCaller.port(of: caller.emulator.cloud.baseURL))
          .exchange("GET", "\(route.endpoint.path)?access_token=\(caller.token)")
        #expect(JSON(bytes: reply.body).errcode == 43002)
        #expect(caller.emulator.journal.records(of: route.endpoint.name).map(\.errcode) == [43002])
      }
    }
  }

  /// What the account has switched on, what a call carries, and the errcode.
  private static let modes: [(cloudToken: Bool, isTrusted: Bool, query: @Sendable (String) -> String, errcode: Int)] =
    [
      (false, false, { "access_token=\($0)" }, 0), (true, false, { _ in "cloudbase_access_token=planted" }, 0),
      (false, true, { _ in "" }, 0),
      // The right token under the other name, and no token where one is needed.
      (true, false, { "cloudbase_access_token=\($0)" }, 40014), (true, false, { _ in "access_token=planted" }, 40014),
      (false, false, { _ in "cloudbase_access_token=planted" }, 40014), (true, false, { _ in "" }, 41001),
      (false, false, { _ in "access_token=" }, 41001), (false, false, { _ in "suite_access_token=planted" }, 41001),
      // One that is wrong is refused in a container, too.
      (false, true, { _ in "access_token=wrong" }, 40014),
    ]

  @Test("in another mode than the account's are refused", arguments: modes.indices)
  func wrongMode(index: Int) async throws {
    let mode = Self.modes[index]
    try await CloudCaller.run({
      $0.cloudToken = mode.cloudToken ? "planted" : nil
      $0.trustsNetwork = mode.isTrusted
    }) { caller in
      for (endpoint, body) in [
        (BatchDownloadFileRequest.endpoint, Self.links(1)), (BatchDeleteFileRequest.endpoint, Self.deletions(1)),
        (UploadFileRequest.endpoint, #"{"env":"\#(Self.environment)","path":"a"}"#),
      ] {
        let reply = try await caller.post(endpoint, body, query: mode.query(caller.token))
        #expect(reply.errcode == mode.errcode, "\(endpoint.name): \(reply)")
        #expect(!"\(reply)".contains("planted"))
      }
    }
  }

  @Test("with a token that has expired are told so")
  func expired() async throws {
    try await CloudCaller.run { caller in
      caller.emulator.clock.advance(by: .seconds(7201))
      let reply = try await caller.post(BatchDownloadFileRequest.endpoint, Self.links(1))
      #expect(reply.errcode == 42001)
    }
  }
}
