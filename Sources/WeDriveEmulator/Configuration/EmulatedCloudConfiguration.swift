import WeDriveGenerated
import WeDriveRuntime

/// How an ``EmulatedCloud`` is set up.
public struct EmulatedCloudConfiguration: Sendable {
  /// The port of the API on 127.0.0.1; 0: the system chooses one.
  public var port = 0
  /// The port of the object storage; 0: the system chooses one.
  public var storagePort = 0
  /// The account that may ask for tokens.
  public var appID: WeChatAppID = "wx-emulator"
  /// The account's secret.
  public var appSecret: Secret = "emulator-secret"
  /// The account's cloud environment.
  public var environment: CloudEnvironmentID = "emulator-1a2b3c"
  /// The token of the cloud that calls may carry; nil for none.
  public var cloudToken: Secret?
  /// Whether calls may come without a token, as from a container whose open-interface service is switched on.
  public var trustsNetwork = false
  /// How long an access token lives, in seconds.
  public var tokenLife: Int64 = 7200
  /// How long the token before is still good when `token` has issued another, in seconds.
  public var tokenHandover: Int64 = 300
  /// How long the form of an upload is good, in seconds. The documentation does not say; this is the emulator's own.
  public var formLife: Int64 = 900

  /// The settings as they are in the absence of others.
  public init() {}
}
