import ArgumentParser

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
