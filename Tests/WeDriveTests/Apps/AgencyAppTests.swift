import TestSupport
import Testing
import WeDrive
import WeDriveEmulator

@Suite("An app that an agency develops")
struct AgencyAppTests {
  /// The app in the corp that has it made: its secret is the permanent code.
  private static let app = EmulatedApp(corpID: "ww-client", secret: "permanent-code-of-the-client", name: "agency-app")

  private func run(_ test: (Emulator, WeDriveClient) async throws -> Void) async throws {
    var configuration = EmulatorConfiguration()
    configuration.apps.append(Self.app)
    let emulator = try await Emulator.start(configuration)
    do {
      try await test(emulator, try client(emulator, Self.app.secret))
    } catch {
      await emulator.stop()
      throw error
    }
    await emulator.stop()
  }

  private func client(_ emulator: Emulator, _ code: Secret) throws -> WeDriveClient {
    var configuration = WeDriveClient.Configuration()
    configuration.endpoint = try ServiceAddress(emulator.baseURL)
    return WeDriveClient(
      credential: .corp(id: Self.app.corpID, secret: code), configuration: configuration)
  }

  @Test("gets its token with the permanent code, and asks for no suite's or corp's token")
  func token() async throws {
    try await run { emulator, drive in
      let space = try await drive.spaceCreate(spaceName: "Client").spaceID
      let file = try await drive.upload([1, 2, 3], named: "a", to: .root(of: space))
      #expect(try await drive.fileInfo(fileID: file).fileInfo.fileSize == 3)
      // Unlike an app of the corp's own, it may have files picked to download.
      let ticket = try await emulator.mintDownloadTicket(fileID: file)
      let folder = try TemporaryFolder()
      try await drive.download(ticket: ticket, to: folder.path("a"))
      #expect(try folder.read("a") == [1, 2, 3])
      #expect(emulator.journal.count(of: GetTokenRequest.endpoint.name) == 1)
      for endpoint in [GetSuiteTokenRequest.endpoint, GetCorpTokenRequest.endpoint] {
        #expect(emulator.journal.count(of: endpoint.name) == 0)
      }
      try await emulator.expireTokens()
      _ = try await drive.capacity()
      #expect(emulator.journal.count(of: GetTokenRequest.endpoint.name) == 2)
    }
  }

  @Test("exchanges login codes as the corp's own apps do")
  func login() async throws {
    try await run { emulator, drive in
      let code = try await emulator.mintLoginCode(
        for: "zhangsan", corp: Self.app.corpID, app: Self.app.name)
      let session = try await drive.codeToSession(code: code, grantType: .authorizationCode)
      #expect(session.userID == "zhangsan" && session.corpID == Self.app.corpID)
    }
  }

  @Test("sees nothing of another corp, and is refused once its code is withdrawn, without a word of it")
  func limits() async throws {
    try await run { emulator, drive in
      var configuration = WeDriveClient.Configuration()
      configuration.endpoint = try ServiceAddress(emulator.baseURL)
      let own = EmulatedApp.standard
      let other = WeDriveClient(
        credential: .corp(id: own.corpID, secret: own.secret), configuration: configuration)
      let space = try await other.spaceCreate(spaceName: "Other").spaceID
      let foreign = try await #require(throws: WeDriveError.self) { try await drive.spaceInfo(spaceID: space) }
      guard case .refused(let refusal) = foreign else { throw foreign }
      #expect(refusal.code == 640_001)
      let withdrawn = try client(emulator, "planted-code")
      let error = try await #require(throws: WeDriveError.self) { try await withdrawn.capacity() }
      guard case .token(let failure) = error else { throw error }
      #expect(failure.refusal?.code == 40001 && !failure.awaitsSuiteTicket)
      #expect(!"\(error)".contains("planted"))
    }
  }
}
