import WeDriveGenerated
import WeDriveHTTP
import WeDriveRuntime

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Why something with paths or trees could not be done.
public enum TreeError: Error, Sendable {
  /// A path of the service leads to nothing.
  ///
  /// - Parameter below: The part of the path that does lead somewhere.
  case missing(path: String, below: String)
  /// A path begins with a word that is neither the id of a space or folder nor a known name of a space.
  ///
  /// - Parameter known: The names of spaces that are known.
  case unknownSpace(path: String, known: [String])
  /// A name on the way belongs to something that is not a folder.
  case notFolder(path: String)
  /// Something that is a folder is not a file.
  case isFolder(path: String)
  /// There are several entries of that name.
  case ambiguous(path: String, ids: [FileID])
  /// A name is taken already.
  case exists(path: String)
  /// A path, a pattern, a plan or an order is not well-formed.
  case invalid(text: String, reason: String)
  /// A guard stopped what would have destroyed too much. Nothing was changed.
  case guarded(SyncGuard)
  /// The calls that were allowed, or that the service allows, are used up.
  case outOfCalls(OutOfCalls)
  /// Another process works on the same tree.
  ///
  /// - Parameter process: Its number, where that is known.
  case inUse(path: String, process: Int32?)
  /// The state folder cannot be used as it is.
  case state(path: String, reason: String)
  /// A local file or folder could not be used.
  case file(FileFailure)
  /// A local file changed while it was read, twice. None of the changed content was sent.
  case changed(path: String)
  /// Another has written at the service at the same time. What that is stays as it is.
  case conflict(path: String, TargetConflict)
  /// A call went wrong.
  case drive(WeDriveError)
}

/// What another has done at the service in the meantime.
public enum TargetConflict: Sendable, Hashable {
  /// It was changed, or another has taken its place.
  case changed
  /// Something of that name has come.
  case taken
  /// Both have written under one name at the same time, and what came from here has got another.
  case numbered(as: String)
}

/// Which limit ended a run.
public enum OutOfCalls: Sendable, Hashable {
  /// So many calls were allowed for the run.
  case limit(Int)
  /// The service refused a call because of a quota.
  case refused(Refusal)
  /// The service kept asking for less at once.
  case throttled(Refusal)
  /// The month's budget that the client was given has no more calls.
  case budget(BudgetFailure)
}

/// What a guard stopped.
public enum SyncGuard: Sendable, Hashable {
  /// More files would be deleted than is allowed without a word.
  case deletes(count: Int, of: Int, most: Int)
  /// The source has nothing to send, and the destination would be emptied.
  case emptySource(path: String)
  /// The source is on another file system than last time, or is another folder: a disk may not be mounted.
  case otherDevice(path: String)
  /// The filters are not last time's: what they no longer let through would be deleted.
  case otherFilters
  /// A file that has to be in the source is not there.
  case markerMissing(path: String)
  /// The destination is not empty, and has nothing of what the source has: one of them may be the wrong folder, or the two may
  /// be swapped. Only asked about, see ``DriveTrees/plan(_:progress:accepts:)``.
  case otherTree(path: String, files: Int, of: Int)
}

extension TreeError: CustomStringConvertible {
  /// One sentence for a person.
  public var description: String {
    switch self {
    case .missing(let path, let below):
      "\(path) does not exist" + (below.isEmpty ? "" : ": there is no more than \(below)")
    case .unknownSpace(let path, let known):
      "\(path) begins with no space that is known here: "
        + (known.isEmpty ? "no space has a name yet" : "known are \(known.map { $0 + ":" }.joined(separator: ", "))")
    case .notFolder(let path): "\(path) is not a folder"
    case .isFolder(let path): "\(path) is a folder"
    case .ambiguous(let path, let ids):
      "\(path) is the name of \(ids.count) entries: \(ids.map(\.rawValue).joined(separator: ", "))"
    case .exists(let path): "\(path) exists already"
    case .invalid(let text, let reason): "\(text): \(reason)"
    case .guarded(let stop): stop.description
    case .outOfCalls(let limit): limit.description
    case .inUse(let path, let process):
      "\(path) is in use by " + (process.map { "process \($0)" } ?? "another process")
        + ", which works on the same tree"
    case .state(let path, let reason): "\(path): \(reason)"
    case .file(let failure): "\(failure)"
    case .changed(let path): "\(path) changed while it was read, and none of the change was sent"
    case .conflict(let path, let conflict): "\(path) \(conflict)"
    case .drive(let error): "\(error)"
    }
  }
}

extension TargetConflict: CustomStringConvertible {
  /// The rest of a sentence that begins with a path.
  public var description: String {
    switch self {
    case .changed:
      "was changed at the service since both sides were compared, and is left as it is; the next run compares again"
    case .taken:
      "was not sent: something of that name has come to the service since both sides were compared;"
        + " the next run compares again"
    case .numbered(let name):
      "was written by another at the same time, and what was sent from here is called \(name) there;"
        + " look at both, and delete \(name) to have the next run put it in the other's place"
    }
  }
}

extension SyncGuard: CustomStringConvertible {
  /// One sentence for a person.
  public var description: String {
    switch self {
    case .deletes(let count, let total, let most):
      "\(count) of \(total) files would be deleted, and no more than \(most) are without a word"
    case .emptySource(let path): "\(path) has nothing to send, and the destination would be emptied"
    case .otherDevice(let path): "\(path) is not on the file system of last time: is a disk not mounted?"
    case .otherFilters: "the filters are not last time's: what they no longer let through would be deleted"
    case .markerMissing(let path): "\(path) is not there, and it has to be"
    case .otherTree(let path, let count, let total):
      "none of the \(count) files of \(path) is among the \(total) of the destination: is it the right folder, and on the right side?"
    }
  }
}

extension OutOfCalls: CustomStringConvertible {
  /// One sentence for a person.
  public var description: String {
    switch self {
    case .limit(let most): "the \(most) calls that the run was allowed are used up"
    case .refused(let refusal): "\(refusal.endpoint) was refused: \(refusal.code): a quota of calls is used up"
    case .throttled(let refusal): "\(refusal.endpoint) was refused again and again: \(refusal.code): too much at once"
    case .budget(let failure): "\(failure)"
    }
  }
}

extension TreeError {
  /// The local file's failure behind it, if that is what it is.
  private var localFailure: FileFailure? {
    switch self {
    case .file(let failure), .drive(.file(let failure)): failure
    case .drive(.upload(let failure)): if case .error(.file(let failure)) = failure.cause { failure } else { nil }
    default: nil
    }
  }

  /// Whether a local file is not there any more.
  var isAboutVanished: Bool { localFailure.map { $0.errno == ENOENT || $0.errno == ENOTDIR } ?? false }
  /// Whether a local disk is full.
  var isAboutFullDisk: Bool { localFailure.map { $0.errno == ENOSPC || $0.errno == EDQUOT } ?? false }

  /// Whether a local file changed while it was read.
  var isAboutChange: Bool {
    switch self {
    case .changed: true
    case .drive(.upload(let failure)): if case .sourceChanged = failure.cause { true } else { false }
    default: false
    }
  }

  /// The refusal behind it, if it is one.
  var refusal: Refusal? { if case .drive(let error) = self { error.refusal } else { nil } }

  /// Whether the service has no room for what is sent: of bytes or of entries.
  var isAboutRoom: Bool {
    refusal.map { [.memberCapacityExceeded, .capacityExceeded, .tooManyFiles].contains($0.weComErrcode) } ?? false
  }

  /// Whether what was named at the service is not there.
  var isAboutMissing: Bool { refusal?.isAboutMissing ?? false }

  /// Whether this client may do nothing at all any more.
  var isAboutAccess: Bool {
    if case .drive(.token) = self { return true }
    guard let refusal else { return false }
    return [.reauthorise, .waitMonth].contains(refusal.advice?.action) || refusal.weComErrcode == .apiForbidden
  }
}

/// Does work that fails with the client's error, as a tree's error.
func asTreeError<Value>(
  _ work: () async throws(WeDriveError) -> Value
) async throws(TreeError) -> Value {
  do throws(WeDriveError) { return try await work() } catch { throw .drive(error) }
}

/// Does work on files on a thread of its own.
func onFiles<Value: Sendable>(
  _ work: @escaping @Sendable () throws(FileFailure) -> Value
) async throws(TreeError) -> Value {
  do throws(FileFailure) { return try await BlockingWork.run(work) } catch { throw .file(error) }
}
