import ArgumentParser
import WeChatCloud
import WeDrive

/// Which account's cloud storage to use, and how to show that one may.
struct WeChatOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The account's id. Default: WECHAT_APP_ID.", valueName: "id"))
  var appID: String?

  @Option(
    help: ArgumentHelp(
      "A file with the account's secret, or - for standard input. Default: the secret itself from WECHAT_APP_SECRET.",
      valueName: "file"))
  var secretFile: String?

  @Option(
    name: .customLong("env"), help: ArgumentHelp("The cloud environment. Default: WECHAT_ENV_ID.", valueName: "id"))
  var environment: String?

  @Option(
    help: ArgumentHelp(
      "A file with a token of the cloud, or - for standard input, to use instead of the account's secret.",
      valueName: "file"))
  var cloudTokenFile: String?

  @Flag(help: "Send no token: for containers of the account whose open-interface service is on.")
  var container = false

  @Flag(help: "With --container: over plain http.")
  var plainHTTP = false

  @Option(
    help: ArgumentHelp(
      "The service's base URL. Default: WECHAT_ENDPOINT, otherwise the official one.", valueName: "url"))
  var endpoint: String?

  @Option(help: ArgumentHelp("Certificates to trust instead of the system's, in PEM.", valueName: "file"))
  var caFile: String?

  @Option(
    help: ArgumentHelp(
      "The proxy to use, or none. Default: https_proxy and the like, where a password belongs.", valueName: "url"))
  var proxy: String?

  @Flag(help: "Fetch a new access token instead of keeping one between runs.")
  var noTokenCache = false

  /// What was given.
  var access: WeChatAccess {
    WeChatAccess(
      appID: appID, secretFile: secretFile, environment: environment, endpoint: endpoint,
      cloudTokenFile: cloudTokenFile, isContainer: container, plainHTTP: plainHTTP, caFile: caFile,
      proxy: proxy, noTokenCache: noTokenCache)
  }
}

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
