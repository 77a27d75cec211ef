import ArgumentParser
import WeDrive

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

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

  @Flag(help: "Fetch a new access token instead of keeping one between runs.")
  var noTokenCache = false
}
