import WeDrive
import WeDriveGenerated

/// The folder at the service in which replaced files wait until they are whole: then one call moves those of a folder to their
/// places, and what they replace is there until that moment.
struct StagingFolder: Sendable {
  let place: FolderPlace
  /// What an earlier run has left.
  private var left: [RemoteEntry]

  /// Opens the folder, or makes it: one call in either case.
  static func open(
    _ existing: FolderPlace?, below top: FolderPlace, _ drive: WeDriveClient
  ) async throws(TreeError) -> StagingFolder {
    if let existing {
      return StagingFolder(place: existing, left: Array(try await FolderReader(drive).listing(of: existing)))
    }
    return StagingFolder(place: try await PathResolver(drive).make(EntryName.staging, in: top), left: [])
  }

  /// The file that is wanted, if an earlier run has sent it and did not come to moving it.
  mutating func take(_ send: SyncPlan.Send) -> FileID? {
    let name = send.nameThere
    guard let sha1 = send.sha1,
      let index = left.firstIndex(where: { $0.name == name && $0.size == send.size && $0.sha1 == sha1 })
    else { return nil }
    return left.remove(at: index).id
  }

  /// What has to go before files of these names can wait here; nil if nothing has to.
  func blocking(_ sends: [SyncPlan.Send]) -> [FileID]? {
    let names = Set(sends.map { $0.nameThere })
    let ids = left.filter { names.contains($0.name) }.map(\.id)
    return ids.isEmpty ? nil : ids
  }

  mutating func forget(_ ids: [FileID]) { left.removeAll { ids.contains($0.id) } }

  /// Puts files together that can wait here at the same time: those of whole folders, no two of one name.
  static func batches(
    of sends: [SyncPlan.Send], most: Int = RemoteOperations.idsPerCall
  ) -> [[SyncPlan.Send]] {
    var batches: [[SyncPlan.Send]] = []
    var names: Set<EntryName> = []
    for (_, group) in Dictionary(grouping: sends, by: { $0.path.folder ?? .top }).sorted(by: { $0.key < $1.key }) {
      for start in stride(from: 0, to: group.count, by: most) {
        let some = Array(group[start..<min(group.count, start + most)])
        let added = Set(some.map { $0.nameThere })
        if var last = batches.popLast() {
          if last.count + some.count <= most, names.isDisjoint(with: added) {
            last += some
            batches.append(last)
            names.formUnion(added)
            continue
          }
          batches.append(last)
        }
        batches.append(some)
        names = added
      }
    }
    return batches
  }
}
