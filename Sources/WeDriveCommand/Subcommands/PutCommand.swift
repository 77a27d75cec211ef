import ArgumentParser
import WeDrive

struct PutCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "put", abstract: "Uploads files, and prints the new files' ids, one a line.",
    discussion: """
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

  @Option(
    help: ArgumentHelp("How many blocks are under way at once, 1 to \(Limits.uploadConcurrency).", valueName: "number"))
  var concurrency = 4

  @Option(
    help: ArgumentHelp("The most calls that a file may take in this run. Default: any number.", valueName: "number"))
  var maxCalls: Int?

  @Argument(help: "Ordinary files that are not empty, or - for standard input.")
  var files: [String]

  func validate() throws {
    guard !files.isEmpty else { throw ValidationError("Name a file.") }
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
    if let maxCalls, maxCalls < 1 { throw ValidationError("--max-calls is at least 1.") }
  }

  func run() async throws {
    try await reportingErrors {
      let failure = try await UploadRun(client: try await service.client(), options: self).run()
      if let failure { throw ExitCode(failure.rawValue) }
    }
  }
}
