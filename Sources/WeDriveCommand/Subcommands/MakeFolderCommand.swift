import ArgumentParser
import WeDrive
import WeDriveTrees

struct MakeFolderCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mkdir", abstract: "Makes folders and prints their ids.",
    discussion: """
        wedrive mkdir Backups:/2026
        wedrive mkdir -p Backups:/2026/11/27
        wedrive mkdir --folder s.1_f.folder s.1 Reports

      -p makes the folders above, too, and is content with one that is there. A folder that is there already is refused \
      otherwise.
      """)

  @OptionGroup var service: ServiceOptions
  @OptionGroup var output: ResultOptions
  @OptionGroup var calls: CallOptions

  @Option(help: ArgumentHelp("With ids: the folder to make it in. Default: the space's root.", valueName: "folder id"))
  var folder: String?

  @Flag(name: [.customShort("p"), .long], help: "Make the folders above, too; a folder that is there is no error.")
  var parents = false

  @Argument(help: ArgumentHelp("Paths; or a space's id, and the new folder's name.", valueName: "path"))
  var paths: [String]

  private var isByIDs: Bool { !RemoteArgument.isPath(paths.first ?? "") }

  func validate() throws {
    if isByIDs {
      guard paths.count == 2 else {
        throw ValidationError("Give paths, such as SPACE:/folder; or a space's id and a name.")
      }
      if parents { throw ValidationError("-p is for paths, such as SPACE:/a/b.") }
    } else if folder != nil {
      throw ValidationError("--folder goes with a space's id and a name, not with a path.")
    }
  }

  func run() async throws {
    try await withSession(service, calls) { session in
      if isByIDs {
        let space = SpaceID(paths[0])
        let reply = try await session.drive.fileCreate(
          spaceID: space, parentID: folder.map { .folder(FileID($0)) } ?? .root(of: space), fileType: .folder,
          fileName: paths[1])
        return StandardOutput.print(output.json ? try JSONLine.of(reply) : reply.fileID.rawValue)
      }
      for text in paths {
        let path = try RemoteArgument(text).path
        if !parents { try await checkIsNew(path, session) }
        let place = try await session.resolver.folder(path, making: true)
        let entry = RemoteEntry(folder: FileID(place.folder.rawValue), named: path.names.last ?? EntryName(""))
        let located = LocatedEntry(path: path, space: place.space, entry: entry)
        StandardOutput.print(output.json ? try JSONLine.of(PathLine(located)) : place.folder.rawValue)
      }
    }
  }

  private func checkIsNew(_ path: DrivePath, _ session: DriveSession) async throws {
    if let parent = path.folder { _ = try await session.resolver.folder(parent) }
    do {
      _ = try await session.resolver.locate(path)
    } catch TreeError.missing {
      return
    }
    throw TreeError.exists(path: path.description)
  }
}
