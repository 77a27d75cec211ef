import ArgumentParser
import WeDrive
import WeDriveTrees

struct GetCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "get", abstract: "Downloads files, and goes on where an interrupted download ended.",
    discussion: """
        wedrive get Backups:/2026/report.pdf
        wedrive get Backups:/2026/report.pdf final.pdf
        wedrive get -r Backups:/2026 Restored          makes Restored/2026

      By paths, what is here with the same content is not fetched again, and a file costs one call. By ids:

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

  @Flag(name: [.customShort("r"), .long], help: "With paths: download folders, too, with all that is in them.")
  var recursive = false

  @Option(help: "With paths: what happens to a local file of another content: replace, skip, rename or refuse.")
  var exists = SyncOrder.Existing.replace

  @Option(help: ArgumentHelp("With paths: the most calls of this run.", valueName: "number"))
  var maxCalls: Int?

  @Argument(help: ArgumentHelp("Paths or ids, and where to.", valueName: "path… [local path]"))
  var arguments: [String] = []

  func validate() throws {
    guard (1...16).contains(jobs) else { throw ValidationError("--jobs is a number from 1 to 16.") }
    guard checkpoint ?? 1 > 0 else { throw ValidationError("--checkpoint is a number of bytes.") }
  }

  func run() async throws {
    guard !arguments.contains(where: RemoteArgument.isPath) else { return try await runByPath() }
    try await reportingErrors {
      let plan = try DownloadPlan(arguments: arguments, to: to, ticket: try ticketValue())
      let failure = try await DownloadRun(client: try await service.client(), plan: plan, options: self).run()
      if let failure { throw failure }
    }
  }

  private func runByPath() async throws {
    let calls = CallOptions.of(maxCalls: maxCalls, jobs: jobs)
    var sources = arguments
    var destination = to
    if destination == nil, let last = sources.last, !RemoteArgument.isPath(last) { destination = sources.popLast() }
    let place = destination ?? "."
    if place == "-" {
      var concatenation = ConcatenateCommand()
      (concatenation.service, concatenation.calls, concatenation.paths) = (service, calls, sources)
      return try await concatenation.run()
    }
    try await withTrees(service, calls, state: true) { trees in
      try CommandArgument.checkIsText(place, "the path to download to")
      let transfers = TreeTransfers(
        trees: trees, label: "get", output: output, isRecursive: recursive, existing: exists, jobs: jobs)
      try await transfers.get(try sources.map { source throws(ErrorReport) in try RemoteArgument(source) }, to: place)
    }
  }

  private func ticketValue() throws(ErrorReport) -> String? {
    if let ticketFile { return try SecretInput.read(ticketFile, "the ticket") }
    guard arguments.isEmpty, to != nil, let ticket = Environment["WEDRIVE_TICKET"] else { return nil }
    return try SecretInput.trimmed(ticket, "the ticket")
  }
}
