import Testing
import WeDrive
import WeDriveEmulator

@Suite("A client of the environment")
struct EnvironmentTests {
  @Test("takes who it calls as and where from variables")
  func variables() async throws {
    try await Emulated.run { test in
      let app = EmulatedApp.standard
      let environment = EnvironmentVariables([
        "WEDRIVE_CORP_ID": "\(app.corpID)", "WEDRIVE_CORP_SECRET": " \(app.secret.rawValue)\n",
        "WEDRIVE_ENDPOINT": test.emulator.baseURL,
      ])
      let info = try await WeDriveClient(environment: environment).spaceInfo(spaceID: test.space)
      #expect(info.spaceInfo.spaceName == "Test")
      #expect("\(environment)" == "EnvironmentVariables(3, redacted)")
    }
  }

  @Test(
    "names the variable that is missing",
    arguments: [
      ([:], "WEDRIVE_CORP_ID"), (["WEDRIVE_CORP_ID": "ww1", "WEDRIVE_CORP_SECRET": ""], "WEDRIVE_CORP_SECRET"),
      (["WEDRIVE_CORP_ID": "ww1", "WEDRIVE_CORP_SECRET": " \n"], "WEDRIVE_CORP_SECRET"),
      (["WEDRIVE_CORP_ID": "ww1", "WEDRIVE_CORP_SECRET": "s", "WEDRIVE_ENDPOINT": "ftp://x"], "endpoint"),
    ] as [([String: String], String)])
  func missing(_ variables: [String: String], _ name: String) throws {
    let error = #expect(throws: WeDriveError.self) {
      try WeDriveClient(environment: EnvironmentVariables(variables))
    }
    #expect("\(try #require(error))".contains(name))
  }
}
