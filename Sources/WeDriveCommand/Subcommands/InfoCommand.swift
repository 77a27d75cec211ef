import ArgumentParser
import WeDrive

struct InfoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info", abstract: "Tells what the service knows about files and folders.")

  @OptionGroup var service: ServiceOptions
  @OptionGroup var output: ResultOptions
  @OptionGroup var calls: CallOptions

  @Argument(help: ArgumentHelp("The files or folders.", valueName: "path"))
  var ids: [String]

  func run() async throws {
    try await withSession(service, calls) { session in
      for (number, id) in ids.enumerated() {
        let file = try await session.drive.fileInfo(fileID: try await session.fileID(try RemoteArgument(id))).fileInfo
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
