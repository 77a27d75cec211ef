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

  @OptionGroup var connection: ConnectionOptions

  @Option(help: ArgumentHelp("Add to this file what replies hold that the catalog does not say.", valueName: "file"))
  var observe: String?
}

extension ServiceOptions {
  /// A client for the service that was named.
  func client() async throws -> WeDriveClient {
    var configuration = try connection.configuration(endpoint: address, observing: observe)
    if let corp { configuration.budget = try SharedStoreOptions.budget(of: corp) }
    return WeDriveClient(credential: try credential(), configuration: configuration)
  }

  /// What fetches from links as a client would.
  func transport() throws -> any Transport { try connection.transport(endpoint: address).carrier() }

  private var address: String? { endpoint ?? Environment["WEDRIVE_ENDPOINT"] }
  private var corp: String? { corpID ?? Environment["WEDRIVE_CORP_ID"] }

  private func credential() throws(ErrorReport) -> Credential {
    guard let id = corp else {
      throw ErrorReport(.usage, "no corp id", advice: "Set WEDRIVE_CORP_ID or give --corp-id.")
    }
    return .corp(
      id: CorpID(id), secret: try SecretInput.secret(of: "secret", in: secretFile, or: "WEDRIVE_CORP_SECRET"))
  }
}

/// How any service is reached.
struct ConnectionOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Certificates to trust instead of the system's, in PEM.", valueName: "file"))
  var caFile: String?

  @Option(
    help: ArgumentHelp(
      "The proxy to use, or none. Default: https_proxy and the like, where a password belongs.", valueName: "url"))
  var proxy: String?

  @Flag(help: "Fetch a new access token instead of keeping one between runs.")
  var noTokenCache = false

  /// How a client works.
  ///
  /// - Parameters:
  ///   - endpoint: The service's base URL; nil: the official one.
  ///   - observe: The file for what replies hold that the catalog does not say.
  func configuration(endpoint: String?, observing observe: String? = nil) throws -> ClientConfiguration {
    var configuration = try transport(endpoint: endpoint)
    configuration.observer = try ObservationFile.begin(observe)
    if !noTokenCache { configuration.sharedStore = try TokenFolder.store() }
    return configuration
  }

  /// The part of it that matters to what is not the service: links to content.
  func transport(endpoint: String?) throws -> ClientConfiguration {
    var configuration = ClientConfiguration()
    if let endpoint { configuration.endpoint = try ServiceAddress(endpoint) }
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
}

/// How results are printed.
struct ResultOptions: ParsableArguments {
  @Flag(help: "Print each result as a JSON object on a line of its own.")
  var json = false

  @Flag(name: .shortAndLong, help: "Print neither progress nor notes.")
  var quiet = false
}

/// A secret from where only this process's owner can read it: a file, standard input, or the environment. Never from an
/// argument: those are visible to every user of the machine.
enum SecretInput {
  /// The secret in a file, or for `-` in standard input, without white space around it: files end with a line feed as a
  /// rule.
  ///
  /// - Parameter what: What it is, for the error.
  static func read(_ file: String, _ what: String) throws(ErrorReport) -> String {
    let source: InputSource = file == "-" ? .standardInput : .file(file)
    return try trimmed(String(decoding: try source.read(), as: UTF8.self), what)
  }

  /// The secret in a file, or without one that of an environment variable.
  static func secret(of what: String, in file: String?, or variable: String) throws(ErrorReport) -> Secret {
    if let file { return Secret(try read(file, "the secret")) }
    guard let secret = Environment[variable] else {
      throw ErrorReport(.usage, "no \(what)", advice: "Set \(variable) or give --secret-file.")
    }
    return Secret(try trimmed(secret, "the secret"))
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
  /// - Throws: For one with a user name or password: arguments are visible to every user of the machine.
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
