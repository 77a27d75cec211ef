import ArgumentParser
import WeDrive
import WeDriveTrees

/// How many calls a run may make, and how many at once.
struct CallOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The most calls of this run. What cannot end within them is not begun, and the exit code is 5.",
      valueName: "number"))
  var maxCalls: Int?

  @Option(name: .shortAndLong, help: ArgumentHelp("How much is done at once, 1 to 16.", valueName: "number"))
  var jobs = 4

  /// The same, from options of another name.
  static func of(maxCalls: Int?, jobs: Int) -> CallOptions {
    var options = CallOptions()
    (options.maxCalls, options.jobs) = (maxCalls, jobs)
    return options
  }

  func validate() throws {
    guard (1...16).contains(jobs) else { throw ValidationError("--jobs is a number from 1 to 16.") }
    if let maxCalls, maxCalls < 1 { throw ValidationError("--max-calls is at least 1.") }
  }
}

/// What the commands for paths and trees work with: a client whose calls are counted, and what finds paths.
struct DriveSession: Sendable {
  let drive: WeDriveClient
  let governor: CallGovernor
  let resolver: PathResolver
  let aliases: SpaceAliases?
  let jobs: Int

  init(_ service: ServiceOptions, _ calls: CallOptions) async throws {
    governor = CallGovernor(limit: calls.maxCalls, concurrency: calls.jobs)
    drive = governor.governing(try await service.client())
    aliases = try ConfigurationFolder.aliases()
    resolver = PathResolver(drive, aliases: aliases)
    jobs = calls.jobs
  }

  /// What an argument names.
  func locate(_ argument: RemoteArgument) async throws -> LocatedEntry {
    try checkIsNoAlias(argument)
    return try await resolver.locate(argument.path)
  }

  /// The folder that an argument names.
  func folder(_ argument: RemoteArgument, making: Bool = false) async throws -> FolderPlace {
    try checkIsNoAlias(argument)
    return try await resolver.folder(argument.path, making: making)
  }

  /// The id of what an argument names.
  func fileID(_ argument: RemoteArgument) async throws -> FileID {
    if case .id(let id) = argument, aliases?[id] == nil { return FileID(id) }
    let located = try await locate(argument)
    guard let entry = located.entry else {
      throw ErrorReport(.usage, "\(located.path) is the root of a space, which is neither a file nor a folder here")
    }
    return entry.id
  }

  /// A word that is an alias, but has no colon, would be taken for an id.
  private func checkIsNoAlias(_ argument: RemoteArgument) throws {
    if case .id(let id) = argument, aliases?[id] != nil {
      throw ErrorReport(.usage, "\(id) has no colon, and would be an id", advice: "For the space of that name: \(id):")
    }
  }
}

/// Does the work of a command, whose calls are counted: if they run out, that is the error.
func withSession(
  _ service: ServiceOptions, _ calls: CallOptions, _ work: (DriveSession) async throws -> Void
) async throws {
  try await reportingErrors {
    let session = try await DriveSession(service, calls)
    do {
      try await work(session)
    } catch let error where !(error is ExitCode) {
      if let end = session.governor.end { throw ErrorReport(TreeError.outOfCalls(end)) }
      throw error
    }
  }
}
