import WeDrive
import WeDriveTrees

/// What a run over trees prints at its end, and how it ends this process.
struct SyncOutput {
  let label: String
  let output: ResultOptions
  let start = ContinuousClock.now

  /// The last line, for `--json`.
  private struct Summary: Encodable {
    let sent: Int
    let bytes: UInt64
    let moved: Int
    let deleted: Int
    let folders: Int
    let same: Int
    let skipped: Int
    let vanished: Int
    let documents: Int
    let failed: Int
    let left: Int
    let calls: Int
    let seconds: Double
  }

  /// One thing that went wrong, for `--json`.
  private struct Failure: Encodable {
    let path: String
    let error: String
  }

  /// A plan, step by step, and what it costs.
  func show(_ plan: SyncPlan) throws {
    for step in plan.steps {
      if output.json {
        StandardOutput.print(try JSONLine.of(step))
      } else {
        let size = step.size.map { " (\(ProgressLine.size(Double($0))))" } ?? ""
        let from = step.from.map { "\($0) → " } ?? ""
        StandardOutput.print("\(step.action.rawValue) \(from)\(step.path.isEmpty ? "." : step.path)\(size)")
      }
    }
    try show(plan.failures)
    for refusal in plan.refusals { StandardError.print("wedrive: \(refusal.path): \(refusal.reason)") }
    guard !output.quiet, !output.json else { return }
    let bytes = ProgressLine.size(Double(plan.bytes))
    StandardOutput.print(
      "plan: \(plan.steps.count) steps, \(bytes) to send, \(plan.same) the same"
        + " · \(plan.calls.made) calls made, \(plan.calls.toCome) to come")
  }

  private func show(_ failures: [ItemFailure]) throws {
    for failure in failures {
      let report = ErrorReport(failure.error)
      if output.json { StandardOutput.print(try JSONLine.of(Failure(path: failure.path.text, error: report.text))) }
      let name = failure.path.isTop ? "." : failure.path.text
      StandardError.print("wedrive: " + (report.text.hasPrefix(name) ? report.text : "\(name): \(report.text)"))
    }
  }

  /// What was done.
  ///
  /// - Returns: What to exit with, if not everything was.
  func show(_ report: SyncReport) throws -> ErrorReport.Outcome? {
    try show(report.failures)
    for path in report.suspended {
      StandardError.print("wedrive: nothing is deleted in \(path.isTop ? "." : path.text): its source is not known")
    }
    for notice in report.notices { StandardError.print("wedrive: note: \(notice)") }
    for path in report.kept { StandardError.print("wedrive: kept what was changed here as \(path)") }
    let elapsed = ContinuousClock.now - start
    let tenths = elapsed.components.seconds * 10 + elapsed.components.attoseconds / 100_000_000_000_000_000
    if output.json {
      StandardOutput.print(
        try JSONLine.of(
          Summary(
            sent: report.sent, bytes: report.bytes, moved: report.moved, deleted: report.deleted,
            folders: report.folders,
            same: report.same, skipped: report.skipped, vanished: report.vanished, documents: report.documents,
            failed: report.failures.count,
            left: report.left, calls: report.calls, seconds: Double(tenths) / 10)))
    } else if !output.quiet {
      let parts = [
        "\(report.sent) sent (\(ProgressLine.size(Double(report.bytes))))", "\(report.moved) moved",
        "\(report.deleted) deleted", "\(report.same) the same", "\(report.failures.count) failed",
        report.skipped > 0 ? "\(report.skipped) skipped" : nil,
        report.vanished > 0 ? "\(report.vanished) vanished meanwhile" : nil,
        report.documents > 0 ? "\(report.documents) online documents left alone" : nil,
        report.left > 0 ? "\(report.left) left" : nil,
      ].compactMap { $0 }.joined(separator: ", ")
      StandardOutput.print("\(label): \(parts) · \(report.calls) calls · \(tenths / 10).\(tenths % 10) s")
    }
    if let end = report.end {
      StandardError.print(ErrorReport(TreeError.outOfCalls(end)).lines)
      return .outOfCalls
    }
    if let stop = report.stop { return ErrorReport(stop).outcome }
    return report.isComplete ? nil : Task.isCancelled ? .failed : .incomplete
  }
}
