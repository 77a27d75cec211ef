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
  @OptionGroup var calls: CallOptions

  @Argument(help: ArgumentHelp("The files or folders.", valueName: "path"))
  var ids: [String]

  func run() async throws {
    try await withSession(service, calls) { session in
      for id in ids {
        let file = try await session.fileID(try RemoteArgument(id))
        let url = try await session.drive.fileShare(fileID: file).shareURL
        StandardOutput.print(output.json ? try JSONLine.of(Line(fileid: file.rawValue, share_url: url)) : url)
      }
    }
  }
}
