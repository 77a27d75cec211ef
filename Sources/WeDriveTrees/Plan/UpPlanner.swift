import WeDrive
import WeDriveGenerated
import WeDriveHTTP
import WeDriveRuntime

/// Makes the plan of the way up.
struct UpPlanner: Sendable {
  let drive: WeDriveClient
  let order: SyncOrder
  let local: LocalTree
  let digests: LocalDigests
  /// Told how many files were compared, now and then.
  let compared: @Sendable (Int) -> Void

  /// Compares, and says what has to be done.
  ///
  /// - Parameter top: The folder at the service; nil if it is not there.
  func plan(to top: FolderPlace?) async throws(TreeError) -> SyncPlan {
    var plan = SyncPlan(order: order)
    plan.top = top
    if let top { plan.places[.top] = top } else { plan.newFolders.append(.top) }
    var found = Found()
    let deletes = order.deletes != .none
    let comparison = TreeComparison(
      drive: drive,
      folders: FolderComparison(
        filter: order.filter, digests: digests, sendsChanging: true, followsLinks: local.followsLinks),
      reach: .init(foldersOnlyLocal: true, foldersOnlyRemote: deletes), concurrency: order.concurrency)
    try await comparison.run(local, top) { (differences) throws(TreeError) in
      compared(differences.fileCount)
      try add(differences, await numbered(differences), to: &plan, &found)
    }
    if deletes {
      if order.findsRenames { try await findRenames(&plan, &found) }
      planDeletes(&plan, found)
    }
    plan.newFolders.sort()
    plan.sends.sort { $0.path < $1.path }
    plan.countCalls()
    return plan
  }

  /// What is only at the service.
  private struct Found {
    /// Files by folder, where the source side of the folder is known.
    var files: [(path: TreePath, entry: RemoteEntry)] = []
    /// Folders that are only there, with what speaks against deleting them as a whole.
    var folders: [TreePath: (entry: RemoteEntry, keeps: Bool, content: TreeContent)] = [:]
    /// Folders that must keep what they have.
    var keeping: Set<TreePath> = []
  }

  private func add(
    _ differences: FolderDifferences, _ numbered: NumberedNames, to plan: inout SyncPlan, _ found: inout Found
  ) throws(TreeError) {
    let path = differences.path
    plan.skipped += differences.empties.count
    plan.refusals += differences.refusals
    guard plan.note(differences) else {
      found.keeping.insert(path)
      return
    }
    // The folder that it is in wanted it made.
    if differences.isUnread { plan.newFolders.removeAll { $0 == path } }
    if path.isTop, let place = differences.place, let staging = differences.staging {
      plan.staging = staging.place(in: place.space)
    }
    if differences.isLocal {
      plan.newFolders += differences.foldersOnlyLocal.map { path.appending($0) }
      for file in differences.onlyLocal {
        var send = SyncPlan.Send(
          path: path.appending(file.name), size: file.state.size, state: file.state, sha1: file.sha1)
        send.followsLink = local.followsLinks
        plan.sends.append(send)
      }
      try addChanged(differences, except: Set(numbered.overtaken.values.map(\.original)), to: &plan)
    }
    plan.sourceFiles +=
      differences.same.count + differences.changed.count + differences.onlyLocal.count + differences.empties.count
    plan.destinationFiles += differences.same.count + differences.changed.count + differences.onlyRemote.count
    plan.extras += differences.onlyRemote.count
    let isKnown = differences.unreadable.isEmpty
    if !isKnown {
      found.keeping.insert(path)
      plan.suspended.append(path)
    }
    note(numbered, of: path, in: &plan)
    if differences.documents > 0 || differences.hasLeftOut || !differences.conflicts.isEmpty
      || !numbered.overtaken.isEmpty
    {
      found.keeping.insert(path)
    }
    guard order.deletes != .none else { return }
    if isKnown {
      for entry in differences.onlyRemote where numbered.overtaken[entry.id] == nil {
        found.files.append((path.appending(entry.localName), entry))
      }
    }
    for folder in differences.foldersOnlyRemote {
      found.folders[path.appending(folder.localName)] = (folder, false, TreeContent())
    }
  }

  /// - Parameter overtaken: Names that stay as they are, since both sides have been written under them at the same time.
  private func addChanged(
    _ differences: FolderDifferences, except overtaken: Set<EntryName>, to plan: inout SyncPlan
  ) throws(TreeError) {
    for changed in differences.changed where !overtaken.contains(changed.local.name) {
      let path = differences.path.appending(changed.local.name)
      var send = SyncPlan.Send(
        path: path, size: changed.local.state.size, state: changed.local.state, sha1: changed.local.sha1)
      send.followsLink = local.followsLinks
      switch order.existing {
      case .skip: plan.skipped += 1
      case .refuse: throw .exists(path: path.text)
      case .rename: plan.sends.append(send)
      case .replace:
        send.old = changed.remote
        plan.sends.append(send)
      }
    }
  }

  private func numbered(_ differences: FolderDifferences) async -> NumberedNames {
    // With other orders such names are what is wanted.
    guard differences.isLocal, order.existing == .replace else { return NumberedNames() }
    return await NumberedNames(differences) { file in
      if let sha1 = file.sha1 { return sha1 }
      let path = differences.path
      let read = try? await onFiles { () throws(FileFailure) in
        try LocalDigests.compute(file.name, in: try local.open(path), follows: local.followsLinks)
      }
      return read?.sha1
    }
  }

  private func note(_ numbered: NumberedNames, of path: TreePath, in plan: inout SyncPlan) {
    for (name, original) in numbered.overtaken.values.sorted(by: { $0.name < $1.name }) {
      let original = path.appending(original)
      let error = TreeError.conflict(path: original.text, .numbered(as: path.appending(name).text))
      plan.failures.append(ItemFailure(path: original, error: error))
    }
    if let example = numbered.copies.first {
      plan.copies = ((plan.copies?.count ?? 0) + numbered.copies.count, plan.copies?.example ?? path.appending(example))
    }
  }

  // MARK: - Renames

  /// Finds files of the destination that the source has under another name, by size and SHA-1. Only those are read whose size
  /// occurs on the other side.
  private func findRenames(_ plan: inout SyncPlan, _ found: inout Found) async throws(TreeError) {
    let sizes = Set(found.files.map(\.entry.size))
    guard !sizes.isEmpty, plan.sends.contains(where: { $0.old == nil && sizes.contains($0.size) }) else { return }
    var sends: [SyncPlan.Send] = []
    for var send in plan.sends {
      if send.old == nil, send.sha1 == nil, sizes.contains(send.size) {
        let path = send.path
        let read = try? await onFiles { () throws(FileFailure) in
          try LocalDigests.compute(path.name, in: try local.open(path.folder ?? .top), follows: local.followsLinks)
        }
        if let read {
          (send.sha1, send.state) = (read.sha1, read.state)
          let digest = TreeState.Digest(
            name: path.name, state: read.state, sha1: read.sha1, hashed: LocalDigests.now, isSynced: false)
          await BlockingWork.run { digests.state?.remember([digest], in: path.folder ?? .top) }
        }
      }
      sends.append(send)
    }
    plan.sends = sends
    findFolders(&plan, &found)
    let (moves, rest) = RenameFinder.find(&found.files, plan.sends)
    plan.moves += moves
    plan.sends = rest
  }

  /// Finds folders of the destination that the source has as a whole under another path.
  private func findFolders(_ plan: inout SyncPlan, _ found: inout Found) {
    let keeping = found.keeping
    let old = RenameFinder.Folders(
      found.folders.keys, found.files.map { ($0.path, $0.entry.size, $0.entry.sha1) }
    ) { path in !keeping.contains { $0.isInside(path) } }
    let new = RenameFinder.Folders(
      plan.newFolders.filter { !$0.isTop }, plan.sends.map { ($0.path, $0.size, $0.old == nil ? $0.sha1 : nil) }
    ) { _ in true }
    for (from, to) in RenameFinder.find(old, new) {
      guard let entry = found.folders[from]?.entry else { continue }
      plan.moves.append(SyncPlan.Move(entry: entry, from: from, to: to, isFolder: true))
      plan.newFolders.removeAll { $0.isInside(to) }
      plan.sends.removeAll { $0.path.isInside(to) }
      found.files.removeAll { $0.path.isInside(from) }
      for path in found.folders.keys where path.isInside(from) { found.folders[path] = nil }
    }
  }

  // MARK: - Deletes

  /// Folders that are only at the service go as a whole, unless something in them has to stay.
  private func planDeletes(_ plan: inout SyncPlan, _ found: Found) {
    var folders = found.folders
    func keep(_ path: TreePath) {
      var current: TreePath? = path
      while let folder = current {
        folders[folder]?.keeps = true
        current = folder.folder
      }
    }
    for path in found.keeping { keep(path) }
    // What is moved out of a folder is moved before the folder goes; what the moves need as a folder stays.
    for move in plan.moves { if let folder = move.to.folder { keep(folder) } }
    for path in plan.newFolders { if let folder = path.folder { keep(folder) } }
    func isSuspended(_ path: TreePath) -> Bool {
      plan.suspended.contains { path.isInside($0) }
    }
    func whole(above path: TreePath) -> TreePath? {
      var whole: TreePath?
      var current = path.folder
      while let folder = current {
        if let there = folders[folder], !there.keeps { whole = folder }
        current = folder.folder
      }
      return whole
    }
    for (path, entry) in found.files { if let top = whole(above: path) { folders[top]?.content.add(entry) } }
    for (path, folder) in folders where !folder.keeps && whole(above: path) == nil && !isSuspended(path) {
      plan.deletes.append(
        SyncPlan.Delete(
          path: path, entry: folder.entry, isFolder: true, files: folder.content.files, content: folder.content))
    }
    for (path, entry) in found.files where whole(above: path) == nil && !isSuspended(path) {
      plan.deletes.append(SyncPlan.Delete(path: path, entry: entry, isFolder: false, files: 1))
    }
    plan.deletes.sort { $0.path > $1.path }
  }
}
