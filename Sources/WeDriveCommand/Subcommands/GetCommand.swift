import ArgumentParser
import WeDrive

struct GetCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "get", abstract: "Downloads files, and goes on where an interrupted download ended.",
    discussion: """
      The last of several arguments says where to: a folder that exists, or for a single file its path. Without it, files \
      go to the current folder. In a folder they get the service's names for them, made safe.

        wedrive get s1.f1
        wedrive get s1.f1 report.pdf
        wedrive get s1.f1 s1.f2 Reports
        wedrive get --to Reports s1.f1 s1.f2
        wedrive get s1.f1 - | tar -x

      Prints the path of each file that is complete. A file appears under its name only when all of it has arrived and its \
      size and SHA-1 are right. After an interruption of any kind, the same command goes on from there. A symbolic link that \
      is named stays, and the file that it leads to is replaced. With - as the path the content goes to standard output as it \
      arrives: whether it was right is known only at the end, by the exit code.
      """)

  @OptionGroup var service: ServiceOptions
  @OptionGroup var output: ResultOptions

  @Option(
    help: ArgumentHelp(
      "The ticket of a picked file, instead of ids: a file, or - for standard input. Default, with --to: WEDRIVE_TICKET.",
      valueName: "file"))
  var ticketFile: String?

  @Option(
    name: [.customShort("o"), .long], help: ArgumentHelp("Where to; then all arguments are ids.", valueName: "path"))
  var to: String?

  @Option(name: .shortAndLong, help: ArgumentHelp("How many files to transfer at once, 1 to 16.", valueName: "number"))
  var jobs = 4

  @Option(
    help: ArgumentHelp(
      "After how many bytes to make sure that they survive a crash. Default: 64 MiB.", valueName: "bytes"))
  var checkpoint: Int64?

  @Flag(help: "Forget what an interrupted download has left.")
  var restart = false

  @Argument(help: ArgumentHelp("Ids of files, and where to.", valueName: "file id… [path]"))
  var arguments: [String] = []

  func validate() throws {
    guard (1...16).contains(jobs) else { throw ValidationError("--jobs is a number from 1 to 16.") }
    guard checkpoint ?? 1 > 0 else { throw ValidationError("--checkpoint is a number of bytes.") }
  }

  func run() async throws {
    try await reportingErrors {
      let plan = try DownloadPlan(arguments: arguments, to: to, ticket: try ticketValue())
      let failure = try await DownloadRun(client: try await service.client(), plan: plan, options: self).run()
      if let failure { throw failure }
    }
  }

  private func ticketValue() throws(ErrorReport) -> String? {
    if let ticketFile { return try SecretInput.read(ticketFile, "the ticket") }
    guard arguments.isEmpty, to != nil, let ticket = Environment["WEDRIVE_TICKET"] else { return nil }
    return try SecretInput.trimmed(ticket, "the ticket")
  }
}
