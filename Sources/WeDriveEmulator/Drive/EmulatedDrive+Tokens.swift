import WeDriveGenerated
import WeDriveRuntime

extension EmulatedDrive {
  func getToken(_ request: GetTokenRequest) async throws(WeDriveError) -> GetTokenResponse {
    try await refusing(request) { () throws(ServiceError) in
      let corp = request.corpID.rawValue
      guard !corp.isEmpty else { throw .missingCorpID }
      guard !request.corpSecret.rawValue.isEmpty else { throw .missingSecret }
      let apps = backend.configuration.apps.filter { $0.corpID == corp }
      // An app that an agency develops has the corp's permanent code as its secret, and is configured as such.
      guard !apps.isEmpty else { throw .badCorpID }
      guard let app = apps.first(where: { $0.secret == request.corpSecret }) else { throw .badSecret }
      return GetTokenResponse(
        accessToken: try await issue(.accessToken, corp: corp, app: app.name), expiresIn: limits.tokenLife)
    }
  }

  func getSuiteToken(_ request: GetSuiteTokenRequest) async throws(WeDriveError) -> GetSuiteTokenResponse {
    try await refusing(request) { () throws(ServiceError) in
      let id = request.suiteID.rawValue
      guard !id.isEmpty else { throw .missingSuiteID }
      guard !request.suiteSecret.rawValue.isEmpty else { throw .missingSuiteSecret }
      guard !request.suiteTicket.rawValue.isEmpty else { throw .missingSuiteTicket }
      guard let suite = backend.configuration.suites.first(where: { $0.id == request.suiteID }) else {
        throw .badSuiteID
      }
      guard suite.secret == request.suiteSecret else { throw .badSecret }
      let now = now
      try store.read { (state) throws(ServiceError) in
        try state.suiteTickets.check(request.suiteTicket.rawValue, suite: id, at: now)
      }
      return GetSuiteTokenResponse(
        suiteToken: try await issue(.suiteAccessToken, corp: "", app: id), expiresIn: limits.tokenLife)
    }
  }

  func getCorpToken(_ request: GetCorpTokenRequest) async throws(WeDriveError) -> GetCorpTokenResponse {
    try await answer(request) { (caller) throws(ServiceError) in
      guard !request.corpID.rawValue.isEmpty else { throw .missingCorpID }
      guard !request.permanentCode.rawValue.isEmpty else { throw .missingPermanentCode }
      let suite = backend.configuration.suites.first { $0.id.rawValue == caller.app }
      guard
        let installation = suite?.installations.first(where: {
          $0.corpID == request.corpID && $0.permanentCode == request.permanentCode
        })
      else { throw .badPermanentCode }
      return GetCorpTokenResponse(
        accessToken: try await issue(.accessToken, corp: installation.corpID.rawValue, app: caller.app),
        expiresIn: limits.tokenLife)
    }
  }

  func getProviderToken(_ request: GetProviderTokenRequest) async throws(WeDriveError) -> GetProviderTokenResponse {
    try await refusing(request) { () throws(ServiceError) in
      guard let provider = backend.configuration.providers.first(where: { $0.corpID == request.corpID }) else {
        throw .badCorpID
      }
      guard provider.secret == request.providerSecret else { throw .badSecret }
      return GetProviderTokenResponse(
        providerToken: try await issue(.providerAccessToken, corp: provider.corpID.rawValue, app: ""),
        expiresIn: limits.tokenLife)
    }
  }

  private func issue(_ kind: TokenKind, corp: String, app: String) async throws(ServiceError) -> Secret {
    let (now, life) = (now, limits.tokenLife)
    return Secret(
      rawValue: try await store.update { $0.tokens.issue(kind, corp: corp, app: app, at: now, life: life) })
  }
}
