import WeChatCloud
import WeDrive

/// How to get at the cloud storage of a WeChat account.
struct WeChatAccess {
  var appID: String?
  var secretFile: String?
  var environment: String?
  var endpoint: String?
  var cloudTokenFile: String?
  var isContainer = false
  var plainHTTP = false
  var caFile: String?
  var proxy: String?
  var observe: String?
  var noTokenCache = false

  /// A client for the account that was named.
  ///
  /// - Parameter needsEnvironment: Whether the environment matters; a call that is given whole names its own.
  func client(needsEnvironment: Bool = true) throws -> WeChatClient {
    var configuration = WeChatClient.Configuration()
    if let address = endpoint ?? Environment["WECHAT_ENDPOINT"] { configuration.endpoint = try ServiceAddress(address) }
    configuration.certificateAuthorities = caFile
    configuration.proxy = try ProxyOption.read(proxy)
    configuration.observer = try ObservationFile.begin(observe)
    if !noTokenCache { configuration.sharedStore = try TokenFolder.store() }
    // Containers of the cloud find their environment in CBR_ENV_ID.
    let environment = environment ?? Environment["WECHAT_ENV_ID"] ?? Environment["CBR_ENV_ID"]
    guard environment != nil || !needsEnvironment else {
      throw ErrorReport(.usage, "no cloud environment", advice: "Set WECHAT_ENV_ID or give --env.")
    }
    return WeChatClient(
      credential: try credential(), environment: CloudEnvironmentID(environment ?? ""), configuration: configuration)
  }

  private func credential() throws(ErrorReport) -> WeChatCredential {
    if isContainer || plainHTTP {
      guard isContainer else { throw ErrorReport(.usage, "--plain-http is for --container only") }
      return .container(plainHTTP: plainHTTP)
    }
    if let cloudTokenFile { return .cloudToken(Secret(try SecretInput.read(cloudTokenFile, "the cloud token"))) }
    guard let id = appID ?? Environment["WECHAT_APP_ID"] else {
      throw ErrorReport(.usage, "no app id", advice: "Set WECHAT_APP_ID or give --app-id.")
    }
    return .account(id: WeChatAppID(id), secret: try secret())
  }

  private func secret() throws(ErrorReport) -> Secret {
    if let secretFile { return Secret(try SecretInput.read(secretFile, "the secret")) }
    guard let secret = Environment["WECHAT_APP_SECRET"] else {
      throw ErrorReport(.usage, "no app secret", advice: "Set WECHAT_APP_SECRET or give --secret-file.")
    }
    return Secret(try SecretInput.trimmed(secret, "the secret"))
  }
}
