import ArgumentParser
import WeDrive
import WeDriveTrees

struct RemoveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rm", abstract: "Deletes files, and with -r folders with all that is in them.",
    discussion: """
        wedrive rm Backups:/2025/draft.pdf
        wedrive rm -r Backups:/2024

      On a terminal, -r asks before it deletes a folder that is named by its path. Folders that are named by their ids are \
      deleted with or without -r.
      """)

  @OptionGroup var service: ServiceOptions
  @OptionGroup var output: ResultOptions
  @OptionGroup var calls: CallOptions

  @Flag(name: [.customShort("r"), .long], help: "Delete folders, too, with all that is in them.")
  var recursive = false

  @Flag(name: [.customShort("n"), .long], help: "Say what would be deleted, and delete nothing.")
  var dryRun = false

  @Flag(name: [.customShort("y"), .long], help: "Do not ask.")
  var yes = false

  @Argument(help: ArgumentHelp("What to delete.", valueName: "path"))
  var ids: [String]

  func run() async throws {
    try await withSession(service, calls) { session in
      var wanted: [FileID] = []
      for id in ids {
        let argument = try RemoteArgument(id)
        guard case .path = argument else {
          if session.aliases?[id] != nil { _ = try await session.locate(argument) }
          wanted.append(FileID(id))
          if dryRun { StandardOutput.print(id) }
          continue
        }
        let located = try await session.locate(argument)
        guard let entry = located.entry else {
          throw ErrorReport(
            .usage, "\(located.path) is the root of a space, which is not deleted here",
            advice: "wedrive call space_dismiss spaceid=… deletes a space.")
        }
        if entry.kind == .folder {
          guard recursive else { throw TreeError.isFolder(path: located.path.description) }
          if !dryRun, !yes, TerminalQuestion.isPossible {
            let isMeant = await TerminalQuestion.ask("delete \(located.path) with all that is in it?")
            guard isMeant == true else { throw ErrorReport(.failed, "nothing was deleted") }
          }
        }
        wanted.append(entry.id)
        if dryRun { StandardOutput.print(located.path.description + (entry.kind == .folder ? "/" : "")) }
      }
      guard !dryRun else { return }
      try await RemoteOperations(session.drive, resolver: session.resolver).delete(wanted)
    }
  }
}
