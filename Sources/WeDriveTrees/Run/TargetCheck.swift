import WeDrive
import WeDriveGenerated

/// Looks again at what a plan found at the service, before something there is replaced or deleted and before a new name is used.
///
/// What was listed is believed for a while. A folder whose listing is older is listed again, once for all that is done in it until
/// that listing is too old, too: a call a folder and none a file.
actor TargetCheck {
  /// How many listings are kept, so that memory is not for all folders of a run. Steps come folder by folder.
  private static let most = 4

  private let drive: WeDriveClient
  private let lifetime: Duration
  private let planned: ContinuousClock.Instant
  private var listings: [(folder: FolderPlace, begun: ContinuousClock.Instant, task: Task<FolderListing, any Error>)] =
    []

  /// - Parameters:
  ///   - lifetime: How long a listing is believed.
  ///   - planned: When the plan began to list.
  init(_ drive: WeDriveClient, lifetime: Duration, planned: ContinuousClock.Instant) {
    (self.drive, self.lifetime, self.planned) = (drive, lifetime, planned)
  }

  private nonisolated var isPlanFresh: Bool { ContinuousClock.now - planned < lifetime }

  /// How many calls looking at one folder may take, beside those of the plan.
  nonisolated var calls: Int { isPlanFresh ? 0 : 1 }

  /// - Throws: ``TargetConflict/taken`` if something of that name has come.
  func checkIsFree(_ send: SyncPlan.Send, in folder: FolderPlace) async throws(TreeError) {
    guard !isPlanFresh else { return }
    guard try await listing(of: folder).entries(named: send.nameThere).isEmpty else {
      throw .conflict(path: send.path.text, .taken)
    }
  }

  /// Those of the files of one folder that still replace what they were planned to. Where that is gone nothing is in their way.
  func replaceable(_ sends: [SyncPlan.Send], in folder: FolderPlace) async throws(TreeError) -> [SyncPlan.Send] {
    guard !isPlanFresh else { return sends }
    let found = entries(sends.compactMap(\.old), in: try await listing(of: folder))
    return sends.filter { send in
      guard let old = send.old else { return true }
      return found.named[old.name].map { $0 == old.version } ?? !found.moved(old)
    }
  }

  /// What is still there to be deleted, and what is left alone because it is not what it was.
  ///
  /// - Parameter places: The folders of the service by path.
  func deletable(
    _ deletes: [SyncPlan.Delete], _ places: [TreePath: FolderPlace]
  ) async throws(TreeError) -> (ids: [FileID], kept: Set<TreePath>) {
    guard !isPlanFresh else { return (deletes.compactMap { $0.entry?.id }, []) }
    var (ids, kept): ([FileID], Set<TreePath>) = ([], [])
    for (path, group) in Dictionary(grouping: deletes, by: { $0.path.folder ?? .top }).sorted(by: { $0.key < $1.key }) {
      guard let folder = places[path] else { continue }
      let found = entries(group.compactMap(\.entry), in: try await listing(of: folder))
      for delete in group {
        guard let entry = delete.entry else { continue }
        guard let there = found.named[entry.name] else {
          if found.moved(entry) { kept.insert(delete.path) }
          continue
        }
        let isSame =
          delete.isFolder && there.id == entry.id
          ? try await content(of: entry.place(in: folder.space)) == delete.content : there == entry.version
        if isSame { ids.append(entry.id) } else { kept.insert(delete.path) }
      }
    }
    return (ids, kept)
  }

  // MARK: - Listings

  /// What is now in the place of planned entries.
  private struct Found {
    /// By name, for the names of the planned ones.
    var named: [EntryName: RemoteEntry.Version] = [:]
    /// The ids of planned ones that are there, under any name.
    var ids: Set<FileID> = []

    /// Whether an entry is still there, under another name.
    func moved(_ entry: RemoteEntry?) -> Bool {
      entry.map { ids.contains($0.id) && named[$0.name]?.id != $0.id } ?? false
    }
  }

  private func entries(_ planned: [RemoteEntry], in listing: FolderListing) -> Found {
    var found = Found()
    let (names, ids) = (Set(planned.map(\.name)), Set(planned.map(\.id)))
    for entry in listing {
      if ids.contains(entry.id) { found.ids.insert(entry.id) }
      // A twin of a planned name is none of those that were planned.
      if names.contains(entry.name), found.named[entry.name].map({ ids.contains($0.id) }) ?? true {
        found.named[entry.name] = entry.version
      }
    }
    return found
  }

  private func listing(of folder: FolderPlace) async throws(TreeError) -> FolderListing {
    let now = ContinuousClock.now
    listings.removeAll { now - $0.begun >= lifetime }
    let task: Task<FolderListing, any Error>
    if let known = listings.first(where: { $0.folder == folder }) {
      task = known.task
    } else {
      task = Task { [drive] in try await FolderReader(drive).listing(of: folder) }
      listings.append((folder, now, task))
      if listings.count > Self.most { listings.removeFirst() }
    }
    do throws(TreeError) {
      return try await task.listing()
    } catch {
      listings.removeAll { $0.folder == folder }
      // A folder that is gone has nothing in it.
      if error.isAboutMissing { return FolderListing() }
      throw error
    }
  }

  /// What is in a folder and below it now; nil if something is there that is deleted with no folder.
  private func content(of folder: FolderPlace) async throws(TreeError) -> TreeContent? {
    var content = TreeContent()
    var walk = TreeWalk(drive, from: folder).makeAsyncIterator()
    while let entry = try await walk.next() {
      switch entry.entry.kind {
      case .file: content.add(entry.entry)
      case .folder: continue
      case .document: return nil
      }
    }
    return content
  }
}
