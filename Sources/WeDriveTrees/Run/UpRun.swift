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
  /// The names under which things go up.
  let names: SentNames
  /// Looks again at what was planned long ago.
  let targets: TargetCheck
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
    // In what was made a moment ago no name is taken, and with some orders it is meant to be.
    let trusted = Set(plan.newFolders)
    let mayMeet = plan.order.existing == .rename
    let isChecked = { @Sendable (send: SyncPlan.Send) in !mayMeet && !trusted.contains(send.path.folder ?? .top) }
    let upload = FileSender(run: self, order: plan.order)
    let cost = { (send: SyncPlan.Send) in upload.calls(toSend: send) + (isChecked(send) ? targets.calls : 0) }
    await steps.run(sends, cost: cost, needsRoom: true) { (send) throws(TreeError) in
      guard let place = places[send.path.folder ?? .top] else { throw .missing(path: send.path.text, below: "") }
      if isChecked(send) { try await targets.checkIsFree(send, in: place) }
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
          try await RemoteOperations(drive, resolver: PathResolver(drive, names: names)).delete(blocking)
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
      let moves = folders * (1 + targets.calls)
      guard governor.reserve(moves) else {
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
      governor.release(moves)
      waiting.merge(await made.values) { $1 }
      await putInPlace(batch.filter { waiting[$0.path] != nil }, waiting, plan.places, steps, &report)
    }
  }

  private func putInPlace(
    _ sends: [SyncPlan.Send], _ ids: [TreePath: FileID], _ places: [TreePath: FolderPlace], _ steps: StepRunner,
    _ report: inout SyncReport
  ) async {
    let groups = Dictionary(grouping: sends) { $0.path.folder ?? .top }.sorted { $0.key < $1.key }
    let left = Collector<TreePath, Set<TreePath>>()
    var ended: [(group: (key: TreePath, value: [SyncPlan.Send]), outcome: StepRunner.Outcome)] = []
    await steps.run(groups, cost: { _ in 1 + targets.calls }) { (group) throws(TreeError) in
      guard let place = places[group.key] else { throw .missing(path: group.key.text, below: "") }
      let sends = try await targets.replaceable(group.value, in: place)
      await left.add(group.key, Set(group.value.map(\.path)).subtracting(sends.map(\.path)))
      if sends.isEmpty { return }
      let files = sends.compactMap { send in
        ids[send.path].map { RemoteOperations.Replacement(id: $0, name: send.nameThere, old: send.old?.id) }
      }
      _ = try await RemoteOperations.replace(files, in: place, drive)
    } ended: {
      ended.append(($0, $1))
    }
    let kept = await left.values
    for (group, outcome) in ended {
      for send in group.value where report.note(send.path, outcome, kept: kept[group.key]) { report.sent += 1 }
    }
  }

  // MARK: - Deletes

  private func delete(_ plan: SyncPlan, _ steps: StepRunner, _ report: inout SyncReport) async {
    let size = RemoteOperations.idsPerCall
    let batches = stride(from: 0, to: plan.deletes.count, by: size).map {
      Array(plan.deletes[$0..<min(plan.deletes.count, $0 + size)])
    }
    let places = plan.places
    let left = Collector<TreePath, Set<TreePath>>()
    var ended: [(batch: [SyncPlan.Delete], outcome: StepRunner.Outcome)] = []
    await steps.run(batches, cost: { _ in 1 + targets.calls }) { (batch) throws(TreeError) in
      let (ids, kept) = try await targets.deletable(batch, places)
      if let first = batch.first { await left.add(first.path, kept) }
      if ids.isEmpty { return }
      do throws(TreeError) {
        try await RemoteOperations.inHalves(ids) { (ids) throws(WeDriveError) in
          try await drive.fileDelete(fileIDs: ids)
        }
      } catch {
        // One that is gone already may stop the others: they are deleted one at a time.
        guard error.refusal?.isAboutMissing == true else { throw error }
        if ids.count == 1 { return }
        for id in ids {
          do throws(WeDriveError) { try await drive.fileDelete(fileIDs: [id]) } catch {
            if case .refused(let refusal) = error, refusal.isAboutMissing { continue }
            throw .drive(error)
          }
        }
      }
    } ended: {
      ended.append(($0, $1))
    }
    let kept = await left.values
    for (batch, outcome) in ended {
      let kept = batch.first.flatMap { kept[$0.path] }
      for delete in batch where report.note(delete.path, outcome, kept: kept) { report.deleted += delete.files }
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

  /// Notes how a step ended that has left alone what was changed by another, if it was done.
  ///
  /// - Parameter kept: What was left alone.
  /// - Returns: Whether it was done.
  fileprivate mutating func note(_ path: TreePath, _ outcome: StepRunner.Outcome, kept: Set<TreePath>?) -> Bool {
    guard case .done = outcome, kept?.contains(path) == true else { return note(path, outcome) }
    failures.append(ItemFailure(path: path, error: .conflict(path: path.text, .changed)))
    return false
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
