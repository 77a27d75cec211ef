import WeDrive
import WeDriveTrees

/// One run of `wedrive put`.
struct UploadRun: Sendable {
  /// A file that is complete, for `--json`.
  private struct Line: Encodable {
    let file: String
    let fileid: String
  }

  private let client: WeDriveClient
  private let files: [String]
  /// The same by their bytes.
  private let paths: [LocalPath]
  private let name: String?
  private let destination: UploadDestination
  private let options: UploadOptions
  private let isJSON: Bool
  private let isQuiet: Bool

  init(client: WeDriveClient, options command: PutCommand) throws(ErrorReport) {
    self.client = client
    files = command.files
    paths = CommandArgument.paths(command.files)
    name = command.name
    if let name { try CommandArgument.checkIsText(name, "the name that --name gives") }
    destination = try command.target.destination()
    var options = UploadOptions()
    options.concurrency = command.concurrency
    options.callLimit = command.maxCalls
    if let folder = StateFolder.path("uploads") { options.localJournal = .folder(folder) }
    options.sharedJournal = try SharedStoreOptions.store()
    self.options = options
    (isJSON, isQuiet) = (command.output.json, command.output.quiet)
  }

  /// Uploads one file after the other, and prints what is complete. One that fails does not keep the next from going up,
  /// unless it is interrupted.
  ///
  /// - Returns: How the last failure ends this process; that another has a file, only if nothing else went wrong.
  func run() async -> ErrorReport.Outcome? {
    await cancelledByInterruption {
      var last: ErrorReport.Outcome?
      for (file, path) in zip(files, paths) where !Task.isCancelled {
        guard let report = await upload(file, path) else { continue }
        StandardError.print(report.lines)
        if last == nil || report.outcome != .inUse { last = report.outcome }
      }
      return last
    }
  }

  private func upload(_ file: String, _ path: LocalPath) async -> ErrorReport? {
    let display = ProgressDisplay(file == "-" ? name ?? file : file, style: .suitable(isQuiet: isQuiet))
    var options = options
    options.progress = { progress in
      display.show(
        ProgressLine(
          done: progress.phase == .hashing ? progress.hashed : progress.confirmed, total: progress.total,
          bytesPerSecond: progress.bytesPerSecond, remaining: progress.remaining,
          phase: progress.phase == .hashing ? "hashing" : nil))
    }
    // While the upload is still remembered: a process that is killed now prints the id at its next run, and makes no second file.
    options.onCompletion = { made in
      display.clear()
      print(file, made.description)
    }
    defer { display.clear() }
    do throws(WeDriveError) {
      if file == "-", let name {
        try await client.upload(spooling: StandardInput.Pieces(), named: name, to: destination, options: options)
      } else {
        try await client.upload(contentsOf: path, named: name, to: destination, options: options)
      }
      return nil
    } catch {
      return report(error, about: file, path)
    }
  }

  private func print(_ file: String, _ id: String) {
    let line = isJSON ? try? JSONLine.of(Line(file: file, fileid: id)) : nil
    StandardOutput.print(line ?? id)
    StandardOutput.flush()
  }

  /// Says which file it is about, and that it was interrupted.
  private func report(_ error: WeDriveError, about file: String, _ path: LocalPath) -> ErrorReport {
    let report = ErrorReport(error)
    let text = Task.isCancelled ? "interrupted" : report.text
    return ErrorReport(
      report.outcome,
      namesFile(error) || text.hasPrefix(file) ? text : "\(file == "-" ? "standard input" : file): \(text)",
      advice: report.advice ?? (Task.isCancelled ? "Run the same command again." : advice(error, path)))
  }

  /// Whether the error is a sentence about the file already.
  private func namesFile(_ error: WeDriveError) -> Bool {
    if case .invalidArgument(let argument) = error { argument.owner.isEmpty } else { false }
  }

  private func advice(_ error: WeDriveError, _ path: LocalPath) -> String? {
    guard case .invalidArgument = error, name == nil, !path.name.isText else { return nil }
    return "Add --name NAME."
  }
}

/// Uploads what comes on standard input to a path.
struct StandardInputUpload {
  let trees: DriveTrees
  let output: ResultOptions
  let existing: SyncOrder.Existing

  func run(to path: DrivePath) async throws {
    let trees = trees
    let existing = existing
    let result = await cancelledByInterruption { () async -> Result<LocatedEntry, any Error> in
      do {
        return .success(try await trees.upload(spooling: StandardInput.Pieces(), to: path, existing: existing))
      } catch {
        return .failure(error)
      }
    }
    let made = try result.get()
    if !output.quiet { StandardOutput.print(output.json ? try JSONLine.of(PathLine(made)) : made.path.description) }
  }
}
