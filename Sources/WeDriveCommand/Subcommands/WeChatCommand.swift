import ArgumentParser
import WeChatCloud
import WeDrive

struct WeChatCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wechat", abstract: "Works with files in WeChat's cloud storage (云托管对象存储).",
    discussion: """
      The account is named by WECHAT_APP_ID, WECHAT_APP_SECRET and WECHAT_ENV_ID, or by options.

        wedrive wechat put report.pdf reports/2026.pdf
        wedrive wechat get cloud://prod-1a2b.7072-prod-1a2b/reports/2026.pdf --to Reports
        wedrive wechat rm cloud://prod-1a2b.7072-prod-1a2b/reports/2026.pdf

      `wedrive call` knows the calls of this service, too.
      """,
    subcommands: [WeChatPutCommand.self, WeChatGetCommand.self, WeChatRemoveCommand.self])

  /// Prints what became of each file, and throws the last failure.
  ///
  /// - Parameter restarts: Whether the command has an option to start over.
  static func report<Value>(
    _ outcomes: [CloudFileOutcome<Value>], restarts: Bool = false, _ print: (CloudFileID, Value) throws -> Void
  ) throws {
    var failures: [ErrorReport] = []
    for outcome in outcomes {
      switch outcome.result {
      case .success(let value): try print(outcome.fileID, value)
      case .failure(let error):
        let report = ErrorReport(error)
        let advice =
          if restarts, case .undecodableReply = error { "If it ends like this each time, run it with --restart." } else
          {
            report.advice
              ?? (report.text.hasSuffix("STORAGE_FILE_NONEXIST") ? "There is no such file: check its id." : nil)
          }
        failures.append(ErrorReport(report.outcome, "\(outcome.fileID): \(report.text)", advice: advice))
      }
    }
    for failure in failures.dropLast() { StandardError.print(failure.lines) }
    if let last = failures.last { throw last }
  }
}

struct WeChatPutCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "put", abstract: "Uploads a file, and prints the new file's id.",
    discussion: "What is at the place already is replaced.")

  @OptionGroup var service: WeChatOptions

  @Argument(help: "An ordinary file.")
  var file: String

  @Argument(help: ArgumentHelp("Where it goes in the environment. Default: the file's name.", valueName: "cloud path"))
  var path: String?

  func run() async throws {
    try await reportingErrors {
      let local = CommandArgument.path(file)
      guard path != nil || local.name.isText else {
        throw ErrorReport(
          .usage, "the name of \(file) is not UTF-8, which the storage's names are", advice: "Add a cloud path.")
      }
      if let path { try CommandArgument.checkIsText(path, "the cloud path") }
      let uploaded = try await service.client().upload(contentsOf: local, to: path ?? local.name.text)
      StandardOutput.print(uploaded.fileID.rawValue)
    }
  }
}

struct WeChatGetCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "get", abstract: "Downloads files into a folder, and prints the path of each that is complete.",
    discussion: "After an interruption of any kind, the same command goes on from there.")

  @OptionGroup var service: WeChatOptions

  @Option(
    name: [.customShort("o"), .long], help: ArgumentHelp("The folder. Default: the current one.", valueName: "folder"))
  var to = "."

  @Option(name: .shortAndLong, help: ArgumentHelp("How many files to transfer at once, 1 to 16.", valueName: "number"))
  var jobs = 4

  @Flag(help: "Forget what an interrupted download has left.")
  var restart = false

  @Argument(help: ArgumentHelp("What to download.", valueName: "file id"))
  var ids: [String]

  func validate() throws {
    guard (1...16).contains(jobs) else { throw ValidationError("--jobs is a number from 1 to 16.") }
  }

  func run() async throws {
    try await reportingErrors {
      var options = DownloadOptions()
      options.concurrency = jobs
      options.startsOver = restart
      try CommandArgument.checkIsText(to, "the folder")
      let outcomes = try await service.client()
        .download(ids.map { CloudFileID($0) }, into: to, options: options)
      try WeChatCommand.report(outcomes, restarts: true) { _, file in StandardOutput.print(file.path) }
    }
  }
}

struct WeChatRemoveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "rm", abstract: "Deletes files.")

  @OptionGroup var service: WeChatOptions

  @Argument(help: ArgumentHelp("What to delete.", valueName: "file id"))
  var ids: [String]

  func run() async throws {
    try await reportingErrors {
      try WeChatCommand.report(try await service.client().delete(ids.map { CloudFileID($0) })) { _, _ in }
    }
  }
}
