import WeDrive
import WeDriveGenerated
import WeDriveRuntime

/// Carries out a plan of the way up.
///
/// Each step leaves a state that the next comparison understands, so that an end at any moment needs no journal: folders first,
/// then moves, then new files, then replaced ones, which wait in a staging folder until they are whole, then deletes.
struct UpRun: Sendable {
  let drive: WeDriveClient
  let governor: CallGovernor
  let local: LocalTree
  let digests: LocalDigests
  let meter: ProgressMeter
  /// Where uploads in blocks are remembered; nil: nowhere.
  let uploads: String?

  /// Carries out the plan.
  ///
  /// - Parameter makeTop: Makes the folder at the service where it is still to be made.
  func run(_ plan: SyncPlan, makeTop: () async throws(TreeError) -> FolderPlace) async -> SyncReport {
    var plan = plan
    var report = SyncReport()
    let steps = StepRunner(governor: governor, concurrency: plan.order.concurrency)
    do throws(TreeError) {
      if plan.top == nil {
        let top = try await makeTop()
        (plan.top, plan.places[.top]) = (top, top)
        plan.newFolders.removeAll { $0.isTop }
        report.folders += 1
      }
    } catch {
      report.note(.top, governor.end != nil ? .left : .failed(error), left: plan.steps.count)
      return report
    }
    await makeFolders(&plan, steps, &report)
    let areMovesDone = await move(plan, steps, &report)
    var staging: StagingFolder?
    var changed = await send(plan.sends, plan, &staging, steps, &report)
    if !changed.isEmpty {
      // Once more, when everything else is there: what is written to now and then may hold still by now.
      changed = await send(changed, plan, &staging, steps, &report)
    }
    for send in changed { report.note(send.path, .failed(.changed(path: send.path.text))) }
    // What could not be moved may be in what would go.
    if areMovesDone { await delete(plan, steps, &report) } else { report.left += plan.deletes.count }
    report.stop = steps.halt.reason
    return report
  }

  // MARK: - Folders and moves

  private func makeFolders(_ plan: inout SyncPlan, _ steps: StepRunner, _ report: inout SyncReport) async {
    let resolver = PathResolver(drive)
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

  /// - Returns: Whether all of it was done.
  private func move(_ plan: SyncPlan, _ steps: StepRunner, _ report: inout SyncReport) async -> Bool {
    var isDone = true
    let places = plan.places
    let renames = Collector<FileID, EntryName>()
    await steps.run(plan.moveBatches, cost: { _ in 1 }) { (batch) throws(TreeError) in
      guard let target = batch.first?.to.folder, let place = places[target] else {
        throw .missing(path: batch.first?.to.text ?? "", below: "")
      }
      do throws(WeDriveError) {
        let moved = try await drive.fileMove(parentID: place.folder, fileIDs: batch.map(\.entry.id)).fileList.items
        for info in moved { await renames.add(info.fileID, EntryName(info.fileName)) }
      } catch {
        throw .drive(error)
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
    let names = await renames.values
    let wanted = plan.moves.compactMap { move -> Rename? in
      let current = names[move.entry.id] ?? move.entry.name
      let isMoved = move.from.folder == move.to.folder || names[move.entry.id] != nil
      let rename = Rename(move: move, current: current)
      return isMoved && current != rename.wanted ? rename : nil
    }
    return await rename(wanted, steps, &report) && isDone
  }

  /// An entry that is in its folder, and has another name there than it is to have: it got a new one, or the service has put a number
  /// to it because a name was taken for a moment.
  private struct Rename: Sendable {
    let move: SyncPlan.Move
    var current: EntryName
    var wanted: EntryName { NameMapping.remote(move.to.name) }
    /// What it is called, and where.
    var place: [EntryName?] { [move.to.folder.map { EntryName(bytes: $0.bytes) }, current] }
    /// What it is to be called, and where.
    var wantedPlace: [EntryName?] { [move.to.folder.map { EntryName(bytes: $0.bytes) }, wanted] }
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
        do throws(WeDriveError) {
          let id = rename.move.entry.id
          let info = try await drive.fileRename(fileID: id, newName: rename.wanted.text).file
          await given.add(id, info.map { EntryName($0.fileName) } ?? rename.wanted)
        } catch {
          throw .drive(error)
        }
      } ended: {
        ended.append(($0, $1))
      }
      let names = await given.values
      for (rename, outcome) in ended {
        if case .done = outcome, isCircle, let name = names[rename.move.entry.id], name != rename.wanted {
          waiting.append(Rename(move: rename.move, current: name))
          continue
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

  // MARK: - Contents

  /// Sends new files, then replaced ones.
  ///
  /// - Returns: Those that changed while they were read.
  private func send(
    _ sends: [SyncPlan.Send], _ plan: SyncPlan, _ staging: inout StagingFolder?, _ steps: StepRunner,
    _ report: inout SyncReport
  ) async -> [SyncPlan.Send] {
    var changed: [SyncPlan.Send] = []
    await sendNew(sends.filter { $0.old == nil }, plan, steps, &report, &changed)
    await replace(sends.filter { $0.old != nil }, plan, &staging, steps, &report, &changed)
    return changed
  }

  private func sendNew(
    _ sends: [SyncPlan.Send], _ plan: SyncPlan, _ steps: StepRunner, _ report: inout SyncReport,
    _ changed: inout [SyncPlan.Send]
  ) async {
    let places = plan.places
    let upload = FileSender(run: self, order: plan.order)
    await steps.run(sends, cost: { upload.calls(toSend: $0) }, needsRoom: true) { (send) throws(TreeError) in
      guard let place = places[send.path.folder ?? .top] else { throw .missing(path: send.path.text, below: "") }
      _ = try await upload.send(send, to: place)
    } ended: { send, outcome in
      if report.note(send, outcome, &changed) {
        report.sent += 1
        report.bytes += send.size
      }
    }
  }

  /// Sends replaced files into the staging folder, so many as their names allow to be there together, and moves those of one
  /// folder with one call.
  private func replace(
    _ sends: [SyncPlan.Send], _ plan: SyncPlan, _ opened: inout StagingFolder?, _ steps: StepRunner,
    _ report: inout SyncReport, _ changed: inout [SyncPlan.Send]
  ) async {
    guard !sends.isEmpty, let top = plan.top else { return }
    var staging: StagingFolder
    if let there = opened {
      staging = there
    } else {
      do throws(TreeError) {
        guard !steps.halt.isOver(needingRoom: true) else {
          report.left += sends.count
          return
        }
        guard governor.reserve(1) else {
          governor.exhaust()
          report.left += sends.count
          return
        }
        defer { governor.release(1) }
        staging = try await StagingFolder.open(plan.staging, below: top, drive)
      } catch {
        steps.halt.note(error)
        report.note(.top, governor.end != nil ? .left : .failed(error), left: sends.count)
        return
      }
    }
    defer { opened = staging }
    let upload = FileSender(run: self, order: plan.order)
    for batch in StagingFolder.batches(of: sends) {
      guard !steps.halt.isOver(needingRoom: true) else {
        report.left += batch.count
        continue
      }
      let place = staging.place
      // What an earlier run has left here is taken if it is what is wanted.
      var waiting: [TreePath: FileID] = [:]
      for send in batch { if let there = staging.take(send) { waiting[send.path] = there } }
      if let blocking = staging.blocking(batch) {
        do throws(TreeError) {
          try await RemoteOperations(drive, resolver: PathResolver(drive)).delete(blocking)
        } catch {
          steps.halt.note(error)
          report.note(.top, governor.end != nil ? .left : .failed(error), left: batch.count)
          continue
        }
        staging.forget(blocking)
      }
      let made = Collector<TreePath, FileID>()
      let folders = Set(batch.compactMap { $0.path.folder }).count
      // No content is sent that could not be moved to its place afterwards.
      guard governor.reserve(folders) else {
        governor.exhaust()
        report.left += batch.count
        continue
      }
      let still = batch.filter { waiting[$0.path] == nil }
      await steps.run(still, cost: { upload.calls(toSend: $0) }, needsRoom: true) { (send) throws(TreeError) in
        await made.add(send.path, try await upload.send(send, to: place))
      } ended: { send, outcome in
        if report.note(send, outcome, &changed) { report.bytes += send.size }
      }
      governor.release(folders)
      waiting.merge(await made.values) { $1 }
      await putInPlace(batch.filter { waiting[$0.path] != nil }, waiting, plan.places, steps, &report)
    }
  }

  private func putInPlace(
    _ sends: [SyncPlan.Send], _ ids: [TreePath: FileID], _ places: [TreePath: FolderPlace], _ steps: StepRunner,
    _ report: inout SyncReport
  ) async {
    let groups = Dictionary(grouping: sends) { $0.path.folder ?? .top }.sorted { $0.key < $1.key }
    await steps.run(groups, cost: { _ in 1 }) { (group) throws(TreeError) in
      guard let place = places[group.key] else { throw .missing(path: group.key.text, below: "") }
      let files = group.value.compactMap { ids[$0.path] }
      do throws(WeDriveError) {
        _ = try await drive.fileMove(parentID: place.folder, fileIDs: files) { $0.replace = true }
      } catch {
        throw .drive(error)
      }
    } ended: { group, outcome in
      for send in group.value where report.note(send.path, outcome) { report.sent += 1 }
    }
  }

  // MARK: - Deletes

  private func delete(_ plan: SyncPlan, _ steps: StepRunner, _ report: inout SyncReport) async {
    let size = RemoteOperations.idsPerCall
    let batches = stride(from: 0, to: plan.deletes.count, by: size).map {
      Array(plan.deletes[$0..<min(plan.deletes.count, $0 + size)])
    }
    await steps.run(batches, cost: { _ in 1 }) { (batch) throws(TreeError) in
      let ids = batch.compactMap { $0.entry?.id }
      do throws(WeDriveError) {
        try await drive.fileDelete(fileIDs: ids)
      } catch {
        // One that is gone already stops the others: they are deleted one at a time.
        guard case .refused(let refusal) = error, ids.count > 1, refusal.isAboutMissing else {
          if case .refused(let refusal) = error, refusal.isAboutMissing { return }
          throw .drive(error)
        }
        for id in ids {
          do throws(WeDriveError) { try await drive.fileDelete(fileIDs: [id]) } catch {
            if case .refused(let refusal) = error, refusal.isAboutMissing { continue }
            throw .drive(error)
          }
        }
      }
    } ended: { batch, outcome in
      for delete in batch where report.note(delete.path, outcome) { report.deleted += delete.files }
    }
  }
}

extension Refusal {
  /// Whether what was named is not there, or not any more.
  var isAboutMissing: Bool { [.fileNotFound, .fileDeleted].contains(weComErrcode) }
}

extension SyncReport {
  /// Notes how the upload of a file ended. One that is not there any more is none that failed.
  ///
  /// - Parameter changed: Gets it if it changed while it was read.
  /// - Returns: Whether it was done.
  fileprivate mutating func note(
    _ send: SyncPlan.Send, _ outcome: StepRunner.Outcome, _ changed: inout [SyncPlan.Send]
  ) -> Bool {
    if case .failed(.changed) = outcome {
      var again = send
      // What was found of it before is not what it is any more.
      again.sha1 = nil
      changed.append(again)
      return false
    }
    if case .failed(let error) = outcome, error.isAboutVanished {
      vanished += 1
      return false
    }
    return note(send.path, outcome)
  }

  /// Notes how a step ended.
  ///
  /// - Returns: Whether it was done.
  @discardableResult
  mutating func note(_ path: TreePath, _ outcome: StepRunner.Outcome, left count: Int = 1) -> Bool {
    switch outcome {
    case .done: return true
    case .left: left += count
    case .failed(let error):
      failures.append(ItemFailure(path: path, error: error))
      left += count - 1
    }
    return false
  }
}

/// Values that several tasks find.
actor Collector<Key: Hashable & Sendable, Value: Sendable> {
  private(set) var values: [Key: Value] = [:]
  func add(_ key: Key, _ value: Value) { values[key] = value }
}
