import ArgumentParser
import WeDrive

/// Runs a command's work; an error becomes one or two lines on standard error and the exit code that goes with it.
func reportingErrors(_ work: () async throws -> Void) async throws {
  let report: ErrorReport
  do {
    return try await work()
  } catch let error as ErrorReport {
    report = error
  } catch let error as WeDriveError {
    report = ErrorReport(error)
  } catch is CancellationError {
    report = ErrorReport(.failed, "interrupted")
  }
  StandardError.print(report.lines)
  throw ExitCode(report.outcome.rawValue)
}
