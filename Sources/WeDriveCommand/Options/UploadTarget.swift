import ArgumentParser
import WeDrive

/// Where uploads go.
struct UploadTarget: ParsableArguments {
  @Option(help: ArgumentHelp("The space to upload to; into its root without --folder.", valueName: "id"))
  var space: String?

  @Option(help: ArgumentHelp("The folder of the space.", valueName: "id"))
  var folder: String?

  @Option(help: ArgumentHelp("The folder picker's ticket, instead of a space.", valueName: "ticket"))
  var ticket: String?

  func validate() throws {
    if ticket != nil, space != nil || folder != nil {
      throw ValidationError("Give either --ticket, or --space and maybe --folder.")
    }
    if ticket == nil, space == nil { throw ValidationError("Say where to upload to: --space ID or --ticket TICKET.") }
  }

  var destination: UploadDestination {
    if let ticket { return .ticket(DriveFolderTicket(ticket)) }
    let space = SpaceID(space ?? "")
    return folder.map { .folder(FolderID($0), in: space) } ?? .root(of: space)
  }
}
