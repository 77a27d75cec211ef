import WeDrive

/// What `wedrive get` is to download, and where to.
struct DownloadPlan: Equatable {
  let sources: [DownloadSource]
  /// A file or a folder; `-` for standard output.
  let destination: String

  /// Whether the content goes to standard output.
  var goesToStandardOutput: Bool { destination == "-" }

  init(arguments: [String], to: String?, ticket: String?) throws(ErrorReport) {
    var ids = arguments
    var destination = to
    // As with cp: the last of several is where to. With a ticket, the only one is.
    if destination == nil, ids.count > (ticket == nil ? 1 : 0) { destination = ids.popLast() }
    if let ticket {
      guard ids.isEmpty else { throw ErrorReport(.usage, "either ids are given or a ticket, not both") }
      guard let destination else {
        throw ErrorReport(.usage, "where to? A ticket does not tell the file's name", advice: "Give a path.")
      }
      (sources, self.destination) = ([.ticket(DriveDownloadTicket(ticket))], destination)
    } else {
      guard !ids.isEmpty, !ids.contains("") else {
        throw ErrorReport(.usage, "no file id", advice: "wedrive get FILEID… [PATH]")
      }
      (sources, self.destination) = (ids.map { .file(FileID($0)) }, destination ?? ".")
    }
    if self.destination.isEmpty {
      throw ErrorReport(.usage, "the path to download to is empty", advice: "wedrive get FILEID… [PATH]")
    }
    if goesToStandardOutput, sources.count > 1 {
      throw ErrorReport(
        .usage, "standard output takes one file, not \(sources.count)", advice: "A file with that name is ./-")
    }
    try CommandArgument.checkIsText(self.destination, "the path to download to")
  }
}
