import ArgumentParser
import WeDrive
import WeDriveEmulator
import WeDriveTrees

/// Runs a command's work, and sees that what it printed is written; an error becomes one or two lines on standard error and the exit code that goes with it.
func reportingErrors(_ work: () async throws -> Void) async throws {
  let report: ErrorReport
  do {
    do {
      try await work()
      await SharedStoreOptions.finish()
    } catch {
      await SharedStoreOptions.finish()
      // What went wrong first is what is reported.
      try? ObservationFile.finish()
      throw error
    }
    try ObservationFile.finish()
    return try StandardOutput.finish()
  } catch let error as ErrorReport {
    report = error
  } catch let error as WeDriveError {
    report = ErrorReport(error)
  } catch let error as TreeError {
    report = ErrorReport(error)
  } catch let error as EmulatorFailure {
    report = ErrorReport(error)
  } catch is CancellationError {
    report = ErrorReport(.failed, "interrupted")
  }
  StandardError.print(report.lines)
  throw ExitCode(report.outcome.rawValue)
}

extension ErrorReport {
  fileprivate init(_ failure: EmulatorFailure) {
    switch failure {
    case .cannotListen(let port, let reason):
      self.init(
        .failed, "the emulator cannot listen on port \(port): \(reason)", advice: "Give another --port, or 0 for any.")
    case .cannotUseRoot(let path, let reason):
      self.init(.failed, "the emulator cannot keep its state in \(path): \(reason)")
    }
  }
}
