import Synchronization
import WeDrive

/// One run of `wedrive put`.
struct UploadRun: Sendable {
  /// A file that is complete, for `--json`.
  private struct Line: Encodable {
    let file: String
    let fileid: String
  }

  private let client: WeDriveClient
  private let files: [String]
  private let name: String?
  private let destination: UploadDestination
  private let options: UploadOptions
  private let isJSON: Bool
  private let isQuiet: Bool

  init(client: WeDriveClient, options command: PutCommand) throws(ErrorReport) {
    self.client = client
    files = command.files
    name = command.name
    destination = try command.target.destination()
    var options = UploadOptions()
    options.concurrency = command.concurrency
    options.callLimit = command.maxCalls
    if let folder = StateFolder.path("uploads") { options.memory = .folder(folder) }
    self.options = options
    (isJSON, isQuiet) = (command.output.json, command.output.quiet)
  }

  /// Uploads one file after the other, and prints what is complete. One that fails does not keep the next from going up,
  /// unless somebody interrupts.
  ///
  /// - Returns: How the last failure ends this process.
  func run() async -> ErrorReport.Outcome? {
    await cancelledByInterruption {
      var last: ErrorReport.Outcome?
      for file in files where !Task.isCancelled {
        guard let report = await upload(file) else { continue }
        StandardError.print(report.lines)
        last = report.outcome
      }
      return last
    }
  }

  private func upload(_ file: String) async -> ErrorReport? {
    let display = ProgressDisplay(file, style: .suitable(isQuiet: isQuiet))
    var options = options
    options.progress = { progress in
      display.show(
        ProgressLine(
          done: progress.phase == .hashing ? progress.hashed : progress.confirmed, total: progress.total,
          bytesPerSecond: progress.bytesPerSecond, remaining: progress.remaining,
          phase: progress.phase == .hashing ? "hashing" : nil))
    }
    // While the upload is still remembered: whoever is killed now prints the id at the next run, and makes no other file.
    options.onCompletion = { id in
      display.clear()
      print(file, id)
    }
    defer { display.clear() }
    do throws(WeDriveError) {
      try await client.upload(contentsOf: file, named: name, to: destination, options: options)
      return nil
    } catch {
      return report(error, about: file)
    }
  }

  private func print(_ file: String, _ id: String) {
    let line = isJSON ? try? JSONLine.of(Line(file: file, fileid: id)) : nil
    Swift.print(line ?? TerminalText.visible(id))
    StandardOutput.flush()
  }

  /// Says which file it is about, and that somebody interrupted.
  private func report(_ error: WeDriveError, about file: String) -> ErrorReport {
    let report = ErrorReport(error)
    let text = Task.isCancelled ? "interrupted" : report.text
    return ErrorReport(
      report.outcome, text.hasPrefix(file) ? text : "\(file): \(text)",
      advice: report.advice ?? (Task.isCancelled ? "Run the same command again." : nil))
  }
}
