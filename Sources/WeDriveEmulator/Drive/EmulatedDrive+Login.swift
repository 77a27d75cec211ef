import WeDriveGenerated
import WeDriveRuntime

extension EmulatedDrive {
  func codeToSession(_ request: CodeToSessionRequest) async throws(WeDriveError) -> CodeToSessionResponse {
    try await answer(request) { (caller) throws(ServiceError) in
      let user = try await redeem(request.code, caller)
      return CodeToSessionResponse(
        corpID: CorpID(user.corp), userID: UserID(user.userID), sessionKey: Self.sessionKey())
    }
  }

  func suiteCodeToSession(
    _ request: SuiteCodeToSessionRequest
  ) async throws(WeDriveError) -> SuiteCodeToSessionResponse {
    try await answer(request) { (caller) throws(ServiceError) in
      let user = try await redeem(request.code, caller)
      var response = SuiteCodeToSessionResponse(corpID: CorpID(user.corp), sessionKey: Self.sessionKey())
      response.userID = UserID(user.userID)
      response.openUserID = OpenUserID("open-\(user.userID)")
      return response
    }
  }

  private func redeem(_ code: Secret, _ caller: Caller) async throws(ServiceError) -> LoginCodes.Code {
    let now = now
    return try await store.update { (state) throws(ServiceError) in
      try state.loginCodes.redeem(code.rawValue, for: caller, at: now)
    }
  }

  private static func sessionKey() -> Secret { Secret(RandomName.make(bytes: 16)) }
}
