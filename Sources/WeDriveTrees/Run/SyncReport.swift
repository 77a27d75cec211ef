import WeDriveGenerated

/// What a run has done.
public struct SyncReport: Sendable {
  /// Files that were sent or fetched.
  public internal(set) var sent = 0
  /// Their bytes.
  public internal(set) var bytes: UInt64 = 0
  /// Files and folders that got another place at the destination.
  public internal(set) var moved = 0
  /// Files that were deleted at the destination.
  public internal(set) var deleted = 0
  /// Folders that were made.
  public internal(set) var folders = 0
  /// Files that were the same on both sides.
  public internal(set) var same = 0
  /// Links, sockets, files without content, and files that stay because of ``SyncOrder/Existing/skip``.
  public internal(set) var skipped = 0
  /// Local files and folders that went away between their folder's reading and their own.
  public internal(set) var vanished = 0
  /// Online documents, which stay where they are.
  public internal(set) var documents = 0
  /// Steps that were planned and not begun, because calls ran out, the service has no more room, or the run ended.
  public internal(set) var left = 0
  /// Exchanges with the service, those for the plan included.
  public internal(set) var calls = 0
  /// What went wrong with single entries, and what the service cannot keep.
  public internal(set) var failures: [ItemFailure] = []
  /// Folders where nothing was deleted, because what the source has there is not known.
  public internal(set) var suspended: [TreePath] = []
  /// Which limit ended the run; nil if none did.
  public internal(set) var end: OutOfCalls?
  /// What ended the run where going on was pointless: access was taken away, or the local disk is full; nil if nothing did.
  /// It is among the ``failures``, too.
  public internal(set) var stop: TreeError?
  /// What was wrong with what is remembered between runs, in sentences for a person. Nothing of it harms this run.
  public internal(set) var notices: [String] = []
  /// Local files that were kept beside what took their place, by their new paths.
  public internal(set) var kept: [TreePath] = []

  /// The sum of this and of another run of the same ``DriveTrees``, whose calls are counted together.
  public func adding(_ other: SyncReport) -> SyncReport {
    var sum = other
    sum.sent += sent
    sum.bytes += bytes
    sum.moved += moved
    sum.deleted += deleted
    sum.folders += folders
    sum.same += same
    sum.skipped += skipped
    sum.vanished += vanished
    sum.documents += documents
    sum.left += left
    sum.failures = failures + other.failures
    sum.suspended = suspended + other.suspended
    sum.kept = kept + other.kept
    sum.notices = notices + other.notices
    sum.end = end ?? other.end
    sum.stop = stop ?? other.stop
    return sum
  }

  /// Whether everything was done that was planned.
  public var isComplete: Bool { failures.isEmpty && left == 0 && end == nil && suspended.isEmpty }
}

/// How far a run has come.
public struct SyncProgress: Sendable {
  /// A file whose content is under way.
  public struct File: Sendable {
    /// Its path from the top.
    public let path: TreePath
    /// Its size in bytes.
    public let size: UInt64
    /// How many of them are done.
    public internal(set) var done: UInt64
  }

  /// What is being done.
  public enum Phase: Sendable, Hashable {
    /// Both sides are compared.
    case comparing
    /// Steps are carried out.
    case running
  }

  /// What is being done.
  public internal(set) var phase = Phase.comparing
  /// Files that are under way, in the order in which they were begun.
  public internal(set) var running: [File] = []
  /// Files that are done, of how many.
  public internal(set) var files = 0
  /// Of how many.
  public internal(set) var totalFiles = 0
  /// Bytes that are done, those of files under way included.
  public internal(set) var bytes: UInt64 = 0
  /// Of how many.
  public internal(set) var totalBytes: UInt64 = 0
  /// Files that were compared.
  public internal(set) var compared = 0
  /// Calls that were made, repetitions included.
  public internal(set) var calls = 0
  /// Calls of the whole run, as planned; 0 while there is no plan.
  public internal(set) var plannedCalls = 0
}
