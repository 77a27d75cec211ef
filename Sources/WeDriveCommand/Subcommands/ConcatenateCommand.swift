import ArgumentParser
import WeDrive
import WeDriveTrees

struct ConcatenateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cat", abstract: "Writes files to standard output as they arrive.",
    discussion: "Whether what was written is right is known only at the end, by the exit code.")

  @OptionGroup var service: ServiceOptions
  @OptionGroup var calls: CallOptions

  @Argument(help: ArgumentHelp("The files.", valueName: "path"))
  var paths: [String]

  func run() async throws {
    try await withSession(service, calls) { session in
      for path in paths {
        let argument = try RemoteArgument(path)
        let content: DownloadedBytes
        switch argument {
        case .id(let text): content = session.drive.content(of: .file(FileID(text)))
        case .path:
          let located = try await session.locate(argument)
          guard let entry = located.entry, entry.kind == .file else {
            throw TreeError.isFolder(path: located.path.description)
          }
          content = session.drive.content(of: entry.info)
        }
        for try await piece in content {
          try await BlockingWork.run { () throws(FileFailure) in try StandardOutput.write(piece) }
        }
      }
    }
  }
}
