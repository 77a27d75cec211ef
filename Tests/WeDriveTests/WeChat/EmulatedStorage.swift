import WeChatCloud
import WeDrive
import WeDriveEmulator

/// An emulator of one test's own, and a client for its cloud storage.
struct EmulatedStorage {
  let emulator: Emulator
  let cloud: WeChatClient

  /// Runs a test against a new emulator and stops that afterwards.
  static func run(
    as credential: WeChatCredential? = nil,
    emulator configureCloud: (inout EmulatedCloudConfiguration) -> Void = { _ in },
    configure: (inout WeChatClient.Configuration) -> Void = { _ in }, _ test: (EmulatedStorage) async throws -> Void
  ) async throws {
    var emulated = EmulatorConfiguration()
    configureCloud(&emulated.cloud)
    let emulator = try await Emulator.start(emulated)
    do {
      var configuration = WeChatClient.Configuration()
      configuration.endpoint = try ServiceAddress(emulator.cloud.baseURL)
      configuration.retry.transientUnit = .milliseconds(1)
      configure(&configuration)
      let account = emulated.cloud
      let client = WeChatClient(
        credential: credential ?? .account(id: account.appID, secret: account.appSecret),
        environment: account.environment, configuration: configuration)
      try await test(EmulatedStorage(emulator: emulator, cloud: client))
    } catch {
      await emulator.stop()
      throw error
    }
    await emulator.stop()
  }

  /// How many calls of an endpoint have arrived.
  func calls(_ endpoint: Endpoint) -> Int { emulator.journal.count(of: endpoint.name) }
}

extension Result where Failure == WeDriveError {
  /// The service's own status and words, if it refused.
  var refusal: Refusal? { if case .failure(.refused(let refusal)) = self { refusal } else { nil } }
}
