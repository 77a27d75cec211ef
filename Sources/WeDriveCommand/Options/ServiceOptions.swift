import ArgumentParser
import WeDrive

/// Which service to call, and as whom.
struct ServiceOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The corp's id. Default: WEDRIVE_CORP_ID.", valueName: "id"))
  var corpID: String?

  @Option(
    help: ArgumentHelp(
      "A file with the app's secret, or - for standard input. Default: the secret itself from WEDRIVE_CORP_SECRET.",
      valueName: "file"))
  var secretFile: String?

  @Option(
    help: ArgumentHelp(
      "The service's base URL. Default: WEDRIVE_ENDPOINT, otherwise the official one.", valueName: "url"))
  var endpoint: String?

  @Option(help: ArgumentHelp("Certificates to trust instead of the system's, in PEM.", valueName: "file"))
  var caFile: String?

  @Option(help: ArgumentHelp("Add to this file what replies hold that the catalog does not say.", valueName: "file"))
  var observe: String?

  @Flag(help: "Fetch a new access token instead of keeping one between runs.")
  var noTokenCache = false
}

extension ServiceOptions {
  /// A client for the service that was named.
  func client() async throws -> WeDriveClient {
    var configuration = WeDriveClient.Configuration()
    if let address = endpoint ?? Environment["WEDRIVE_ENDPOINT"] {
      configuration.endpoint = try ServiceAddress(address)
    }
    if let caFile {
      do throws(FileFailure) {
        _ = try Descriptor.readAll(path: caFile)
      } catch {
        throw ErrorReport(.usage, "--ca-file: \(caFile): cannot be read: \(error.reason)")
      }
    }
    configuration.certificateAuthorities = caFile
    configuration.observer = try ObservationFile.begin(observe)
    if !noTokenCache, let folder = TokenFolder.path { configuration.tokenStore = FileTokenStore(folder: folder) }
    return WeDriveClient(credential: try credential(), configuration: configuration)
  }

  private func credential() throws(ErrorReport) -> Credential {
    guard let id = corpID ?? Environment["WEDRIVE_CORP_ID"] else {
      throw ErrorReport(.usage, "no corp id", advice: "Set WEDRIVE_CORP_ID or give --corp-id.")
    }
    return .corp(id: CorpID(id), secret: try secret())
  }

  /// The secret comes from the environment or from a file, never from an argument: those are visible to everybody on the
  /// machine.
  private func secret() throws(ErrorReport) -> Secret {
    let text: String
    if let secretFile {
      let source: InputSource = secretFile == "-" ? .standardInput : .file(secretFile)
      text = String(decoding: try source.read(), as: UTF8.self)
    } else if let secret = Environment["WEDRIVE_CORP_SECRET"] {
      text = secret
    } else {
      throw ErrorReport(.usage, "no secret", advice: "Set WEDRIVE_CORP_SECRET or give --secret-file.")
    }
    // Files end with a line feed as a rule.
    var secret = text.drop(while: \.isWhitespace)
    while secret.last?.isWhitespace == true { secret.removeLast() }
    guard !secret.isEmpty else { throw ErrorReport(.usage, "the secret is empty") }
    return Secret(String(secret))
  }
}
