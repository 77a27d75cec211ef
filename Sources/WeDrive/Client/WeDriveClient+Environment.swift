import WeDriveGenerated
import WeDriveRuntime

extension WeDriveClient {
  /// Makes a client for a self-built app from the variables that the command reads, too: `WEDRIVE_CORP_ID`,
  /// `WEDRIVE_CORP_SECRET`, and `WEDRIVE_ENDPOINT` where the service is not at its official address.
  ///
  /// - Parameters:
  ///   - environment: The variables; those of this process by default.
  ///   - configuration: How to work; an ``/WeDriveRuntime/ClientConfiguration/endpoint`` in it goes before the variable.
  /// - Throws: `WeDriveError.invalidArgument` with the name of a variable that is missing or cannot be used.
  public init(
    environment: EnvironmentVariables, configuration: Configuration = Configuration()
  ) throws(WeDriveError) {
    var configuration = configuration
    if configuration.endpoint == nil, let address = environment["WEDRIVE_ENDPOINT"] {
      configuration.endpoint = try ServiceAddress(address)
    }
    self.init(
      credential: .corp(
        id: CorpID(try environment.needed("WEDRIVE_CORP_ID")),
        secret: try environment.neededSecret("WEDRIVE_CORP_SECRET")),
      configuration: configuration)
  }
}
