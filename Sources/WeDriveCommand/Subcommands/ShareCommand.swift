import ArgumentParser
import WeDrive

struct ShareCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "share", abstract: "Prints the links that open files and folders.",
    discussion: "Whom a link works for is up to the file's settings: see `wedrive call file_setting`.")

  private struct Line: Encodable {
    let fileid: String
    let share_url: String
  }

  @OptionGroup var service: ServiceOptions
  @OptionGroup var output: ResultOptions

  @Argument(help: ArgumentHelp("The files or folders.", valueName: "file id"))
  var ids: [String]

  func run() async throws {
    try await reportingErrors {
      let client = try await service.client()
      for id in ids {
        let url = try await client.fileShare(fileID: FileID(id)).shareURL
        StandardOutput.print(output.json ? try JSONLine.of(Line(fileid: id, share_url: url)) : url)
      }
    }
  }
}
