import WeDrive
import WeDriveGenerated
import WeDriveRuntime

/// Folders and moves, which come before contents.
extension UpRun {
  /// Makes the plan's folders, and notes where they are.
  func makeFolders(_ plan: inout SyncPlan, _ steps: StepRunner, _ report: inout SyncReport) async {
    let resolver = PathResolver(drive, names: names)
    // A level at a time: those above have to be there.
    for (_, paths) in Dictionary(grouping: plan.newFolders, by: \.depth).sorted(by: { $0.key < $1.key }) {
      let places = plan.places
      let made = Collector<TreePath, FolderPlace>()
      await steps.run(paths.sorted(), cost: { _ in 1 }, needsRoom: true) { (path) throws(TreeError) in
        guard let parent = places[path.folder ?? .top] else { throw .missing(path: path.text, below: "") }
        await made.add(path, try await resolver.make(path.name, in: parent))
      } ended: { path, outcome in
        if report.note(path, outcome) { report.folders += 1 }
      }
      for (path, place) in await made.values { plan.places[path] = place }
    }
  }

  /// Moves what the plan finds again elsewhere, and gives it its name there.
  ///
  /// - Returns: Whether all of it was done.
  func move(_ plan: SyncPlan, _ steps: StepRunner, _ report: inout SyncReport) async -> Bool {
    var isDone = true
    let places = plan.places
    let renames = Collector<FileID, EntryName>()
    await steps.run(plan.moveBatches, cost: { _ in 1 }) { (batch) throws(TreeError) in
      guard let target = batch.first?.to.folder, let place = places[target] else {
        throw .missing(path: batch.first?.to.text ?? "", below: "")
      }
      try await RemoteOperations.inHalves(batch.map(\.entry.id)) { (ids) throws(WeDriveError) in
        let moved = try await drive.fileMove(parentID: place.folder, fileIDs: ids).fileList.items
        for info in moved { await renames.add(info.fileID, EntryName(info.fileName)) }
      }
    } ended: { batch, outcome in
      for move in batch {
        guard report.note(move.to, outcome) else {
          isDone = false
          continue
        }
        if move.from.name == move.to.name { report.moved += 1 }
      }
    }
    let given = await renames.values
    let wanted = plan.moves.compactMap { move -> Rename? in
      let isMoved = move.from.folder == move.to.folder || given[move.entry.id] != nil
      let rename = Rename(move: move, current: given[move.entry.id] ?? move.entry.name)
      return isMoved && !rename.isDone ? rename : nil
    }
    return await rename(wanted, steps, &report) && isDone
  }

  /// An entry that is in its folder, and has another name there than it is to have: it got a new one, or the service has put a number
  /// to it because a name was taken for a moment.
  private struct Rename: Sendable {
    let move: SyncPlan.Move
    /// What the service calls it.
    var current: EntryName

    /// Its name here: which of its characters have codes at the service shows only there.
    private var name: EntryName { NameMapping.local(current, id: move.entry.id.rawValue) }
    var isDone: Bool { name == move.to.name }
    /// What it is called, and where.
    var place: [EntryName?] { [folder, name] }
    /// What it is to be called, and where.
    var wantedPlace: [EntryName?] { [folder, move.to.name] }
    private var folder: EntryName? { move.to.folder.map { EntryName(bytes: $0.bytes) } }
  }

  /// Gives entries their names, those first whose name no other still has. Where names go round in a circle, one of them gets a number
  /// for a while, and is renamed twice.
  ///
  /// - Returns: Whether all of it was done.
  private func rename(_ renames: [Rename], _ steps: StepRunner, _ report: inout SyncReport) async -> Bool {
    var isDone = true
    var waiting = renames
    while !waiting.isEmpty {
      let taken = Set(waiting.map(\.place))
      var next = waiting.filter { !taken.contains($0.wantedPlace) }
      if next.isEmpty { next = [waiting[0]] }
      let ids = Set(next.map(\.move.entry.id))
      waiting.removeAll { ids.contains($0.move.entry.id) }
      let isCircle = taken.contains(next[0].wantedPlace)
      let given = Collector<FileID, EntryName>()
      var ended: [(Rename, StepRunner.Outcome)] = []
      await steps.run(next, cost: { _ in 1 }) { (rename) throws(TreeError) in
        let id = rename.move.entry.id
        try await names.with(NameMapping.remote(rename.move.to.name)) { (name) throws(TreeError) in
          do throws(WeDriveError) {
            let info = try await drive.fileRename(fileID: id, newName: name).file
            await given.add(id, EntryName(info?.fileName ?? name))
          } catch {
            throw .drive(error)
          }
        }
      } ended: {
        ended.append(($0, $1))
      }
      let current = await given.values
      for (rename, outcome) in ended {
        if case .done = outcome, isCircle, let name = current[rename.move.entry.id] {
          let renamed = Rename(move: rename.move, current: name)
          guard renamed.isDone else {
            waiting.append(renamed)
            continue
          }
        }
        guard report.note(rename.move.to, outcome) else {
          isDone = false
          continue
        }
        if rename.move.from.name != rename.move.to.name { report.moved += 1 }
      }
    }
    return isDone
  }
}
