import WeDrive
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

/// Plans for single files, instead of trees.
extension DriveTrees {
  /// Says what has to be done so that local files are in a folder of the service. Files that are there are not sent.
  ///
  /// - Parameters:
  ///   - files: Ordinary files of one local folder.
  ///   - target: A folder that is there; or for a single file its new path, in a folder that is there.
  ///   - existing: What is done where another file has the name.
  ///   - pushesCard: Whether the members are shown a card of a new file.
  public func plan(
    files: [String], to target: DrivePath, existing: SyncOrder.Existing = .replace, pushesCard: Bool = true
  ) async throws(TreeError) -> SyncPlan {
    let paths = files.map { LocalPath($0) }
    guard let folder = paths.first?.folder, paths.allSatisfy({ $0.folder == folder }) else {
      throw .invalid(text: files.joined(separator: " "), reason: "are not files of one folder")
    }
    let (place, name, path) = try await placement(of: paths, at: target)
    let local = try await onFiles { () throws(FileFailure) in try LocalTree(folder) }
    var order = SyncOrder(.up(from: folder.text, to: path))
    (order.existing, order.pushesCard) = (existing, pushesCard)
    var plan = SyncPlan(order: order)
    plan.context = try await SyncContext.open(nil, local, path.description)
    (plan.top, plan.places[.top]) = (place, place)
    let listing = try await resolver.listing(of: place)
    plan.staging = listing.entries(named: EntryName.staging).first { $0.kind == .folder }?.place(in: place.space)
    for file in paths {
      let entry = EntryName(bytes: file.name.bytes)
      try await add(entry, as: name, local, listing, to: &plan)
    }
    plan.countCalls()
    plan.calls.made = calls
    return plan
  }

  /// The folder that files go to, and the name that a single one gets there.
  private func placement(
    of paths: [LocalPath], at target: DrivePath
  ) async throws(TreeError) -> (place: FolderPlace, name: EntryName?, folder: DrivePath) {
    do throws(TreeError) {
      let located = try await resolver.locate(target)
      if let place = located.place { return (place, nil, target) }
      guard paths.count == 1, let folder = target.folder, let parent = located.parent, let entry = located.entry else {
        throw .notFolder(path: target.description)
      }
      return (parent, entry.name, folder)
    } catch {
      guard case .missing(_, let below) = error, paths.count == 1, let folder = target.folder,
        below == folder.description, let name = target.names.last
      else { throw error }
      return (try await resolver.folder(folder), NameMapping.remote(name), folder)
    }
  }

  private func add(
    _ name: EntryName, as other: EntryName?, _ local: LocalTree, _ listing: FolderListing, to plan: inout SyncPlan
  ) async throws(TreeError) {
    let path = TreePath(bytes: name.bytes)
    let state = try await onFiles { () throws(FileFailure) in
      let file = try LocalTree.openFollowing(name, in: local.root)
      let status = try file.status()
      guard status.st_mode & S_IFMT == S_IFREG else {
        throw FileFailure(path: file.path, operation: "read", reason: "is not an ordinary file")
      }
      return FileState(status)
    }
    var send = SyncPlan.Send(path: path, size: state.size, state: state)
    (send.remoteName, send.followsLink) = (other, true)
    plan.sourceFiles += 1
    if let reason = Self.refusal(of: send) {
      plan.refusals.append(NameRefusal(path: path, reason: reason))
      return
    }
    var there = listing.entries(named: send.nameThere)
    if there.isEmpty, !NameMapping.doubtful(in: send.nameThere).isEmpty {
      let name = NameMapping.local(send.nameThere, id: "")
      there = listing.filter { $0.localName == name }
    }
    guard there.count <= 1 else { throw .ambiguous(path: send.nameThere.text, ids: there.map(\.id)) }
    guard let entry = there.first else {
      plan.sends.append(send)
      return
    }
    guard entry.kind == .file else { throw .exists(path: send.nameThere.text) }
    if entry.size == state.size {
      let computed = try await onFiles { () throws(FileFailure) in
        try LocalDigests.compute(name, in: local.root, follows: true)
      }
      send.sha1 = computed?.sha1
      if let sha1 = computed?.sha1, sha1 == entry.sha1 {
        plan.same += 1
        return
      }
    }
    switch plan.order.existing {
    case .skip: plan.skipped += 1
    case .refuse: throw .exists(path: send.nameThere.text)
    case .rename: plan.sends.append(send)
    case .replace:
      send.old = entry
      plan.sends.append(send)
    }
  }

  private static func refusal(of send: SyncPlan.Send) -> String? {
    if send.size == 0 { return "is empty, and WeDrive keeps no empty files" }
    if send.size > UInt64(Limits.uploadSize) { return "is larger than \(Limits.uploadSize) bytes" }
    return NameMapping.refusal(of: send.nameThere)
  }

  /// Says what has to be done so that files of the service are in a local folder. Files that are there are not fetched.
  ///
  /// - Parameters:
  ///   - sources: Files that were found by their paths.
  ///   - folder: A local folder that is there.
  ///   - name: The name that a single file gets; nil: its own.
  ///   - existing: What is done where another file has the name.
  public func plan(
    files sources: [LocatedEntry], to folder: String, named name: String? = nil,
    existing: SyncOrder.Existing = .replace
  ) async throws(TreeError) -> SyncPlan {
    guard let first = sources.first, name == nil || sources.count == 1 else {
      throw .invalid(text: name ?? "", reason: "is a name for one file")
    }
    let local = try await onFiles { () throws(FileFailure) in try LocalTree(LocalPath(folder)) }
    var order = SyncOrder(.down(from: first.path, to: folder))
    (order.existing, order.overwritesLocalChanges) = (existing, true)
    var plan = SyncPlan(order: order)
    plan.context = try await SyncContext.open(nil, local, first.path.description)
    for source in sources {
      guard let entry = source.entry, entry.kind == .file else { throw .isFolder(path: source.path.description) }
      let own = name.map { EntryName($0) } ?? entry.localName
      let path = TreePath(bytes: own.bytes)
      var send = SyncPlan.Send(path: path, size: entry.size, sha1: entry.sha1, entry: entry)
      plan.sourceFiles += 1
      let state = await BlockingWork.run { LocalTree.state(of: own, in: local.root) }
      if let state {
        (send.state, send.replacesLocal) = (state, true)
        let computed =
          state.size == entry.size
          ? try? await onFiles { () throws(FileFailure) in try LocalDigests.compute(own, in: local.root) } : nil
        if let sha1 = computed?.sha1, sha1 == entry.sha1 {
          plan.same += 1
          continue
        }
        switch existing {
        case .skip:
          plan.skipped += 1
          continue
        case .refuse: throw .exists(path: local.path(of: path))
        case .rename: send.keepsLocal = true
        case .replace: break
        }
      }
      plan.sends.append(send)
    }
    plan.countCalls()
    plan.calls.made = calls
    return plan
  }
}
