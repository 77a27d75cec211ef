import WeDriveGenerated
import WeDriveRuntime

extension WeChatClient {
  /// Makes a client from the variables that the command reads, too: `WECHAT_APP_ID`, `WECHAT_APP_SECRET`, `WECHAT_ENV_ID`
  /// or, as containers of the cloud have it, `CBR_ENV_ID`, and `WECHAT_ENDPOINT` where the service is not at its official
  /// address.
  ///
  /// - Parameters:
  ///   - environment: The variables; those of this process by default.
  ///   - configuration: How to work; an ``/WeDriveRuntime/ClientConfiguration/endpoint`` in it goes before the variable.
  /// - Throws: `WeDriveError.invalidArgument` with the name of a variable that is missing or cannot be used.
  public init(
    environment: EnvironmentVariables, configuration: Configuration = Configuration()
  ) throws(WeDriveError) {
    var configuration = configuration
    if configuration.endpoint == nil, let address = environment["WECHAT_ENDPOINT"] {
      configuration.endpoint = try ServiceAddress(address)
    }
    let isContainer = environment["WECHAT_ENV_ID"] == nil && environment["CBR_ENV_ID"] != nil
    let cloud = try environment.needed(isContainer ? "CBR_ENV_ID" : "WECHAT_ENV_ID")
    self.init(
      credential: .account(
        id: WeChatAppID(try environment.needed("WECHAT_APP_ID")),
        secret: try environment.neededSecret("WECHAT_APP_SECRET")),
      environment: CloudEnvironmentID(cloud), configuration: configuration)
  }
}
