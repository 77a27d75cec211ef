import Testing
import WeDrive
import WeDriveEmulator

@Suite("A client")
struct WeDriveClientTests {
  @Test("sends a call that creates something once, and says that its outcome is unknown")
  func createOnce() async throws {
    try await Emulated.run { test in
      test.emulator.faults.add(.closeAfterActing, FaultSelection("file_create"))
      let error = try await #require(throws: WeDriveError.self) {
        try await test.drive.fileCreate(
          spaceID: test.space, parentID: test.root, fileType: .folder, fileName: "Folder")
      }
      guard case .outcomeUnknown(let outcome) = error else { throw error }
      #expect(outcome.endpoint == "file_create")
      #expect(test.calls(FileCreateRequest.endpoint) == 1)
    }
  }

  @Test("repeats a call that reads when its connection is lost")
  func repeatedRead() async throws {
    try await Emulated.run { test in
      test.emulator.faults.add(.closeAfterActing, FaultSelection("space_info"))
      _ = try await test.drive.spaceInfo(spaceID: test.space)
      #expect(test.calls(SpaceInfoRequest.endpoint) == 2)
    }
  }

  @Test("fetches one new token and repeats the call once when the service refuses the one it has")
  func expiredToken() async throws {
    try await Emulated.run { test in
      try await test.emulator.expireTokens()
      _ = try await test.drive.spaceInfo(spaceID: test.space)
      #expect(test.calls(GetTokenRequest.endpoint) == 2)
      #expect(test.calls(SpaceInfoRequest.endpoint) == 2)
    }
  }

  @Test("says that the secret is wrong, without the secret, after asking once")
  func wrongSecret() async throws {
    let emulator = try await Emulator.start()
    var configuration = WeDriveClient.Configuration()
    configuration.endpoint = try ServiceAddress(emulator.baseURL)
    let drive = WeDriveClient(
      credential: .corp(id: EmulatedApp.standard.corpID, secret: "planted-secret"), configuration: configuration
    )
    let error = try await #require(throws: WeDriveError.self) { try await drive.capacity() }
    guard case .token(let failure) = error else { throw error }
    #expect(failure.refusal?.code == 40001)
    #expect(!"\(error)".contains("planted"))
    #expect(emulator.journal.count() == 1)
    await emulator.stop()
  }

  @Test("fails with the token it was given when the service refuses that")
  func givenToken() async throws {
    try await Emulated.run { test in
      var configuration = WeDriveClient.Configuration()
      configuration.endpoint = try ServiceAddress(test.emulator.baseURL)
      let drive = WeDriveClient(credential: .token("planted-token"), configuration: configuration)
      let error = try await #require(throws: WeDriveError.self) { try await drive.spaceInfo(spaceID: test.space) }
      #expect(!"\(error)".contains("planted"))
      #expect(test.calls(SpaceInfoRequest.endpoint) == 1)
      #expect(test.calls(GetTokenRequest.endpoint) == 1)
    }
  }

  @Test("shows nothing secret of its credential")
  func descriptions() {
    for credential in [Credential.corp(id: "ww1", secret: "planted"), .token("planted")] {
      var dumped = ""
      dump(credential, to: &dumped)
      dump(WeDriveClient(credential: credential), to: &dumped)
      for text in ["\(credential)", String(reflecting: credential), dumped, "\(WeDriveClient(credential: credential))"]
      {
        #expect(!text.contains("planted"))
      }
    }
  }

  @Test(
    "does not go to an address that would give its secrets away",
    arguments: [
      "http://example.com", "ftp://127.0.0.1", "https://user@example.com", "https://example.com/?a=b", "example.com",
      "",
      "https://example.com/#x", "http://127.0.0.1.example.com",
    ])
  func addresses(_ text: String) {
    #expect(throws: WeDriveError.self) { try ServiceAddress(text) }
  }

  @Test("takes addresses without regard to case and trailing slash")
  func sameAddress() throws {
    #expect(try ServiceAddress("HTTPS://Example.com:8443/a/").text == "https://example.com:8443/a")
    #expect(try ServiceAddress("http://localhost:80").text == "http://localhost:80")
  }
}
