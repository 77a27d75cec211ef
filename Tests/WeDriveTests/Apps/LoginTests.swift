import Testing
import WeDrive
import WeDriveEmulator

@Suite("A log-in to a corp's own app")
struct LoginTests {
  @Test("exchanges a code once, within five minutes")
  func exchange() async throws {
    try await Emulated.run { test in
      let code = try await test.emulator.mintLoginCode(for: "lisi")
      let session = try await test.drive.codeToSession(code: code, grantType: .authorizationCode)
      #expect(session.userID == "lisi" && session.corpID == EmulatedApp.standard.corpID)
      #expect(!session.sessionKey.rawValue.isEmpty && !"\(session)".contains(session.sessionKey.rawValue))
      let late = try await test.emulator.mintLoginCode(for: "lisi")
      test.emulator.clock.advance(by: .seconds(301))
      for spent in [code, late, "made-up"] {
        let error = try await #require(throws: WeDriveError.self) {
          try await test.drive.codeToSession(code: spent, grantType: .authorizationCode)
        }
        guard case .refused(let refusal) = error else { throw error }
        #expect(refusal.weComErrcode == .invalidLoginCode)
      }
    }
  }

  @Test("is not repeated when its reply is lost: the code is spent")
  func lostReply() async throws {
    try await Emulated.run { test in
      let code = try await test.emulator.mintLoginCode(for: "lisi")
      test.emulator.faults.add(.closeAfterActing, FaultSelection(CodeToSessionRequest.endpoint.name))
      let error = try await #require(throws: WeDriveError.self) {
        try await test.drive.codeToSession(code: code, grantType: .authorizationCode)
      }
      guard case .outcomeUnknown = error else { throw error }
      #expect(test.calls(CodeToSessionRequest.endpoint) == 1)
    }
  }
}
