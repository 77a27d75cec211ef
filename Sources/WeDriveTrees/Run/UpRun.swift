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
    await move(plan, steps, &report)
    await send(plan, steps, &report)
    await replace(plan, steps, &report)
    await delete(plan, steps, &report)
    return report
  }

  // MARK: - Folders and moves

  private func makeFolders(_ plan: inout SyncPlan, _ steps: StepRunner, _ report: inout SyncReport) async {
    let resolver = PathResolver(drive)
    // A level at a time: those above have to be there.
    for (_, paths) in Dictionary(grouping: plan.newFolders, by: \.depth).sorted(by: { $0.key < $1.key }) {
      let places = plan.places
      let made = Collector<TreePath, FolderPlace>()
      await steps.run(paths.sorted(), cost: { _ in 1 }) { (path) throws(TreeError) in
        guard let parent = places[path.folder ?? .top] else { throw .missing(path: path.text, below: "") }
        await made.add(path, try await resolver.make(path.name, in: parent))
      } ended: { path, outcome in
        if report.note(path, outcome) { report.folders += 1 }
      }
      for (path, place) in await made.values { plan.places[path] = place }
    }
  }

  private func move(_ plan: SyncPlan, _ steps: StepRunner, _ report: inout SyncReport) async {
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
      for move in batch where report.note(move.to, outcome) && move.from.name == move.to.name { report.moved += 1 }
    }
    // What the service has called otherwise, because a name was taken for a moment, gets its name here, too.
    let names = await renames.values
    let wanted = plan.moves.filter { move in
      if move.from.folder == move.to.folder { return true }
      guard let name = names[move.entry.id] else { return false }
      return name != NameMapping.remote(move.to.name)
    }
    await steps.run(wanted, cost: { _ in 1 }) { (move) throws(TreeError) in
      do throws(WeDriveError) {
        _ = try await drive.fileRename(fileID: move.entry.id, newName: NameMapping.remote(move.to.name).text)
      } catch {
        throw .drive(error)
      }
    } ended: { move, outcome in
      if report.note(move.to, outcome), move.from.name != move.to.name { report.moved += 1 }
    }
  }

  // MARK: - Contents

  private func send(_ plan: SyncPlan, _ steps: StepRunner, _ report: inout SyncReport) async {
    let places = plan.places
    let upload = FileSender(run: self, order: plan.order)
    await steps.run(plan.sends.filter { $0.old == nil }, cost: { upload.calls(toSend: $0) }) {
      (send) throws(TreeError) in
      guard let place = places[send.path.folder ?? .top] else { throw .missing(path: send.path.text, below: "") }
      _ = try await upload.send(send, to: place)
    } ended: { send, outcome in
      if report.note(send.path, outcome) {
        report.sent += 1
        report.bytes += send.size
      }
    }
  }

  /// Sends replaced files into the staging folder, so many as their names allow to be there together, and moves those of one
  /// folder with one call.
  private func replace(_ plan: SyncPlan, _ steps: StepRunner, _ report: inout SyncReport) async {
    let sends = plan.sends.filter { $0.old != nil }
    guard !sends.isEmpty, let top = plan.top else { return }
    var staging: StagingFolder
    do throws(TreeError) {
      guard governor.reserve(1) else {
        governor.exhaust()
        report.left += sends.count
        return
      }
      defer { governor.release(1) }
      staging = try await StagingFolder.open(plan.staging, below: top, drive)
    } catch {
      report.note(.top, governor.end != nil ? .left : .failed(error), left: sends.count)
      return
    }
    let upload = FileSender(run: self, order: plan.order)
    for batch in StagingFolder.batches(of: sends) {
      let place = staging.place
      // What an earlier run has left here is taken if it is what is wanted.
      var waiting: [TreePath: FileID] = [:]
      for send in batch { if let there = staging.take(send) { waiting[send.path] = there } }
      if let blocking = staging.blocking(batch) {
        do throws(TreeError) {
          try await RemoteOperations(drive, resolver: PathResolver(drive)).delete(blocking)
        } catch {
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
      await steps.run(still, cost: { upload.calls(toSend: $0) }) { (send) throws(TreeError) in
        await made.add(send.path, try await upload.send(send, to: place))
      } ended: { send, outcome in
        if report.note(send.path, outcome) { report.bytes += send.size }
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
    // What could not be sent or moved may be what takes the place of what would go.
    guard report.failures.isEmpty || plan.moves.isEmpty else { return }
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
