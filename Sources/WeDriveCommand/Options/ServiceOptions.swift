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

  @Option(
    help: ArgumentHelp(
      "The proxy to use, or none. Default: https_proxy and the like, where a password belongs.", valueName: "url"))
  var proxy: String?

  @Option(help: ArgumentHelp("Add to this file what replies hold that the catalog does not say.", valueName: "file"))
  var observe: String?

  @Flag(help: "Fetch a new access token instead of keeping one between runs.")
  var noTokenCache = false
}

extension ServiceOptions {
  /// A client for the service that was named.
  func client() async throws -> WeDriveClient {
    var configuration = try connection()
    configuration.observer = try ObservationFile.begin(observe)
    if !noTokenCache { configuration.sharedStore = try TokenFolder.store() }
    if let corp { configuration.budget = try SharedStoreOptions.budget(of: corp) }
    return WeDriveClient(credential: try credential(), configuration: configuration)
  }

  /// What fetches from links as a client would.
  func transport() throws -> any Transport { try connection().carrier() }

  private func connection() throws -> WeDriveClient.Configuration {
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
    configuration.proxy = try ProxyOption.read(proxy)
    return configuration
  }

  private var corp: String? { corpID ?? Environment["WEDRIVE_CORP_ID"] }

  private func credential() throws(ErrorReport) -> Credential {
    guard let id = corp else {
      throw ErrorReport(.usage, "no corp id", advice: "Set WEDRIVE_CORP_ID or give --corp-id.")
    }
    return .corp(id: CorpID(id), secret: try secret())
  }

  private func secret() throws(ErrorReport) -> Secret {
    if let secretFile { return Secret(try SecretInput.read(secretFile, "the secret")) }
    guard let secret = Environment["WEDRIVE_CORP_SECRET"] else {
      throw ErrorReport(.usage, "no secret", advice: "Set WEDRIVE_CORP_SECRET or give --secret-file.")
    }
    return Secret(try SecretInput.trimmed(secret, "the secret"))
  }
}

/// How results are printed.
struct ResultOptions: ParsableArguments {
  @Flag(help: "Print each result as a JSON object on a line of its own.")
  var json = false

  @Flag(name: .shortAndLong, help: "Print neither progress nor notes.")
  var quiet = false
}

/// A secret from where only this process's owner can read it: a file, standard input, or the environment. Never from an
/// argument: those are visible to everybody on the machine.
enum SecretInput {
  /// The secret in a file, or for `-` in standard input, without white space around it: files end with a line feed as a
  /// rule.
  ///
  /// - Parameter what: What it is, for the error.
  static func read(_ file: String, _ what: String) throws(ErrorReport) -> String {
    let source: InputSource = file == "-" ? .standardInput : .file(file)
    return try trimmed(String(decoding: try source.read(), as: UTF8.self), what)
  }

  /// The secret without white space around it.
  static func trimmed(_ text: String, _ what: String) throws(ErrorReport) -> String {
    var secret = text.drop(while: \.isWhitespace)
    while secret.last?.isWhitespace == true { secret.removeLast() }
    guard !secret.isEmpty else { throw ErrorReport(.usage, "\(what) is empty") }
    return String(secret)
  }
}

/// Reads `--proxy`.
enum ProxyOption {
  /// - Parameter argument: A proxy's URL, or `none`; nil leaves it to the environment.
  /// - Throws: For one with a user name or password: arguments are visible to everybody on the machine.
  static func read(_ argument: String?) throws(ErrorReport) -> CurlTransport.Configuration.Proxy {
    guard let argument else { return .environment }
    guard argument != "none" else { return .none }
    guard !argument.contains("@") else {
      throw ErrorReport(
        .usage, "--proxy: a user name and password do not belong into an argument, which others can read",
        advice: "Set https_proxy.")
    }
    return .at(ProxyAddress(argument))
  }
}
