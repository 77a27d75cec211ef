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

  @Flag(
    name: .customLong("container"),
    help: "Send no token: for containers of the account whose open-interface service is on.")
  var isContainer = false

  @Flag(help: "With --container: over plain http.")
  var plainHTTP = false

  @Option(
    help: ArgumentHelp(
      "The service's base URL. Default: WECHAT_ENDPOINT, otherwise the official one.", valueName: "url"))
  var endpoint: String?

  @OptionGroup var connection: ConnectionOptions

  /// A client for the account that was named.
  func client() throws -> WeChatClient {
    // Containers of the cloud find their environment in CBR_ENV_ID.
    let named = environment ?? Environment["WECHAT_ENV_ID"] ?? Environment["CBR_ENV_ID"]
    guard let named else {
      throw ErrorReport(.usage, "no cloud environment", advice: "Set WECHAT_ENV_ID or give --env.")
    }
    return try connection.weChatClient(
      as: try credential(), environment: CloudEnvironmentID(named), endpoint: endpoint)
  }

  private func credential() throws(ErrorReport) -> WeChatCredential {
    if isContainer || plainHTTP {
      guard isContainer else { throw ErrorReport(.usage, "--plain-http is for --container only") }
      return .container(plainHTTP: plainHTTP)
    }
    if let cloudTokenFile { return .cloudToken(Secret(try SecretInput.read(cloudTokenFile, "the cloud token"))) }
    return try .account(named: appID, secretFile: secretFile)
  }
}

extension WeChatCredential {
  /// The account of an id and a secret, which the environment gives where they are not given.
  static func account(named id: String? = nil, secretFile: String? = nil) throws(ErrorReport) -> WeChatCredential {
    guard let id = id ?? Environment["WECHAT_APP_ID"] else {
      throw ErrorReport(.usage, "no app id", advice: "Set WECHAT_APP_ID or give --app-id.")
    }
    let secret = try SecretInput.secret(of: "app secret", in: secretFile, or: "WECHAT_APP_SECRET")
    return .account(id: WeChatAppID(id), secret: secret)
  }
}

extension ConnectionOptions {
  /// A client for WeChat's cloud storage.
  ///
  /// - Parameter environment: Empty for a call that is given whole, which names its own.
  func weChatClient(
    as credential: WeChatCredential, environment: CloudEnvironmentID = "", endpoint: String? = nil,
    observing observe: String? = nil
  ) throws -> WeChatClient {
    WeChatClient(
      credential: credential, environment: environment,
      configuration: try configuration(endpoint: endpoint ?? Environment["WECHAT_ENDPOINT"], observing: observe))
  }
}
