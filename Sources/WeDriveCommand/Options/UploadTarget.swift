import ArgumentParser
import WeDrive

/// Where uploads go.
struct UploadTarget: ParsableArguments {
  @Option(help: ArgumentHelp("The space to upload to; into its root without --folder.", valueName: "id"))
  var space: String?

  @Option(help: ArgumentHelp("The folder of the space.", valueName: "id"))
  var folder: String?

  @Option(
    help: ArgumentHelp(
      "The folder picker's ticket, instead of a space: a file, or - for standard input. Default: WEDRIVE_TICKET.",
      valueName: "file"))
  var ticketFile: String?

  /// Whether a place is given by options: then all arguments are local.
  var isGiven: Bool { space != nil || folder != nil || ticketFile != nil }

  /// Checks that exactly one place is given.
  func check() throws {
    if ticketFile != nil, space != nil || folder != nil {
      throw ValidationError("Give either --ticket-file, or --space and maybe --folder.")
    }
    if space == nil, folder != nil { throw ValidationError("Say with --space which space the folder is in.") }
    if space == nil, ticketFile == nil, Environment["WEDRIVE_TICKET"] == nil {
      throw ValidationError(
        "Say where to upload to: SPACE:/folder last, or --space ID, or --ticket-file FILE, or WEDRIVE_TICKET.")
    }
  }

  func destination() throws(ErrorReport) -> UploadDestination {
    if let space {
      let space = SpaceID(space)
      return folder.map { .folder(FolderID($0), in: space) } ?? .root(of: space)
    }
    let ticket =
      if let ticketFile { try SecretInput.read(ticketFile, "the ticket") } else {
        try SecretInput.trimmed(Environment["WEDRIVE_TICKET"] ?? "", "the ticket")
      }
    return .ticket(DriveFolderTicket(ticket))
  }
}
