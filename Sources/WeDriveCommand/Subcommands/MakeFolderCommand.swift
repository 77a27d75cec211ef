import ArgumentParser
import WeDrive

struct MakeFolderCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mkdir", abstract: "Makes a folder and prints its id.")

  @OptionGroup var service: ServiceOptions
  @OptionGroup var output: ResultOptions

  @Option(help: ArgumentHelp("The folder to make it in. Default: the space's root.", valueName: "folder id"))
  var folder: String?

  @Argument(help: ArgumentHelp("The space.", valueName: "space id"))
  var space: String

  @Argument(help: "The new folder's name.")
  var name: String

  func run() async throws {
    try await reportingErrors {
      let space = SpaceID(space)
      let reply = try await service.client().fileCreate(
        spaceID: space, parentID: folder.map { .folder(FileID($0)) } ?? .root(of: space), fileType: .folder,
        fileName: name)
      StandardOutput.print(output.json ? try JSONLine.of(reply) : reply.fileID.rawValue)
    }
  }
}
