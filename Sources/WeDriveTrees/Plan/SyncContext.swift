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

/// What a plan and its run share: the open local folder, and what is remembered of the pair.
final class SyncContext: Sendable {
  let local: LocalTree?
  let state: TreeState?
  /// What tells the local folder from others: its file system, and its number there. Nil while there is none.
  let device: String?
  /// The names under which things go up, with what earlier runs have found out about them.
  let names: SentNames

  /// That the state could not be opened, if it could not.
  private let notice: String?

  private init(local: LocalTree?, state: TreeState?, device: String?, notice: String?) {
    (self.local, self.state, self.device, self.notice) = (local, state, device, notice)
    names = SentNames(state?["refused"] ?? "")
  }

  /// What was wrong with the state, in sentences for a person.
  var notices: [String] { (notice.map { [$0] } ?? []) + (state?.notices ?? []) }

  /// Opens the state of a pair. Without a state folder nothing is remembered; nor where it cannot be written.
  ///
  /// - Parameters:
  ///   - remote: The folder of the service, as it was named.
  ///   - target: The local folder, where it does not exist yet.
  static func open(
    _ folder: String?, _ local: LocalTree?, _ remote: String, target: String = ""
  ) async throws(TreeError) -> SyncContext {
    let path = local?.path ?? target
    let key = "\(absolute(path))\0\(remote)"
    let result = await BlockingWork.run { () -> Result<SyncContext, TreeError> in
      var state: TreeState?
      var notice: String?
      if let folder {
        do throws(TreeError) {
          state = try TreeState(in: folder + "/trees", key: key, subject: path)
        } catch {
          // Where nothing can be written, nothing is remembered.
          guard case .file(let failure) = error, [EROFS, EACCES, EPERM].contains(failure.errno) else {
            return .failure(error)
          }
          notice = "nothing is remembered between runs: \(failure)"
        }
      }
      return .success(SyncContext(local: local, state: state, device: local.flatMap { device(of: $0) }, notice: notice))
    }
    return try result.get()
  }

  func digests(_ order: SyncOrder) -> LocalDigests {
    let trust: LocalDigests.Trust =
      switch order.reading {
      case .changed: .all
      case .changedByTime: .modificationTime
      case .everything: .none
      }
    return LocalDigests(state: state, trust: trust)
  }

  /// Digests for what is remembered while a plan is carried out.
  var digests: LocalDigests { LocalDigests(state: state, trust: .all) }

  // MARK: - Facts

  /// The folder of the service, as an earlier run found it.
  var rememberedTop: FolderPlace? {
    guard let parts = state?["top"]?.split(separator: " "), parts.count == 2 else { return nil }
    return FolderPlace(space: SpaceID(String(parts[0])), folder: FolderID(String(parts[1])))
  }

  func remember(top: FolderPlace?) {
    state?.set("top", to: top.map { "\($0.space.rawValue) \($0.folder.rawValue)" })
  }

  /// Notes what a run looked like, for the guards of the next one.
  func finish(_ order: SyncOrder) {
    guard let state else { return }
    state.set("device", to: device)
    state.set("filter", to: order.filter.text)
    state.set("refused", to: names.text)
    state.commit()
  }

  private static func device(of tree: LocalTree) -> String? {
    var system = statvfs()
    guard fstatvfs(tree.root.number, &system) == 0, let status = try? tree.root.status() else { return nil }
    return "\(system.f_fsid) \(status.st_ino)"
  }

  private static func absolute(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}

/// Looks at a plan before anything is done, and stops what would destroy too much.
struct SyncGuards {
  let order: SyncOrder
  let context: SyncContext?

  /// From how many files on a destination that has nothing of the source is asked about.
  private static let noticeable = 20

  /// - Parameter accepts: Asked about each thing that is stopped otherwise; nil: there is no person to ask.
  /// - Throws: ``TreeError/guarded(_:)``.
  func check(_ plan: SyncPlan, _ accepts: ((SyncGuard) async -> Bool)?) async throws(TreeError) {
    for stop in stops(plan, asks: accepts != nil) {
      guard await accepts?(stop) == true else { throw .guarded(stop) }
    }
  }

  /// What speaks against a plan.
  private func stops(_ plan: SyncPlan, asks: Bool) -> [SyncGuard] {
    var stops: [SyncGuard] = []
    let source: String
    switch order.direction {
    case .up(let path, _): source = path
    case .down(let path, _): source = path.description
    }
    if let marker = order.marker, case .up = order.direction, let local = context?.local {
      let path = TreePath(marker)
      let folder = try? local.open(path.folder ?? .top)
      if folder.flatMap({ LocalTree.state(of: path.name, in: $0) }) == nil {
        stops.append(.markerMissing(path: source + "/" + marker))
      }
    }
    let isFirst = context?.state?["device"] == nil
    if asks, isFirst, plan.same == 0, plan.sourceFiles > 0, plan.destinationFiles >= Self.noticeable {
      stops.append(.otherTree(path: source, files: plan.sourceFiles, of: plan.destinationFiles))
    }
    guard let most = order.deletes.most(of: plan.destinationFiles), !plan.deletes.isEmpty else { return stops }
    if plan.sourceFiles == 0 { stops.append(.emptySource(path: source)) }
    if case .up = order.direction, !order.acceptsOtherSource, let last = context?.state?["device"],
      let device = context?.device, last != device
    {
      stops.append(.otherDevice(path: source))
    }
    if !order.acceptsOtherFilters, let last = context?.state?["filter"], last != order.filter.text {
      stops.append(.otherFilters)
    }
    let count = plan.deletes.reduce(0) { $0 + $1.files }
    if count > most { stops.append(.deletes(count: count, of: plan.destinationFiles, most: most)) }
    return stops
  }
}
