import WeDriveGenerated
import WeDriveRuntime

extension EmulatedDrive {
  func getToken(_ request: GetTokenRequest) async throws(WeDriveError) -> GetTokenResponse {
    do throws(Refused) {
      let corp = request.corpID.rawValue
      guard !corp.isEmpty else { throw .missingCorpID }
      guard !request.corpSecret.rawValue.isEmpty else { throw .missingSecret }
      let apps = backend.configuration.apps.filter { $0.corpID == corp }
      guard !apps.isEmpty else { throw .badCorpID }
      guard let app = apps.first(where: { $0.secret == request.corpSecret }) else { throw .badSecret }
      let (now, life) = (now, limits.tokenLife)
      let token = try await store.update { $0.tokens.issue(corp: corp, app: app.name, at: now, life: life) }
      return GetTokenResponse(accessToken: Secret(rawValue: token), expiresIn: life)
    } catch {
      let endpoint = GetTokenRequest.endpoint
      throw .refused(
        Refusal(
          endpoint: endpoint.name, service: endpoint.service.name, code: error.code, message: error.reason,
          advice: endpoint.service.advice(error.code)))
    }
  }
}
