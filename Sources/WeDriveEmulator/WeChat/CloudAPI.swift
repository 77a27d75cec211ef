import WeDriveGenerated
import WeDriveRuntime

/// The calls of cloud storage.
struct CloudAPI: WeChatAPI {
  let store: CloudStore
  let clock: EmulatorClock
  let configuration: EmulatedCloudConfiguration
  let storageOrigin: String

  // MARK: - Tokens

  func getStableAccessToken(
    _ request: GetStableAccessTokenRequest
  ) async throws(WeDriveError) -> GetStableAccessTokenResponse {
    let token = try answer(request) { (state) throws(ServiceError) in
      try checkAccount(request.appID, request.appSecret, request.grantType)
      return try state.tokens.stable(
        force: request.forceRefresh ?? false, at: clock.now, life: configuration.tokenLife)
    }
    return GetStableAccessTokenResponse(accessToken: token.value, expiresIn: token.life)
  }

  func getAccessToken(_ request: GetAccessTokenRequest) async throws(WeDriveError) -> GetAccessTokenResponse {
    let token = try answer(request) { (state) throws(ServiceError) in
      try checkAccount(request.appID, request.appSecret, request.grantType)
      return state.tokens.exclusive(
        at: clock.now, life: configuration.tokenLife, handover: configuration.tokenHandover)
    }
    return GetAccessTokenResponse(accessToken: token.value, expiresIn: token.life)
  }

  private func checkAccount(_ id: WeChatAppID, _ secret: Secret, _ grant: TokenGrant) throws(ServiceError) {
    guard grant == .clientCredential else { throw .weChat(.invalidGrantType) }
    guard id == configuration.appID else { throw .weChat(.invalidAppID) }
    guard secret == configuration.appSecret else { throw .weChat(.invalidCredential) }
  }

  // MARK: - Files

  func uploadFile(_ request: UploadFileRequest) async throws(WeDriveError) -> UploadFileResponse {
    try answer(request, in: request.environment) { state in
      let signature = Mint.signature()
      let bucket = "\(configuration.environment).7465-\(configuration.environment)"
      let form = PreparedForm(
        path: request.path, fileID: CloudFileID("cloud://\(bucket)/\(request.path)"), storageFileID: Mint.linkSecret(),
        securityToken: Mint.linkSecret(), expiry: clock.now.later(by: configuration.formLife))
      state.forms[signature] = form
      return UploadFileResponse(
        uploadURL: Secret("\(storageOrigin)\(ObjectStorage.bucket)"), securityToken: Secret(form.securityToken),
        signature: Secret(signature), fileID: form.fileID, storageFileID: Secret(form.storageFileID))
    }
  }

  func batchDownloadFile(_ request: BatchDownloadFileRequest) async throws(WeDriveError) -> BatchDownloadFileResponse {
    try answer(request, in: request.environment) { state in
      let now = clock.now
      state.links = state.links.filter { now < $0.value.expiry }
      var response = BatchDownloadFileResponse()
      response.files = request.files.map { order in
        var link = CloudLink(fileID: order.fileID)
        guard let object = state.objects[ExactName(order.fileID.rawValue)], object.isFindable else {
          (link.downloadURL, link.status, link.message) = ("", .failed, "STORAGE_FILE_NONEXIST")
          return link
        }
        let key = Mint.linkSecret()
        state.links[key] = (order.fileID, now + Int64(order.lifetime))
        link.downloadURL = Secret("\(storageOrigin)\(ObjectStorage.objects)/\(key)?sign=\(Mint.name(bytes: 16))")
        (link.status, link.message) = (.done, "ok")
        return link
      }
      return response
    }
  }

  func batchDeleteFile(_ request: BatchDeleteFileRequest) async throws(WeDriveError) -> BatchDeleteFileResponse {
    let (response, gone) = try answer(request, in: request.environment) { state in
      var response = BatchDeleteFileResponse()
      var gone: [String] = []
      response.deletions = request.fileIDs.map { id in
        var deletion = CloudDeletion(fileID: id)
        if let object = state.objects.removeValue(forKey: ExactName(id.rawValue)) {
          gone.append(object.contentName)
          (deletion.status, deletion.message) = (.done, "ok")
        } else {
          (deletion.status, deletion.message) = (.failed, "STORAGE_FILE_NONEXIST")
        }
        return deletion
      }
      return (response, gone)
    }
    for name in gone { await store.discard(name) }
    return response
  }

  // MARK: - Parts

  private func answer<Request: APIRequest, Value: Sendable>(
    _ request: Request, in environment: CloudEnvironmentID? = nil,
    _ body: (inout sending CloudState) throws(ServiceError) -> Value
  ) throws(WeDriveError) -> Value {
    do throws(ServiceError) {
      if let environment, environment != configuration.environment {
        throw .weChat(.invalidParameter, "env does not exist")
      }
      return try store.state.withLock { (state) throws(ServiceError) in try body(&state) }
    } catch {
      throw error.refusal(of: Request.endpoint.name, at: Request.endpoint.service)
    }
  }
}
