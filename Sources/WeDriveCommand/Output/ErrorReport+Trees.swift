import WeDrive
import WeDriveTrees

extension ErrorReport {
  /// What went wrong with a path or a tree.
  init(_ error: TreeError) {
    switch error {
    case .drive(let error): self.init(error)
    case .file(let failure): self.init(WeDriveError.file(failure))
    case .missing, .notFolder, .ambiguous, .exists, .isFolder:
      self.init(.refused, error.description, advice: Self.advice(for: error))
    case .unknownSpace:
      self.init(
        .usage, error.description,
        advice: "`wedrive space add NAME ID` gives a space a name; the id of a space begins with s.")
    case .changed: self.init(.failed, error.description, advice: "Run it again when the file is not written to.")
    case .invalid: self.init(.usage, error.description)
    case .guarded(let stop): self.init(.guarded, stop.description, advice: Self.advice(for: stop))
    case .outOfCalls:
      self.init(.outOfCalls, error.description, advice: "Run the same command later: it goes on from there.")
    case .inUse, .state, .conflict: self.init(.failed, error.description)
    }
  }

  private static func advice(for error: TreeError) -> String? {
    switch error {
    case .ambiguous: "Name one of them by its id, or give them other names."
    case .isFolder: "Give -r for a folder with all that is in it."
    default: nil
    }
  }

  private static func advice(for stop: SyncGuard) -> String {
    switch stop {
    case .deletes: "Look with -n at what would go. If it is right: --max-delete NUMBER, or --max-delete 100%."
    case .emptySource: "If it is right, delete at the destination with rm -r."
    case .otherDevice: "If it is right, add --other-source."
    case .otherFilters: "Look with -n at what would go. If it is right, add --other-filters."
    case .markerMissing: "Is the disk mounted, and is it the right folder?"
    case .otherTree: "If it is right, answer y."
    }
  }
}
