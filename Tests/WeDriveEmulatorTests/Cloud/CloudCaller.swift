import Testing
import WeDriveGenerated
import WeDriveRuntime

@testable import WeDriveEmulator

/// Calls an emulator's cloud storage over sockets, as a client would that checks nothing.
struct CloudCaller: Sendable {
  static let account = EmulatedCloudConfiguration()

  let emulator: Emulator
  let token: String

  /// Runs a test with an access token of the account.
  static func run(
    _ configure: (inout EmulatedCloudConfiguration) -> Void = { _ in },
    _ test: (CloudCaller) async throws -> Void
  ) async throws {
    try await withEmulator({ configure(&$0.cloud) }) { emulator, _ in
      let path = GetAccessTokenRequest.endpoint.path
      let query = "grant_type=client_credential&appid=\(account.appID)&secret=\(account.appSecret.rawValue)"
      let reply = try await RawConnection(port: port(of: emulator.cloud.baseURL)).exchange("GET", "\(path)?\(query)")
      let token = try #require(JSON(bytes: reply.body)["access_token"])
      emulator.journal.clear()
      try await test(CloudCaller(emulator: emulator, token: token))
    }
  }

  /// Posts a text; with the account's access token, if no other query is given.
  func post(_ endpoint: Endpoint, _ body: String, query: String? = nil) async throws -> JSON {
    let reply = try await RawConnection(port: Self.port(of: emulator.cloud.baseURL))
      .exchange("POST", "\(endpoint.path)?\(query ?? "access_token=\(token)")", body: Array(body.utf8))
    #expect(reply.status == 200)
    return JSON(bytes: reply.body)
  }

  static func port(of origin: String) throws -> Int {
    try #require(origin.split(separator: ":").last.flatMap { Int($0) })
  }
}
