import Synchronization
import WeDrive

/// One run of `wedrive get`.
struct DownloadRun: Sendable {
  /// A file that is complete, for `--json`.
  private struct Line: Encodable {
    let path: String
    let size: Int64
    let sha1: String
    let verified: Bool
  }

  private let client: WeDriveClient
  private let plan: DownloadPlan
  private let options: DownloadOptions
  private let isJSON: Bool
  private let isQuiet: Bool
  private let display: ProgressDisplay
  /// The last report, to say what an interruption has left.
  private let last = LastProgress()

  init(client: WeDriveClient, plan: DownloadPlan, options command: GetCommand) {
    self.client = client
    self.plan = plan
    let single = plan.sources.first.map(Self.name) ?? ""
    let label = plan.sources.count == 1 ? single : "\(plan.sources.count) files"
    let display = ProgressDisplay(label, style: .suitable(isQuiet: command.output.quiet))
    var options = DownloadOptions()
    options.startsOver = command.restart
    options.concurrency = command.jobs
    if let checkpoint = command.checkpoint { options.checkpointInterval = checkpoint }
    options.progress = { [last] progress in
      last.set(progress)
      display.show(
        ProgressLine(
          done: progress.received, total: progress.total, bytesPerSecond: progress.bytesPerSecond,
          remaining: progress.remaining))
    }
    self.options = options
    self.display = display
    (isJSON, isQuiet) = (command.output.json, command.output.quiet)
  }

  /// Downloads, and prints what is complete.
  ///
  /// - Returns: What to exit with, if not everything is.
  func run() async throws -> ErrorReport? {
    if plan.goesToStandardOutput { return try await pour() }
    let outcomes = await cancelledByInterruption { await download() }
    display.clear()
    var reports: [ErrorReport] = []
    var isInterrupted = false
    for outcome in try outcomes.get() {
      switch outcome.result {
      case .success(let file): try print(file)
      case .failure(.cancelled): isInterrupted = true
      case .failure(let error): reports.append(report(error, of: outcome.source))
      }
    }
    if isInterrupted { reports.append(interrupted) }
    for report in reports.dropLast() { StandardError.print(report.lines) }
    return reports.last
  }

  /// Writes the content to standard output as it arrives.
  private func pour() async throws -> ErrorReport? {
    guard let source = plan.sources.first else { return nil }
    if isJSON { throw ErrorReport(.usage, "standard output takes either the content or --json, not both") }
    if StandardOutput.isTerminal {
      throw ErrorReport(
        .usage, "standard output is a terminal, which content could reprogram",
        advice: "Send it to a file or another program: wedrive get FILEID - | less")
    }
    let (client, display) = (client, display)
    let (done, error) = await cancelledByInterruption { () async -> (Int64, WeDriveError?) in
      var done: Int64 = 0
      do throws(WeDriveError) {
        for try await piece in client.content(of: source) {
          do throws(FileFailure) {
            try await BlockingWork.run { () throws(FileFailure) in try StandardOutput.write(piece) }
          } catch {
            throw .file(error)
          }
          done += Int64(piece.count)
          display.show(ProgressLine(done: done, total: nil, bytesPerSecond: nil, remaining: nil))
        }
        return (done, nil)
      } catch {
        return (done, error)
      }
    }
    display.clear()
    guard let error else { return nil }
    let report = ErrorReport(error)
    let warning = "What was written to standard output is not all of the content, or not the right one: do not use it."
    if case .cancelled = error { return ErrorReport(.failed, "interrupted", advice: done > 0 ? warning : nil) }
    return ErrorReport(report.outcome, report.text, advice: done > 0 ? warning : report.advice)
  }

  private func report(_ error: WeDriveError, of source: DownloadSource) -> ErrorReport {
    let report = ErrorReport(error)
    let name = plan.sources.count == 1 ? "" : Self.name(source) + ": "
    return ErrorReport(report.outcome, name + report.text, advice: advice(error) ?? report.advice)
  }

  private func download() async -> Result<[DownloadOutcome], WeDriveError> {
    do throws(WeDriveError) {
      if let source = plan.sources.first, plan.sources.count == 1 {
        do throws(WeDriveError) {
          let file = try await client.download(source, to: plan.destination, options: options)
          return .success([DownloadOutcome(source: source, result: .success(file))])
        } catch {
          return .success([DownloadOutcome(source: source, result: .failure(error))])
        }
      }
      return .success(try await client.download(plan.sources, into: plan.destination, options: options))
    } catch {
      return .failure(error)
    }
  }

  private func print(_ file: DownloadedFile) throws {
    if isJSON {
      let line = Line(path: file.path, size: file.size, sha1: file.sha1, verified: file.isVerified)
      StandardOutput.print(try JSONLine.of(line))
    } else {
      StandardOutput.print(file.path)
    }
  }

  private var interrupted: ErrorReport {
    let kept = last.kept
    return ErrorReport(
      .failed, kept > 0 ? "interrupted; \(ProgressLine.size(Double(kept))) are kept" : "interrupted",
      advice: "Run the same command again to go on from there.")
  }

  /// What is kept, where something is, and what can be done with it.
  private func advice(_ error: WeDriveError) -> String? {
    if case .file(let failure) = error, failure.operation == "replace", plan.destination.hasPrefix("/dev/") {
      return "For standard output, give - as the path."
    }
    if case .refused(let refusal) = error, refusal.advice?.hint == nil, plan.sources.first?.fileID == nil {
      return "The ticket may have expired, or be another picker's: let the person pick again."
    }
    let kept = last.kept
    guard kept > 0, plan.sources.count == 1 else { return nil }
    let size = "\(ProgressLine.size(Double(kept))) are kept: run the same command again to go on from there"
    return switch error {
    case .file, .transport, .token: size + "."
    default: size + ", or with --restart to start over."
    }
  }

  private static func name(_ source: DownloadSource) -> String { source.fileID?.rawValue ?? "the picked file" }
}

/// The last report of a transfer.
private final class LastProgress: Sendable {
  private let progress = Mutex(DownloadProgress())

  func set(_ value: DownloadProgress) { progress.withLock { $0 = value } }

  /// Bytes that survive.
  var kept: Int64 { progress.withLock { $0.confirmed } }
}
