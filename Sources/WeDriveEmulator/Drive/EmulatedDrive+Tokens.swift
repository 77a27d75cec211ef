import WeDriveGenerated
import WeDriveRuntime

extension EmulatedDrive {
  func getToken(_ request: GetTokenRequest) async throws(WeDriveError) -> GetTokenResponse {
    try await refusing(request) { () throws(ServiceError) in
      guard !request.corpID.rawValue.isEmpty else { throw .weCom(.missingCorpID) }
      guard !request.corpSecret.rawValue.isEmpty else { throw .weCom(.missingSecret) }
      let apps = backend.configuration.apps.filter { $0.corpID == request.corpID }
      // An app that an agency develops has the corp's permanent code as its secret, and is configured as such.
      guard !apps.isEmpty else { throw .weCom(.invalidCorpID) }
      guard let app = apps.first(where: { $0.secret == request.corpSecret }) else { throw .weCom(.invalidSecret) }
      return GetTokenResponse(
        accessToken: try await issue(.accessToken, corp: request.corpID, app: app.name),
        expiresIn: limits.tokenLife.wholeSeconds)
    }
  }

  func getSuiteToken(_ request: GetSuiteTokenRequest) async throws(WeDriveError) -> GetSuiteTokenResponse {
    try await refusing(request) { () throws(ServiceError) in
      guard !request.suiteID.rawValue.isEmpty else { throw .weCom(.missingSuiteID) }
      guard !request.suiteSecret.rawValue.isEmpty else { throw .weCom(.missingSuiteSecret) }
      guard !request.suiteTicket.rawValue.isEmpty else { throw .weCom(.missingSuiteTicket) }
      guard let suite = backend.configuration.suites.first(where: { $0.id == request.suiteID }) else {
        throw .weCom(.invalidSuite)
      }
      guard suite.secret == request.suiteSecret else { throw .weCom(.invalidSecret) }
      let now = now
      try store.read { (state) throws(ServiceError) in
        try state.suiteTickets.check(request.suiteTicket, suite: request.suiteID, at: now)
      }
      return GetSuiteTokenResponse(
        suiteToken: try await issue(.suiteAccessToken, corp: "", app: request.suiteID.rawValue),
        expiresIn: limits.tokenLife.wholeSeconds)
    }
  }

  func getCorpToken(_ request: GetCorpTokenRequest) async throws(WeDriveError) -> GetCorpTokenResponse {
    try await answer(request) { (caller) throws(ServiceError) in
      guard !request.corpID.rawValue.isEmpty else { throw .weCom(.missingCorpID) }
      guard !request.permanentCode.rawValue.isEmpty else { throw .weCom(.missingPermanentCode) }
      let suite = backend.configuration.suites.first { $0.id.rawValue == caller.app }
      guard
        let installation = suite?.installations.first(where: {
          $0.corpID == request.corpID && $0.permanentCode == request.permanentCode
        })
      else { throw .weCom(.invalidPermanentCode) }
      return GetCorpTokenResponse(
        accessToken: try await issue(.accessToken, corp: installation.corpID, app: caller.app),
        expiresIn: limits.tokenLife.wholeSeconds)
    }
  }

  func getProviderToken(_ request: GetProviderTokenRequest) async throws(WeDriveError) -> GetProviderTokenResponse {
    try await refusing(request) { () throws(ServiceError) in
      guard let provider = backend.configuration.providers.first(where: { $0.corpID == request.corpID }) else {
        throw .weCom(.invalidCorpID)
      }
      guard provider.secret == request.providerSecret else { throw .weCom(.invalidSecret) }
      return GetProviderTokenResponse(
        providerToken: try await issue(.providerAccessToken, corp: provider.corpID, app: ""),
        expiresIn: limits.tokenLife.wholeSeconds)
    }
  }

  private func issue(_ kind: TokenKind, corp: CorpID, app: String) async throws(ServiceError) -> Secret {
    let (now, life) = (now, limits.tokenLife)
    return try await store.update { $0.tokens.issue(kind, corp: corp, app: app, at: now, life: life) }
  }

  // MARK: Logins of members

  func codeToSession(_ request: CodeToSessionRequest) async throws(WeDriveError) -> CodeToSessionResponse {
    try await answer(request) { (caller) throws(ServiceError) in
      let user = try await redeem(request.code, caller)
      return CodeToSessionResponse(
        corpID: user.corp, userID: user.userID, sessionKey: Mint.loginSecret())
    }
  }

  func suiteCodeToSession(
    _ request: SuiteCodeToSessionRequest
  ) async throws(WeDriveError) -> SuiteCodeToSessionResponse {
    try await answer(request) { (caller) throws(ServiceError) in
      let user = try await redeem(request.code, caller)
      var response = SuiteCodeToSessionResponse(corpID: user.corp, sessionKey: Mint.loginSecret())
      response.userID = user.userID
      response.openUserID = OpenUserID("open-\(user.userID)")
      return response
    }
  }

  private func redeem(_ code: Secret, _ caller: Caller) async throws(ServiceError) -> LoginCodes.Code {
    let now = now
    return try await store.update { (state) throws(ServiceError) in
      try state.loginCodes.redeem(code, for: caller, at: now)
    }
  }
}
