import WeDrive
import WeDriveGenerated
import WeDriveRuntime

/// Makes the plan of the way down.
struct DownPlanner: Sendable {
  let drive: WeDriveClient
  let order: SyncOrder
  /// Nil while there is no local folder yet.
  let local: LocalTree?
  let digests: LocalDigests
  /// Told how many files were compared, now and then.
  let compared: @Sendable (Int) -> Void

  /// Compares, and says what has to be done.
  func plan(from top: FolderPlace) async throws(TreeError) -> SyncPlan {
    var plan = SyncPlan(order: order)
    plan.top = top
    if local == nil { plan.newFolders.append(.top) }
    let deletes = order.deletes != .none
    var found = Found()
    let comparison = TreeComparison(
      drive: drive, folders: FolderComparison(filter: order.filter, digests: digests, isDown: true),
      reach: .init(foldersOnlyLocal: deletes, foldersOnlyRemote: true), concurrency: order.concurrency)
    try await comparison.run(local, top) { (differences) throws(TreeError) in
      compared(differences.fileCount)
      try add(differences, to: &plan, &found)
    }
    if deletes { planDeletes(&plan, found) }
    plan.newFolders.sort()
    plan.sends.sort { $0.path < $1.path }
    plan.countCalls()
    return plan
  }

  /// What is only here.
  private struct Found {
    var files: [(path: TreePath, state: FileState)] = []
    var folders: [TreePath] = []
    /// Folders that must keep what they have, with those above them.
    var keeping: Set<TreePath> = []
  }

  private func add(
    _ differences: FolderDifferences, to plan: inout SyncPlan, _ found: inout Found
  ) throws(TreeError) {
    let path = differences.path
    guard plan.note(differences) else { return }
    guard differences.unreadable.allSatisfy({ $0.path != path }) else {
      plan.suspended.append(path)
      return
    }
    plan.newFolders += differences.foldersOnlyRemote.map { path.appending($0.localName) }
    for entry in differences.onlyRemote {
      plan.sends.append(
        SyncPlan.Send(path: path.appending(entry.localName), size: entry.size, sha1: entry.sha1, entry: entry))
    }
    for changed in differences.changed { try add(changed, in: path, to: &plan) }
    plan.sourceFiles += differences.same.count + differences.changed.count + differences.onlyRemote.count
    plan.destinationFiles += differences.same.count + differences.changed.count + differences.onlyLocal.count
    plan.extras += differences.onlyLocal.count
    let isWhole = !differences.hasLeftOut && differences.specials.isEmpty && differences.conflicts.isEmpty
    if !isWhole { found.keeping.insert(path) }
    guard order.deletes != .none else { return }
    found.files += differences.onlyLocal.map { (path.appending($0.name), $0.state) }
    found.folders += differences.foldersOnlyLocal.map { path.appending($0) }
  }

  private func add(
    _ changed: FolderDifferences.Changed, in folder: TreePath, to plan: inout SyncPlan
  ) throws(TreeError) {
    let path = folder.appending(changed.local.name)
    switch order.existing {
    case .skip: plan.skipped += 1
    case .refuse: throw .exists(path: path.text)
    case .rename, .replace:
      var send = SyncPlan.Send(
        path: path, size: changed.remote.size, state: changed.local.state, sha1: changed.remote.sha1,
        entry: changed.remote)
      send.replacesLocal = true
      send.keepsLocal = order.existing == .rename || (!changed.isLocalOld && !order.overwritesLocalChanges)
      plan.sends.append(send)
    }
  }

  /// Files first, then folders that are empty after that, deepest first.
  private func planDeletes(_ plan: inout SyncPlan, _ found: Found) {
    func isSuspended(_ path: TreePath) -> Bool { plan.suspended.contains { path.isInside($0) } }
    for (path, state) in found.files where !isSuspended(path) {
      plan.deletes.append(SyncPlan.Delete(path: path, entry: nil, isFolder: false, files: 1, state: state))
    }
    for path in found.folders where !isSuspended(path) && !found.keeping.contains(where: { $0.isInside(path) }) {
      plan.deletes.append(SyncPlan.Delete(path: path, entry: nil, isFolder: true, files: 0))
    }
    plan.deletes.sort { ($0.isFolder ? 1 : 0, $1.path) < ($1.isFolder ? 1 : 0, $0.path) }
  }
}
