import WeDrive
import WeDriveTrees

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
