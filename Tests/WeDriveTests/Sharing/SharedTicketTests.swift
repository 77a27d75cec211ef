import Foundation
import Testing
import WeDrive
import WeDriveEmulator

/// Suite tickets, each of which is pushed to one of several machines.
@Suite("A suite ticket that machines share")
struct SharedTicketTests {
  private let store = MemorySharedStore()

  /// One machine: the app, and a client with a store of its own for tokens, so that it needs the ticket itself.
  private func machine(
    _ emulator: Emulator, sharing store: any SharedStore
  ) throws -> (app: ThirdPartyApp, drive: WeDriveClient) {
    let suite = EmulatedSuite.standard
    let app = ThirdPartyApp(id: suite.id, secret: suite.secret, sharing: store)
    var configuration = WeDriveClient.Configuration()
    configuration.endpoint = try ServiceAddress(emulator.baseURL)
    let corp = try #require(suite.installations.first)
    let credential = Credential.thirdParty(app, corpID: corp.corpID, permanentCode: corp.permanentCode)
    return (app, WeDriveClient(credential: credential, configuration: configuration))
  }

  private func emulated(_ test: (Emulator) async throws -> Void) async throws {
    let emulator = try await Emulator.start()
    do {
      try await test(emulator)
    } catch {
      await emulator.stop()
      throw error
    }
    await emulator.stop()
  }

  @Test("serves the machines that it was not pushed to, and an older one never replaces it")
  func shared() async throws {
    try await emulated { emulator in
      let (here, there) = (try machine(emulator, sharing: store), try machine(emulator, sharing: store))
      let ticket = try await emulator.mintSuiteTicket()
      let now = Int64(Date().timeIntervalSince1970)
      #expect(try await here.app.receive(ticket, pushedAt: now))
      #expect(try await !there.app.receive(SuiteTicket("older"), pushedAt: now - 60))
      _ = try await there.drive.capacity()
    }
  }

  @Test("serves the machine that it was pushed to also while the store is away")
  func away() async throws {
    try await emulated { emulator in
      let deaf = DeafStore(store)
      deaf.isDeaf.withLock { $0 = true }
      let here = try machine(emulator, sharing: deaf)
      #expect(try await here.app.receive(try await emulator.mintSuiteTicket()))
      _ = try await here.drive.capacity()
      #expect(emulator.journal.count(of: GetSuiteTokenRequest.endpoint.name) == 1)
    }
  }
}
