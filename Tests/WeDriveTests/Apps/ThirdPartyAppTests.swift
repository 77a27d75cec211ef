import Foundation
import TestSupport
import Testing
import WeDrive
import WeDriveEmulator

@Suite("A third-party app")
struct ThirdPartyAppTests {
  private func tokenFailure(_ body: () async throws -> Void) async throws -> TokenFailure {
    let error = try await #require(throws: WeDriveError.self) { try await body() }
    guard case .token(let failure) = error else { throw error }
    return failure
  }

  @Test("goes from ticket to suite token to corp token, and works in the corp that installed it")
  func chain() async throws {
    try await Bench.run { bench in
      try await bench.receiveTicket()
      let drive = try bench.client()
      let space = try await drive.spaceCreate(spaceName: "Third").spaceID
      #expect(try await drive.spaceInfo(spaceID: space).spaceInfo.spaceName == "Third")
      #expect(bench.calls(GetSuiteTokenRequest.endpoint) == 1)
      #expect(bench.calls(GetCorpTokenRequest.endpoint) == 1)
      let error = try await #require(throws: WeDriveError.self) {
        try await bench.client("ww-second", "second-code").spaceInfo(spaceID: space)
      }
      guard case .refused(let refusal) = error else { throw error }
      #expect(refusal.code == 640_001)
    }
  }

  @Test("fetches one suite token for all its corps, however many calls wait for it")
  func sharedSuiteToken() async throws {
    try await Bench.run { bench in
      try await bench.receiveTicket()
      let clients = [try bench.client(), try bench.client("ww-second", "second-code")]
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<40 {
          group.addTask { _ = try await clients[number % 2].capacity() }
        }
        try await group.waitForAll()
      }
      #expect(bench.calls(GetSuiteTokenRequest.endpoint) == 1)
      #expect(bench.calls(GetCorpTokenRequest.endpoint) == 2)
    }
  }

  @Test("says that a ticket has to be pushed, asks for none until then, and goes on by itself afterwards")
  func noTicket() async throws {
    try await Bench.run { bench in
      let drive = try bench.client()
      for _ in 0..<3 {
        let failure = try await tokenFailure { _ = try await drive.capacity() }
        #expect(failure.awaitsSuiteTicket && failure.refusal == nil)
        #expect(failure.reason.contains("wait for the next one"))
      }
      #expect(bench.emulator.journal.count() == 0)
      try await bench.receiveTicket()
      _ = try await drive.capacity()
    }
  }

  @Test("sends a ticket that the service refused once, and works with the next one at once")
  func refusedTicket() async throws {
    try await Bench.run { bench in
      try await bench.app.receive("planted-made-up-ticket", pushedAt: Int64(Date().timeIntervalSince1970) - 5)
      let drive = try bench.client()
      let first = try await tokenFailure { _ = try await drive.capacity() }
      #expect(first.awaitsSuiteTicket && first.refusal?.weComErrcode == .invalidSuiteTicket)
      let second = try await tokenFailure { _ = try await drive.capacity() }
      #expect(second.awaitsSuiteTicket)
      #expect(!"\(first) \(second)".contains("planted"))
      #expect(bench.calls(GetSuiteTokenRequest.endpoint) == 1)
      try await bench.receiveTicket()
      _ = try await drive.capacity()
      #expect(bench.calls(GetSuiteTokenRequest.endpoint) == 2)
    }
  }

  @Test("does not send a ticket that is older than half an hour, and lets no older one replace a newer one")
  func oldTickets() async throws {
    try await Bench.run { bench in
      let now = Int64(Date().timeIntervalSince1970)
      let drive = try bench.client()
      #expect(try await bench.app.receive("old-ticket", pushedAt: now - 1801))
      #expect(try await tokenFailure { _ = try await drive.capacity() }.reason.contains("has expired"))
      #expect(bench.emulator.journal.count() == 0)
      #expect(try await bench.app.receive(bench.emulator.mintSuiteTicket(), pushedAt: now))
      #expect(try await bench.app.receive("late-ticket", pushedAt: now - 600) == false)
      _ = try await drive.capacity()
      await #expect(throws: WeDriveError.self) { try await bench.app.receive("") }
      await #expect(throws: WeDriveError.self) { try await bench.app.receive("a\nb") }
      await #expect(throws: WeDriveError.self) { try await bench.app.receive("a", pushedAt: .max) }
    }
  }

  @Test(
    "refreshes a suite token that the service refuses once, and replays once, below a corp token that it refuses too")
  func refreshedSuiteToken() async throws {
    try await Bench.run { bench in
      try await bench.receiveTicket()
      let drive = try bench.client()
      _ = try await drive.capacity()
      // Both are refused: 42001 at the call, then 42009 at the call that would mend it.
      try await bench.emulator.expireTokens()
      _ = try await drive.capacity()
      #expect(bench.calls(CapacityRequest.endpoint) == 3)
      #expect(bench.calls(GetCorpTokenRequest.endpoint) == 3)
      #expect(bench.calls(GetSuiteTokenRequest.endpoint) == 2)
      // The suite's alone: it shows when a corp token is needed.
      try await bench.emulator.expireTokens(.suiteAccessToken)
      _ = try await drive.capacity()
      #expect(bench.calls(GetSuiteTokenRequest.endpoint) == 2)
    }
  }

  @Test("gives up after one new suite token", arguments: [40082, 42009])
  func alwaysRefused(code: Int) async throws {
    try await Bench.run { bench in
      try await bench.receiveTicket()
      bench.emulator.faults.add(.errcode(code), .all(GetCorpTokenRequest.endpoint.name))
      let drive = try bench.client()
      let failure = try await tokenFailure { _ = try await drive.capacity() }
      #expect(failure.refusal?.code == code && !failure.awaitsSuiteTicket)
      #expect(bench.calls(GetCorpTokenRequest.endpoint) == 2)
      #expect(bench.calls(GetSuiteTokenRequest.endpoint) == 2)
    }
  }

  @Test("says what to do about a permanent code that the corp has withdrawn")
  func withdrawn() async throws {
    try await Bench.run { bench in
      try await bench.receiveTicket()
      let drive = try bench.client("ww-customer", "planted-code")
      let failure = try await tokenFailure { _ = try await drive.capacity() }
      #expect(failure.refusal?.weComErrcode == .invalidPermanentCode)
      #expect(failure.refusal?.advice?.action == .reauthorise)
      #expect(!"\(failure)".contains("planted"))
    }
  }

  @Test("has a suite token and a provider's token for calls in its own name, and no access token")
  func ownName() async throws {
    try await Bench.run { bench in
      try await bench.receiveTicket()
      let drive = try bench.client(.suite(bench.app))
      let code = try await bench.emulator.mintLoginCode(
        for: "zhangsan", corp: "ww-customer", app: bench.app.id.rawValue)
      let session = try await drive.suiteCodeToSession(code: code, grantType: .authorizationCode)
      #expect(session.userID == "zhangsan" && session.corpID == "ww-customer" && session.openUserID != nil)
      let again = try await #require(throws: WeDriveError.self) {
        try await drive.suiteCodeToSession(code: code, grantType: .authorizationCode)
      }
      guard case .refused(let refusal) = again else { throw again }
      #expect(refusal.weComErrcode == .invalidLoginCode)
      #expect(try await tokenFailure { _ = try await drive.capacity() }.reason.contains("access_token"))
      let provider = EmulatedProvider.standard
      #expect(
        try await drive.getProviderToken(corpID: provider.corpID, providerSecret: provider.secret).expiresIn == 7200)
    }
  }

  @Test("keeps tickets for other processes, where no other user can read them")
  func storedTickets() async throws {
    let folder = try TemporaryFolder()
    let store = FileTokenStore(folder: folder.path + "/tickets")
    try await Bench.run(tickets: store) { bench in
      try await bench.receiveTicket()
      let suite = EmulatedSuite.standard
      let other = ThirdPartyApp(
        id: suite.id, secret: suite.secret, tickets: FileTokenStore(folder: folder.path + "/tickets"))
      let installation = try #require(suite.installations.first)
      let drive = try bench.client(
        .thirdParty(other, corpID: installation.corpID, permanentCode: installation.permanentCode))
      _ = try await drive.capacity()
    }
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path + "/tickets") {
      let attributes = try FileManager.default.attributesOfItem(atPath: folder.path + "/tickets/" + name)
      #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
      #expect(!name.contains("suite"))
    }
  }

  @Test("prints nothing secret, and neither do its credentials and errors")
  func secrets() async throws {
    let app = ThirdPartyApp(
      id: "ww-suite", secret: "planted-secret", provider: .init(corpID: "wwp", secret: "planted-provider"))
    let corp = Credential.thirdParty(app, corpID: "ww1", permanentCode: "planted-code")
    let server = try TokenServer("https://example.com/token?key=planted", bearer: "planted-bearer")
    let all: [Any] = [
      app, corp, Credential.suite(app), server, Credential.tokenServer(server),
      Credential.fetched { .init(value: "planted", lifetime: .seconds(1)) },
      ThirdPartyApp.Provider(corpID: "wwp", secret: "planted-provider"), PermanentCode("planted"),
      SuiteTicket("planted"),
    ]
    for value in all {
      var dumped = ""
      dump(value, to: &dumped)
      for text in ["\(value)", String(reflecting: value), dumped] { #expect(!text.contains("planted")) }
    }
    try await Bench.run(secret: "planted-secret") { bench in
      try await bench.receiveTicket()
      let failure = try await tokenFailure { _ = try await bench.client().capacity() }
      #expect(failure.refusal?.code == 40001 && !failure.awaitsSuiteTicket)
      #expect(!"\(failure)".contains("planted"))
    }
  }
}
