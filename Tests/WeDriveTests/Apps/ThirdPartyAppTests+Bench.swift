import WeDrive
import WeDriveEmulator

extension ThirdPartyAppTests {
  /// An emulator and an app that knows of it nothing but id and secret.
  struct Bench {
    let emulator: Emulator
    let app: ThirdPartyApp

    static func run(
      tickets: any TokenStore = MemoryTokenStore(), secret: Secret = EmulatedSuite.standard.secret,
      _ test: (Bench) async throws -> Void
    ) async throws {
      var configuration = EmulatorConfiguration()
      let suite = EmulatedSuite.standard
      configuration.suites = [
        EmulatedSuite(
          id: suite.id, secret: suite.secret,
          installations: suite.installations + [.init(corpID: "ww-second", permanentCode: "second-code")])
      ]
      let emulator = try await Emulator.start(configuration)
      let provider = EmulatedProvider.standard
      let app = ThirdPartyApp(
        id: suite.id, secret: secret, tickets: tickets,
        provider: .init(corpID: provider.corpID, secret: provider.secret))
      do {
        try await test(Bench(emulator: emulator, app: app))
      } catch {
        await emulator.stop()
        throw error
      }
      await emulator.stop()
    }

    func client(_ corp: CorpID = "ww-customer", _ code: PermanentCode = "permanent-code") throws -> WeDriveClient {
      try client(.thirdParty(app, corpID: corp, permanentCode: code))
    }

    func client(_ credential: Credential) throws -> WeDriveClient {
      var configuration = WeDriveClient.Configuration()
      configuration.endpoint = try ServiceAddress(emulator.baseURL)
      return WeDriveClient(credential: credential, configuration: configuration)
    }

    func receiveTicket() async throws { try await app.receive(emulator.mintSuiteTicket()) }

    func calls(_ endpoint: Endpoint) -> Int { emulator.journal.count(of: endpoint.name) }
  }
}
