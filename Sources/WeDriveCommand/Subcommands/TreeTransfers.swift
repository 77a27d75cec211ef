import ArgumentParser
import Foundation
import WeDrive
import WeDriveTrees

/// Does the work of a command over trees, whose calls are counted.
///
/// - Parameter state: Whether digests and ids are remembered between runs.
func withTrees(
  _ service: ServiceOptions, _ calls: CallOptions, state: Bool, _ work: (DriveTrees) async throws -> Void
) async throws {
  try await reportingErrors {
    let trees = DriveTrees(
      try await service.client(), state: state ? StateFolder.folder : nil, aliases: try ConfigurationFolder.aliases(),
      callLimit: calls.maxCalls, concurrency: calls.jobs)
    try await work(trees)
  }
}

/// Uploads and downloads by paths, for `put` and `get`.
struct TreeTransfers {
  let trees: DriveTrees
  let label: String
  let output: ResultOptions
  let isRecursive: Bool
  let existing: SyncOrder.Existing
  let jobs: Int

  /// Carries out plans one after the other, as they are made, and adds up what they have done.
  func run(_ plans: [@Sendable () async throws -> SyncPlan]) async throws {
    let shown = SyncOutput(label: label, output: output)
    let display = SyncDisplay(label, isQuiet: output.quiet)
    let trees = trees
    let result = await cancelledByInterruption { () async -> Result<SyncReport, any Error> in
      var sum: SyncReport?
      do {
        for plan in plans where !Task.isCancelled {
          let report = try await trees.run(try await plan()) { display.show($0) }
          sum = sum?.adding(report) ?? report
          if report.end != nil { break }
        }
      } catch {
        display.clear()
        return .failure(error)
      }
      display.clear()
      return sum.map { .success($0) }
        ?? .failure(ErrorReport(.failed, "interrupted", advice: "Run the same command again."))
    }
    if let outcome = try shown.show(try result.get()) { throw ExitCode(outcome.rawValue) }
  }

  /// Uploads files and, with `-r`, folders.
  func put(_ sources: [String], to target: DrivePath, name: String?, pushesCard: Bool = true) async throws {
    let (trees, existing, jobs) = (trees, existing, jobs)
    var plans: [@Sendable () async throws -> SyncPlan] = []
    var files: [(folder: LocalPath, names: [String])] = []
    for source in sources {
      let path = CommandArgument.path(source)
      switch LocalKind.of(path) {
      case .folder:
        guard isRecursive else {
          throw ErrorReport(.usage, "\(source) is a folder", advice: "Give -r for a folder with all that is in it.")
        }
        guard path.isText else {
          throw ErrorReport(.usage, "\(path.text) is not UTF-8", advice: "Give it another name.")
        }
        // As with rsync: with a slash at its end, what is in the folder; otherwise the folder.
        let below = source.hasSuffix("/") ? target : target.appending(EntryName(try Self.name(of: path)))
        plans.append {
          var order = SyncOrder(.up(from: source, to: below))
          (order.existing, order.concurrency, order.pushesCard) = (existing, jobs, pushesCard)
          return try await trees.plan(order)
        }
      case .file, .missing:
        if let index = files.firstIndex(where: { $0.folder == path.folder }) {
          files[index].names.append(source)
        } else {
          files.append((path.folder, [source]))
        }
      }
    }
    let place = name.map { target.appending(EntryName($0)) } ?? target
    for (_, names) in files {
      plans.insert({ try await trees.plan(files: names, to: place, existing: existing, pushesCard: pushesCard) }, at: 0)
    }
    try await run(plans)
  }

  /// Downloads files and, with `-r`, folders.
  func get(_ sources: [RemoteArgument], to destination: String) async throws {
    let (trees, existing, jobs) = (trees, existing, jobs)
    var plans: [@Sendable () async throws -> SyncPlan] = []
    var files: [LocatedEntry] = []
    for source in sources {
      let located = try await trees.locate(source.path)
      guard located.isFolder else {
        files.append(located)
        continue
      }
      guard isRecursive else { throw TreeError.isFolder(path: located.path.description) }
      let name = located.entry?.localName.text ?? located.path.start
      let below = destination.hasSuffix("/") ? destination + name : destination + "/" + name
      plans.append {
        var order = SyncOrder(.down(from: located.path, to: below))
        (order.existing, order.concurrency, order.overwritesLocalChanges) = (existing, jobs, true)
        return try await trees.plan(order)
      }
    }
    if !files.isEmpty {
      let isFolder = LocalKind.of(LocalPath(destination)) == .folder
      guard isFolder || files.count == 1 else { throw ErrorReport(.usage, "\(destination) is not a folder") }
      let path = LocalPath(destination)
      let (folder, name) = isFolder ? (destination, nil) : (path.folder.text, path.name.text)
      let found = files
      plans.append { try await trees.plan(files: found, to: folder, named: name, existing: existing) }
    }
    try await run(plans)
  }

  /// The name that a folder goes by, which `.` and `..` have elsewhere.
  private static func name(of path: LocalPath) throws -> String {
    let name = path.name.text
    guard name == "." || name == ".." || name.isEmpty else { return name }
    guard let resolved = LocalKind.resolved(path), !resolved.name.bytes.isEmpty else {
      throw ErrorReport(
        .usage, "\(path.text) has no name of its own", advice: "Give it a slash at its end: \(path.text)/")
    }
    return resolved.name.text
  }
}

/// What is at a path of this machine, itself or through a link.
enum LocalKind {
  case folder, file, missing

  static func of(_ path: LocalPath) -> LocalKind {
    var status = stat()
    guard path.withCString({ stat($0, &status) }) == 0 else { return .missing }
    return status.st_mode & S_IFMT == S_IFDIR ? .folder : .file
  }

  /// The path without links and steps back.
  static func resolved(_ path: LocalPath) -> LocalPath? {
    guard let resolved = path.withCString({ realpath($0, nil) }) else { return nil }
    defer { free(resolved) }
    return LocalPath(bytes: Array(UnsafeRawBufferPointer(start: resolved, count: strlen(resolved))))
  }
}
