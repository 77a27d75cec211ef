import ArgumentParser
import WeDrive

struct InfoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info", abstract: "Tells what the service knows about files and folders.")

  @OptionGroup var service: ServiceOptions
  @OptionGroup var output: ResultOptions

  @Argument(help: ArgumentHelp("The files or folders.", valueName: "file id"))
  var ids: [String]

  func run() async throws {
    try await reportingErrors {
      let client = try await service.client()
      for (number, id) in ids.enumerated() {
        let file = try await client.fileInfo(fileID: FileID(id)).fileInfo
        if output.json {
          StandardOutput.print(try JSONLine.of(file))
        } else {
          if number > 0 { StandardOutput.print() }
          for line in TextTable.lines(FileListing.rows(file)) { StandardOutput.print(line) }
        }
      }
    }
  }
}
