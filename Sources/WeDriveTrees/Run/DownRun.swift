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

/// Carries out a plan of the way down: folders, then files, then deletes. Every step of every path is opened without following
/// links: nothing outside the local folder is written, whatever is put into it meanwhile.
struct DownRun: Sendable {
  let drive: WeDriveClient
  let governor: CallGovernor
  let local: LocalTree
  let digests: LocalDigests
  let meter: ProgressMeter

  /// Carries out the plan. The local folder itself is there.
  func run(_ plan: SyncPlan) async -> SyncReport {
    var report = SyncReport()
    let steps = StepRunner(governor: governor, concurrency: plan.order.concurrency)
    let local = local
    for path in plan.newFolders where !path.isTop {
      guard steps.halt.reason == nil else {
        report.note(path, .left)
        continue
      }
      do throws(TreeError) {
        try await onFiles { () throws(FileFailure) in
          _ = try LocalTree.makeFolder(path.name, in: try local.open(path.folder ?? .top))
        }
        report.folders += 1
      } catch {
        steps.halt.note(error)
        report.note(path, .failed(error))
      }
    }
    let kept = Collector<TreePath, TreePath>()
    await steps.run(plan.sends, cost: { _ in 1 }) { (send) throws(TreeError) in
      if let aside = try await fetch(send) { await kept.add(send.path, aside) }
    } ended: { send, outcome in
      if report.note(send.path, outcome) {
        report.sent += 1
        report.bytes += send.size
      }
    }
    report.kept = await kept.values.values.sorted()
    report.stop = steps.halt.reason
    if report.stop == nil { await delete(plan, &report) } else { report.left += plan.deletes.count }
    return report
  }

  /// Fetches a file.
  ///
  /// - Returns: Where the local file that had its name is kept, if it is.
  private func fetch(_ send: SyncPlan.Send) async throws(TreeError) -> TreePath? {
    guard let entry = send.entry else { return nil }
    meter.start(send.path, size: send.size)
    do throws(TreeError) {
      let aside = try await download(entry, send)
      meter.end(send.path, isDone: true)
      return aside
    } catch {
      meter.end(send.path, isDone: false)
      throw error
    }
  }

  private func download(_ entry: RemoteEntry, _ send: SyncPlan.Send) async throws(TreeError) -> TreePath? {
    let (local, meter) = (local, meter)
    let name = send.path.name
    let (folder, aside) = try await onFiles { () throws(FileFailure) -> (Descriptor, EntryName?) in
      let folder = try local.open(send.path.folder ?? .top)
      let there = LocalTree.state(of: name, in: folder)
      // What has come into being since the comparison, or has changed, is another's work and stays.
      guard send.replacesLocal ? there == nil || there == send.state : there == nil else {
        throw FileFailure(
          path: folder.path(of: name.text), operation: "replace", errno: EEXIST,
          reason: "came into being or changed meanwhile")
      }
      guard send.keepsLocal, there != nil else { return (folder, nil) }
      return (folder, try LocalTree.keep(name, in: folder))
    }
    var options = DownloadOptions()
    options.progress = { meter.update(send.path, done: UInt64(max(0, $0.received))) }
    // A name that is not UTF-8 is given when all is there.
    let temporary = name.isText ? name.text : "wedrive \(entry.id.rawValue.filter { $0 != "/" })"
    do throws(WeDriveError) {
      _ = try await drive.download(entry.info, into: folder, named: temporary, options: options)
    } catch {
      throw .drive(error)
    }
    let digest = try await onFiles { () throws(FileFailure) -> TreeState.Digest? in
      if !name.isText { try LocalTree.rename(EntryName(temporary), to: name, in: folder) }
      LocalTree.setTime(of: name, in: folder, to: entry.modified)
      guard let state = LocalTree.state(of: name, in: folder), let sha1 = entry.sha1 else { return nil }
      return TreeState.Digest(name: name, state: state, sha1: sha1, hashed: LocalDigests.now, isSynced: true)
    }
    if let digest {
      await BlockingWork.run { [state = digests.state] in state?.remember([digest], in: send.path.folder ?? .top) }
    }
    return aside.map { (send.path.folder ?? .top).appending($0) }
  }

  private func delete(_ plan: SyncPlan, _ report: inout SyncReport) async {
    let local = local
    for delete in plan.deletes {
      guard !Task.isCancelled else {
        report.note(delete.path, .left)
        continue
      }
      do throws(TreeError) {
        try await onFiles { () throws(FileFailure) in
          let folder = try local.open(delete.path.folder ?? .top)
          if let state = delete.state, let there = LocalTree.state(of: delete.path.name, in: folder), there != state {
            throw FileFailure(
              path: folder.path(of: delete.path.name.text), operation: "delete", reason: "changed since it was compared"
            )
          }
          try LocalTree.remove(delete.path.name, in: folder, isFolder: delete.isFolder)
        }
        report.deleted += delete.files
      } catch {
        report.note(delete.path, .failed(error))
      }
    }
  }
}
