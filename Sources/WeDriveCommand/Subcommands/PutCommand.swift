import ArgumentParser
import WeDrive

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

struct PutCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "put", abstract: "Uploads files, and prints the new files' ids, one a line.",
    discussion: """
      Up to 10 MiB a file is one call; above, it goes up in blocks of 2 MiB. A run that was interrupted, by Ctrl-C, a lost \
      network or worse, goes on when the same command is run again. A file that changes meanwhile is noticed, and none of \
      the change is sent.
      """)

  @OptionGroup var service: ServiceOptions
  @OptionGroup var target: UploadTarget

  @Option(help: ArgumentHelp("The new file's name. Default: the local one. Only with one file.", valueName: "name"))
  var name: String?

  @Option(help: ArgumentHelp("How many blocks are under way at once, 1 to 10.", valueName: "number"))
  var concurrency = 4

  @Option(
    help: ArgumentHelp("The most calls that a file may take in this run. Default: any number.", valueName: "number"))
  var maxCalls: Int?

  @Flag(help: "Show no progress.")
  var quiet = false

  @Flag(help: "Print a line of JSON for each file, instead of its id.")
  var json = false

  @Argument(help: "Ordinary files.")
  var files: [String]

  func validate() throws {
    guard !files.isEmpty else { throw ValidationError("Name a file.") }
    if name != nil, files.count > 1 { throw ValidationError("--name is for one file only.") }
    guard (1...10).contains(concurrency) else { throw ValidationError("--concurrency is a number from 1 to 10.") }
    if let maxCalls, maxCalls < 1 { throw ValidationError("--max-calls is at least 1.") }
  }

  func run() async throws {
    try await reportingErrors {
      let interruption = Interruption()
      let drive = try await service.client()
      let work = Task { await put(drive) }
      let watch = Task {
        await interruption.happens()
        work.cancel()
      }
      let failure = await work.value
      watch.cancel()
      if let failure { throw ExitCode(failure.rawValue) }
    }
  }

  /// Uploads one file after the other. One that fails does not keep the next from going up, unless somebody interrupts.
  ///
  /// - Returns: How the last failure ends this process.
  private func put(_ drive: WeDriveClient) async -> ErrorReport.Outcome? {
    var last: ErrorReport.Outcome?
    for file in files where !Task.isCancelled {
      do throws(ErrorReport) {
        try await put(file, drive)
      } catch {
        StandardError.print(error.lines)
        last = error.outcome
      }
    }
    return last
  }

  private func put(_ file: String, _ drive: WeDriveClient) async throws(ErrorReport) {
    let display = ProgressDisplay(file, style: .suitable(isQuiet: quiet))
    var options = UploadOptions { progress in
      display.show(
        ProgressLine(
          done: progress.phase == .hashing ? progress.hashed : progress.confirmed, total: progress.total,
          bytesPerSecond: progress.bytesPerSecond, remaining: progress.remaining,
          phase: progress.phase == .hashing ? "hashing" : nil))
    }
    options.concurrency = concurrency
    options.callLimit = maxCalls
    if let folder = StateFolder.path("uploads") { options.memory = .folder(folder) }
    do throws(WeDriveError) {
      let id = try await drive.upload(contentsOf: file, named: name, to: target.destination, options: options)
      display.clear()
      print(json ? PutLine(file: file, fileid: id.rawValue).text : TerminalText.visible(id.rawValue))
      StandardOutput.flush()
    } catch {
      display.clear()
      throw ErrorReport(error).about(file, isInterrupted: Task.isCancelled)
    }
  }
}

extension ErrorReport {
  /// The same, saying which file it is about, and that somebody interrupted.
  fileprivate func about(_ file: String, isInterrupted: Bool) -> ErrorReport {
    let text = isInterrupted ? "interrupted" : text
    return ErrorReport(outcome, text.hasPrefix(file) ? text : "\(file): \(text)", advice: advice)
  }
}

/// What `--json` prints for a file.
private struct PutLine: Encodable {
  let file: String
  let fileid: String

  var text: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(self) else { return "{}" }
    return String(decoding: data, as: UTF8.self)
  }
}
