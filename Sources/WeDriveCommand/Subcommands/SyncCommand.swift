import ArgumentParser
import Foundation
import WeDrive
import WeDriveTrees

struct SyncCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sync", abstract: "Makes a folder have what another has: up to WeDrive, or down from it.",
    discussion: """
        wedrive sync -n /srv/files Backups:/files          what would be done, and how many calls it takes
        wedrive sync /srv/files Backups:/files
        wedrive sync --delete Backups:/files /srv/mirror

      Files are the same if size and SHA-1 are; nothing else is sent. What replaces a file is sent whole before it takes its \
      place; its id changes, so share folders rather than files. Nothing is deleted without --delete, and then no more than \
      20 files or a tenth of the destination, whichever is more, unless --max-delete says so; on a terminal it is asked. What filters leave out is left \
      alone on both sides, and so are online documents.

      Ends with 0 if all was done, 3 if something failed, 4 if a guard stopped it with nothing changed, 5 if calls ran out: \
      the same command goes on.
      """)

  @OptionGroup var service: ServiceOptions
  @OptionGroup var output: ResultOptions
  @OptionGroup var calls: CallOptions
  @OptionGroup var filters: FilterOptions

  @Flag(name: [.customShort("n"), .long], help: "Print what would be done, and do nothing.")
  var dryRun = false

  @Flag(help: "Delete at the destination what the source does not have; find renamed files and folders.")
  var delete = false

  @Option(
    help: ArgumentHelp("How many files --delete may delete: a number, or a share such as 50%.", valueName: "limit"))
  var maxDelete: String?

  @Option(help: ArgumentHelp("Write the plan to a file, and do nothing.", valueName: "file"))
  var plan: String?

  @Option(
    help: ArgumentHelp("Do only what is in a plan of --plan; what has changed since is left out.", valueName: "file"))
  var apply: String?

  @Option(
    help: ArgumentHelp("A file that the source has to have, for disks that may not be mounted.", valueName: "path"))
  var marker: String?

  @Flag(help: "With --delete: accept a source on another file system than last time.")
  var otherSource = false

  @Flag(help: "With --delete: accept other filters than last time.")
  var otherFilters = false

  @Flag(help: "On the way down: replace files that were changed here, too, without keeping them beside.")
  var overwrite = false

  @Flag(
    name: [.customShort("L"), .customLong("follow")],
    help: "On the way up: follow links, instead of leaving them out.")
  var follow = false

  @Flag(help: "Read all local files, instead of those that look changed.")
  var read = false

  @Flag(help: "Send no message cards: then each file costs three calls at least.")
  var noCards = false

  @Argument(help: ArgumentHelp("From where: a local folder, or SPACE:/folder.", valueName: "source"))
  var source: String

  @Argument(help: ArgumentHelp("To where: SPACE:/folder, or a local folder.", valueName: "destination"))
  var destination: String

  func validate() throws {
    guard RemoteArgument.isPath(source) != RemoteArgument.isPath(destination) else {
      throw ValidationError("One side is a local folder, and the other SPACE:/folder.")
    }
    if maxDelete != nil, !delete { throw ValidationError("--max-delete goes with --delete.") }
    if plan != nil, apply != nil { throw ValidationError("Give either --plan or --apply.") }
    _ = try deletes()
  }

  func run() async throws {
    try await withTrees(service, calls, state: true) { trees in
      let order = try order()
      let shown = SyncOutput(label: "sync", output: output)
      let display = SyncDisplay("sync", isQuiet: output.quiet)
      let result = await cancelledByInterruption { () async -> Result<SyncReport?, any Error> in
        do {
          // A plan that is only looked at harms nothing, and is stopped as it would be where no person can be asked.
          let asks = TerminalQuestion.isPossible && !dryRun && self.plan == nil
          var plan = try await trees.plan(
            order, progress: { display.show($0) }, accepts: asks ? { await Self.isRight($0, display) } : nil)
          var missing = 0
          if let apply { missing = plan.keep(only: try PlanFile.read(apply)) }
          if let file = self.plan { try PlanFile.write(plan.steps, to: file) }
          if dryRun || self.plan != nil {
            display.clear()
            try shown.show(plan)
            return .success(nil)
          }
          let report = try await trees.run(plan) { display.show($0) }
          display.clear()
          if missing > 0 { StandardError.print("wedrive: \(missing) steps are not in both plans, and were left out") }
          let outcome = try shown.show(report) ?? (missing > 0 ? .incomplete : nil)
          if let outcome { throw ExitCode(outcome.rawValue) }
          return .success(report)
        } catch {
          display.clear()
          return .failure(error)
        }
      }
      _ = try result.get()
    }
  }

  /// Asks the person at the terminal whether what a guard has found is right.
  private static func isRight(_ stop: SyncGuard, _ display: SyncDisplay) async -> Bool {
    display.clear()
    return await TerminalQuestion.ask("\(stop). Go on?") == true
  }

  private func order() throws -> SyncOrder {
    var order: SyncOrder
    if RemoteArgument.isPath(destination) {
      order = SyncOrder(.up(from: source, to: try RemoteArgument(destination).path))
    } else {
      try CommandArgument.checkIsText(destination, "the local folder")
      order = SyncOrder(.down(from: try RemoteArgument(source).path, to: destination))
    }
    order.filter = try filters.filter()
    order.deletes = try deletes()
    order.marker = marker
    (order.acceptsOtherSource, order.acceptsOtherFilters) = (otherSource, otherFilters)
    order.overwritesLocalChanges = overwrite
    order.followsLinks = follow
    order.reading = read ? .everything : .changed
    order.concurrency = calls.jobs
    order.pushesCard = !noCards
    return order
  }

  private func deletes() throws -> SyncOrder.Deletes {
    guard delete else { return .none }
    guard let maxDelete else { return .share(0.1) }
    if maxDelete.hasSuffix("%"), let share = Double(maxDelete.dropLast()), (0...100).contains(share) {
      return share == 100 ? .atMost(.max) : .share(share / 100)
    }
    guard let count = Int(maxDelete), count >= 0 else {
      throw ValidationError("--max-delete is a number, or a share such as 50%.")
    }
    return .atMost(count)
  }
}

/// Plans as files: a step a line, in JSON.
enum PlanFile {
  static func write(_ steps: [SyncPlan.Step], to path: String) throws {
    var lines = ""
    for step in steps { lines += try JSONLine.of(step) + "\n" }
    do {
      try Data(lines.utf8).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw ErrorReport(.failed, "--plan: \(path): cannot be written")
    }
  }

  static func read(_ path: String) throws -> [SyncPlan.Step] {
    let bytes = try Descriptor.readAll(path: path)
    return try bytes.split(separator: UInt8(ascii: "\n")).enumerated().map { number, line in
      guard let step = try? JSONDecoder().decode(SyncPlan.Step.self, from: Data(line)) else {
        throw ErrorReport(.usage, "--apply: \(path):\(number + 1) is not a step of a plan")
      }
      return step
    }
  }
}
