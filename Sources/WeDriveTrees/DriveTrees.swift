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

/// Compares folder trees of this machine with those of the service, and makes one like the other.
///
/// ```swift
/// let trees = DriveTrees(drive, state: "/var/lib/backup")
/// var order = SyncOrder(.up(from: "/srv/files", to: try DrivePath(parsing: "s.1:/files")))
/// let plan = try await trees.plan(order)
/// print(plan.calls.toCome)
/// let report = try await trees.run(plan)
/// ```
///
/// Files are the same if their sizes and their SHA-1 are. Every call is counted, those of repetitions included.
public struct DriveTrees: Sendable {
  let drive: WeDriveClient
  private let governor: CallGovernor
  let resolver: PathResolver
  private let state: String?

  /// Trees of a client.
  ///
  /// - Parameters:
  ///   - drive: The client.
  ///   - state: A folder in which digests and ids are remembered between runs; nil: nothing is, and files are read again.
  ///   - aliases: Names for spaces that paths may begin with.
  ///   - callLimit: The most exchanges with the service, for all that is done with this value; nil: any number.
  ///   - concurrency: How many calls are under way at once.
  public init(
    _ drive: WeDriveClient, state: String? = nil, aliases: SpaceAliases? = nil, callLimit: Int? = nil,
    concurrency: Int = 4
  ) {
    self.init(drive, state: state, aliases: aliases, governor: CallGovernor(limit: callLimit, concurrency: concurrency))
  }

  /// Trees of a client, whose calls a governor counts.
  public init(_ drive: WeDriveClient, state: String?, aliases: SpaceAliases?, governor: CallGovernor) {
    self.drive = governor.governing(drive)
    (self.governor, self.state) = (governor, state)
    resolver = PathResolver(self.drive, aliases: aliases)
  }

  /// How many exchanges were begun, repetitions included.
  public var calls: Int { governor.calls }

  /// What a path leads to.
  public func locate(_ path: DrivePath) async throws(TreeError) -> LocatedEntry {
    do throws(TreeError) { return try await resolver.locate(path) } catch { throw ended(error) }
  }

  // MARK: - Sync

  /// Compares both sides, and says what has to be done and what it costs. Changes nothing.
  ///
  /// - Parameters:
  ///   - order: What is wanted.
  ///   - progress: Told how many files are compared, ten times a second at most.
  ///   - accepts: Asked about what a guard would stop, one thing at a time, where there is a person to ask; then also whether a
  ///     destination that has nothing in common with the source is the right one. True: it is right. Without it guards stop.
  /// - Throws: ``TreeError/guarded(_:)`` where a guard stops the order; ``TreeError/inUse(path:process:)`` while another process
  ///   works on the same pair.
  public func plan(
    _ order: SyncOrder, progress: (@Sendable (SyncProgress) -> Void)? = nil,
    accepts: ((SyncGuard) async -> Bool)? = nil
  ) async throws(TreeError) -> SyncPlan {
    let meter = ProgressMeter(governor, progress)
    do throws(TreeError) {
      var plan =
        switch order.direction {
        case .up(let source, let target): try await planUp(order, source, target, meter)
        case .down(let source, let target): try await planDown(order, source, target, meter)
        }
      meter.end()
      plan.calls.made = governor.calls
      try await SyncGuards(order: order, context: plan.context).check(plan, accepts)
      return plan
    } catch {
      throw ended(error)
    }
  }

  /// Carries out a plan of this value.
  ///
  /// - Returns: What was done. What went wrong with single entries is in it.
  public func run(
    _ plan: SyncPlan, progress: (@Sendable (SyncProgress) -> Void)? = nil
  ) async throws(TreeError) -> SyncReport {
    guard let context = plan.context else {
      throw .invalid(text: "the plan", reason: "was not made by this library")
    }
    let meter = ProgressMeter(governor, progress)
    meter.begin(plan)
    var report: SyncReport
    switch plan.order.direction {
    case .up(_, let target):
      guard let local = context.local else { throw .missing(path: "the source", below: "") }
      let run = UpRun(
        drive: drive, governor: governor, local: local, digests: context.digests, meter: meter, names: context.names,
        targets: TargetCheck(drive, lifetime: plan.order.listingLifetime, planned: plan.begun),
        uploads: state.map { $0 + "/uploads" })
      report = await run.run(plan) { () throws(TreeError) in
        let top = try await resolver.folder(target, making: true)
        await BlockingWork.run { context.remember(top: top) }
        return top
      }
    case .down(_, let target):
      let local: LocalTree
      if let there = context.local {
        local = there
      } else {
        local = try await onFiles { () throws(FileFailure) in
          for end in target.indices where target[end] == "/" && end != target.startIndex {
            mkdir(String(target[..<end]), 0o777)
          }
          guard mkdir(target, 0o777) == 0 || errno == EEXIST else {
            throw FileFailure("make the folder", target, errno: errno)
          }
          return try LocalTree(LocalPath(target))
        }
      }
      let run = DownRun(drive: drive, governor: governor, local: local, digests: context.digests, meter: meter)
      report = await run.run(plan)
    }
    await BlockingWork.run { context.finish(plan.order) }
    report.notices = context.notices + plan.notices
    report.same = plan.same
    report.skipped = plan.skipped
    report.vanished += plan.vanished
    report.documents = plan.documents
    report.suspended = plan.suspended
    report.failures =
      plan.failures
      + plan.refusals.map { ItemFailure(path: $0.path, error: .invalid(text: $0.path.text, reason: $0.reason)) }
      + report.failures
    report.end = governor.end
    report.calls = governor.calls
    meter.end()
    return report
  }

  /// Plans and carries out.
  public func sync(
    _ order: SyncOrder, progress: (@Sendable (SyncProgress) -> Void)? = nil
  ) async throws(TreeError) -> SyncReport {
    try await run(try await plan(order, progress: progress), progress: progress)
  }

  private func planUp(
    _ order: SyncOrder, _ source: String, _ target: DrivePath, _ meter: ProgressMeter
  ) async throws(TreeError) -> SyncPlan {
    let local: LocalTree
    do throws(TreeError) {
      local = try await onFiles { () throws(FileFailure) in
        var tree = try LocalTree(LocalPath(source))
        tree.followsLinks = order.followsLinks
        return tree
      }
    } catch {
      if case .file(let failure) = error, failure.errno == ENOENT || failure.errno == ENOTDIR {
        throw .invalid(text: source, reason: failure.errno == ENOENT ? "does not exist" : "is not a folder")
      }
      throw error
    }
    let context = try await SyncContext.open(state, local, target.description)
    let planner = UpPlanner(
      drive: drive, order: order, local: local, digests: context.digests(order), compared: meter.compared)
    var plan: SyncPlan?
    // A name may have become that of another space since.
    let space = try resolver.space(of: target)
    if let top = await BlockingWork.run({ context.rememberedTop }), space == nil || space == top.space {
      let remembered = try await planner.plan(to: top)
      // A remembered folder that is not there any more is looked up again.
      let isGone = remembered.failures.contains { failure in
        guard failure.path.isTop, case .drive(.refused(let refusal)) = failure.error else { return false }
        return refusal.isAboutMissing
      }
      if isGone {
        await BlockingWork.run { context.remember(top: nil) }
      } else {
        plan = remembered
      }
    }
    var made: SyncPlan
    if let plan {
      made = plan
    } else {
      made = try await planner.plan(to: try await existing(target))
      if let top = made.top { await BlockingWork.run { context.remember(top: top) } }
      // Folders above the destination that are missing, too.
      if made.top == nil { made.missingAbove = try await missing(above: target) }
      made.countCalls()
    }
    made.context = context
    return made
  }

  private func planDown(
    _ order: SyncOrder, _ source: DrivePath, _ target: String, _ meter: ProgressMeter
  ) async throws(TreeError) -> SyncPlan {
    let top = try await resolver.folder(source)
    var local: LocalTree?
    do throws(TreeError) {
      local = try await onFiles { () throws(FileFailure) in try LocalTree(LocalPath(target)) }
    } catch {
      guard case .file(let failure) = error, failure.errno == ENOENT else { throw error }
    }
    let context = try await SyncContext.open(state, local, source.description, target: target)
    let planner = DownPlanner(
      drive: drive, order: order, local: local, digests: context.digests(order), compared: meter.compared)
    var plan = try await planner.plan(from: top)
    plan.context = context
    return plan
  }

  private func existing(_ path: DrivePath) async throws(TreeError) -> FolderPlace? {
    do throws(TreeError) {
      return try await resolver.folder(path)
    } catch {
      guard case .missing = error else { throw error }
      return nil
    }
  }

  /// How many folders above a path are missing.
  private func missing(above path: DrivePath) async throws(TreeError) -> Int {
    var count = 0
    var current = path.folder
    while let folder = current, try await existing(folder) == nil {
      count += 1
      current = folder.folder
    }
    return count
  }

  /// The end of the calls is what went wrong, whatever it has made of the call that met it.
  private func ended(_ error: TreeError) -> TreeError {
    if let end = governor.end { return .outOfCalls(end) }
    return error
  }

  // MARK: - Check

  /// How an entry compares.
  public enum Comparison: Sendable {
    /// Both sides have the same content.
    case same
    /// Only this machine has it.
    case onlyLocal
    /// Only the service has it.
    case onlyRemote
    /// The contents differ.
    case different
    /// It could not be compared.
    case failed(TreeError)
  }

  /// Compares without changing anything, and gives each file to `body`, folder by folder.
  ///
  /// - Parameters:
  ///   - source: The local folder.
  ///   - target: The folder of the service.
  ///   - filter: What is compared.
  ///   - reading: Which local files are read.
  ///   - oneWay: Whether what only the service has is of no interest.
  ///   - body: Given the path of each file, and how its two sides compare.
  public func check(
    _ source: String, against target: DrivePath, filter: TreeFilter = .everything,
    reading: SyncOrder.Reading = .changed, oneWay: Bool = false,
    _ body: (TreePath, Comparison) -> Void
  ) async throws(TreeError) {
    do throws(TreeError) {
      let top = try await resolver.folder(target)
      let local = try await onFiles { () throws(FileFailure) in try LocalTree(LocalPath(source)) }
      let context = try await SyncContext.open(state, local, target.description)
      var order = SyncOrder(.up(from: source, to: target))
      order.reading = reading
      let comparison = TreeComparison(
        drive: drive, folders: FolderComparison(filter: filter, digests: context.digests(order), isDown: false),
        reach: .init(foldersOnlyLocal: true, foldersOnlyRemote: !oneWay), concurrency: governor.concurrency)
      try await comparison.run(local, top) { (differences) throws(TreeError) in
        differences.results(oneWay: oneWay, body)
      }
      await BlockingWork.run { context.state?.commit() }
    } catch {
      throw ended(error)
    }
  }
}

extension FolderDifferences {
  /// Gives each file with how it compares to `body`, in the order of their names. Each list is in that order already.
  fileprivate func results(oneWay: Bool, _ body: (TreePath, DriveTrees.Comparison) -> Void) {
    typealias Result = (name: EntryName, comparison: DriveTrees.Comparison)
    func failed(_ name: EntryName, _ reason: String) -> Result {
      (name, .failed(.invalid(text: path.appending(name).text, reason: reason)))
    }
    func list(_ count: Int, _ result: @escaping (Int) -> Result) -> (count: Int, result: (Int) -> Result) {
      (count, result)
    }
    let lists = [
      list(same.count) { (same[$0], .same) },
      list(changed.count) { (changed[$0].local.name, .different) },
      list(onlyLocal.count) { (onlyLocal[$0].name, .onlyLocal) },
      list(oneWay ? 0 : onlyRemote.count) { (onlyRemote[$0].localName, .onlyRemote) },
      list(conflicts.count) { failed(conflicts[$0].name, conflicts[$0].reason) },
      list(refusals.count) { (refusals[$0].path.name, .onlyLocal) },
      list(unreadable.count) { (unreadable[$0].path.relative(to: path).name, .failed(unreadable[$0].error)) },
    ]
    if let listingFailure { body(path, .failed(listingFailure)) }
    var next = [Int](repeating: 0, count: lists.count)
    var heads = lists.map { $0.count > 0 ? $0.result(0) : nil }
    while true {
      var first: Int?
      for (number, head) in heads.enumerated() {
        guard let head else { continue }
        if first.map({ head.name < heads[$0]?.name ?? head.name }) ?? true { first = number }
      }
      guard let first, let head = heads[first] else { return }
      // A folder that could not be read stands for itself.
      body(head.name.bytes.isEmpty ? path : path.appending(head.name), head.comparison)
      next[first] += 1
      heads[first] = next[first] < lists[first].count ? lists[first].result(next[first]) : nil
    }
  }
}
