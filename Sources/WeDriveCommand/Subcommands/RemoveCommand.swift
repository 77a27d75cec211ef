import ArgumentParser
import WeDrive

struct RemoveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rm", abstract: "Deletes files and folders, with all that is in them.")

  @OptionGroup var service: ServiceOptions

  @Argument(help: ArgumentHelp("What to delete.", valueName: "file id"))
  var ids: [String]

  func run() async throws {
    try await reportingErrors {
      try await service.client().fileDelete(fileIDs: ids.map { FileID($0) })
    }
  }
}
