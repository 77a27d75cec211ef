import ArgumentParser
import WeDrive
import WeDriveTrees

struct PutCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "put", abstract: "Uploads files and folders.",
    discussion: """
        wedrive put report.pdf Backups:/2026
        wedrive put report.pdf Backups:/2026/report-final.pdf
        wedrive put -r Reports Backups:/            makes Backups:/Reports
        wedrive put -r Reports/ Backups:/2026       puts what is in it into Backups:/2026
        tar -c Reports | wedrive put - Backups:/reports.tar

      What is there with the same content is not sent again, so that the same command repairs a run that was interrupted. A \
      file of another content is replaced, unless --exists says otherwise.

      By ids, the new files' ids are printed, one a line, and a name that is taken makes the service choose another.

      Up to \(Limits.smallUploadSize >> 20) MiB a file is one call; above, it goes up in blocks of \
      \(Limits.uploadBlockSize >> 20) MiB. A run that was interrupted, by Ctrl-C, a lost \
      network or worse, goes on when the same command is run again. A file that changes meanwhile is noticed, and none of \
      the change is sent.

        wedrive put --space s1 report.pdf
        tar -c Reports | wedrive put --space s1 --name reports.tar -
      """)

  @OptionGroup var service: ServiceOptions
  @OptionGroup var target: UploadTarget
  @OptionGroup var output: ResultOptions

  @Option(help: ArgumentHelp("The new file's name. Default: the local one. Only with one file.", valueName: "name"))
  var name: String?

  @Flag(name: [.customShort("r"), .long], help: "Upload folders, too, with all that is in them.")
  var recursive = false

  @Option(help: "With paths: what happens to a file of that name and another content: replace, skip, rename or refuse.")
  var exists = SyncOrder.Existing.replace

  @Option(
    name: .shortAndLong, help: ArgumentHelp("With paths: how many files go up at once, 1 to 16.", valueName: "number"))
  var jobs = 4

  @Option(
    name: [.customLong("blocks"), .customLong("concurrency")],
    help: ArgumentHelp(
      "By ids: how many blocks of a file are under way at once, 1 to \(Limits.uploadConcurrency).", valueName: "number")
  )
  var concurrency = 4

  @Option(
    help: ArgumentHelp("The most calls of this run; by ids, of each file. Default: any number.", valueName: "number"))
  var maxCalls: Int?

  @Argument(help: "Ordinary files that are not empty, folders, or - for standard input; and the path to upload to.")
  var files: [String]

  func validate() throws {
    guard !files.isEmpty else { throw ValidationError("Name a file.") }
    guard (1...16).contains(jobs) else { throw ValidationError("--jobs is a number from 1 to 16.") }
    if let maxCalls, maxCalls < 1 { throw ValidationError("--max-calls is at least 1.") }
    guard !isByPath else {
      guard files.count >= 2 else { throw ValidationError("Name a file, too, or - for standard input.") }
      if files.contains("-"), files.count > 2 {
        throw ValidationError("Standard input goes alone; a file with that name is ./-")
      }
      if name != nil, files.count > 2 { throw ValidationError("--name is for one file only.") }
      return
    }
    try target.check()
    if recursive { throw ValidationError("-r goes with a path to upload to, such as SPACE:/folder.") }
    if files.contains("-") {
      guard files.count == 1 else { throw ValidationError("Standard input goes alone; a file with that name is ./-") }
      guard name != nil else { throw ValidationError("Standard input has no name: give one with --name.") }
      guard service.secretFile != "-", target.ticketFile != "-" else {
        throw ValidationError("Standard input is either the content or a secret, not both.")
      }
    }
    if name != nil, files.count > 1 { throw ValidationError("--name is for one file only.") }
    guard (1...Int(Limits.uploadConcurrency)).contains(concurrency) else {
      throw ValidationError("--concurrency is a number from 1 to \(Limits.uploadConcurrency).")
    }
  }

  /// Whether the last argument says where to.
  private var isByPath: Bool { !target.isGiven && files.last.map(RemoteArgument.isPath) == true }

  func run() async throws {
    guard !isByPath else { return try await runByPath() }
    try await reportingErrors {
      let failure = try await UploadRun(client: try await service.client(), options: self).run()
      if let failure { throw ExitCode(failure.rawValue) }
    }
  }

  private func runByPath() async throws {
    let calls = CallOptions.of(maxCalls: maxCalls, jobs: jobs)
    try await withTrees(service, calls, state: true) { trees in
      guard let last = files.last else { return }
      let path = try RemoteArgument(last).path
      if files.first == "-" {
        let place = name.map { path.appending(EntryName($0)) } ?? path
        return try await StandardInputUpload(trees: trees, output: output, existing: exists).run(to: place)
      }
      let transfers = TreeTransfers(
        trees: trees, label: "put", output: output, isRecursive: recursive, existing: exists, jobs: jobs)
      try await transfers.put(Array(files.dropLast()), to: path, name: name)
    }
  }
}

extension SyncOrder.Existing: ExpressibleByArgument {}
