import ArgumentParser
import WeDrive
import WeDriveTrees

struct MoveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mv", abstract: "Moves files and folders into another folder, or gives one another name.",
    discussion: """
      The last argument is the folder to move into, or for a single file or folder its new path. By ids, the root of a space \
      is the space's id.

        wedrive mv Backups:/a.pdf Backups:/b.pdf Backups:/2026
        wedrive mv Backups:/draft.pdf Backups:/2026/report.pdf
        wedrive mv --name "Report 2026.pdf" s.1_f.1

      By paths, a name that is taken is refused, unless --replace is given; by ids, the moved entry gets another.
      """)

  @OptionGroup var service: ServiceOptions
  @OptionGroup var output: ResultOptions
  @OptionGroup var calls: CallOptions

  @Option(help: ArgumentHelp("The new name, instead of a folder.", valueName: "name"))
  var name: String?

  @Flag(help: "Replace what has the same name in the folder.")
  var replace = false

  @Argument(help: ArgumentHelp("Paths or ids, and where to move to.", valueName: "path"))
  var ids: [String]

  func validate() throws {
    if name != nil {
      guard ids.count == 1 else { throw ValidationError("--name is for one file or folder.") }
      guard !replace else { throw ValidationError("--replace goes with moving, not with --name.") }
    } else if ids.count < 2 {
      throw ValidationError("Where to? Give the folder last, or --name.")
    }
  }

  func run() async throws {
    try await withSession(service, calls) { session in
      if let name, let id = ids.first {
        let entry = try await session.fileID(try RemoteArgument(id))
        let renamed = try await session.drive.fileRename(fileID: entry, newName: name)
        return try show(renamed.file.map { [$0] } ?? [])
      }
      if ids.contains(where: RemoteArgument.isPath) { return try await moveByPaths(session) }
      if let folder = ids.last {
        let moved = try await session.drive.fileMove(
          parentID: FolderID(folder), fileIDs: ids.dropLast().map { FileID($0) }
        ) { $0.replace = replace }
        try show(moved.fileList.items)
      }
    }
  }

  private func moveByPaths(_ session: DriveSession) async throws {
    let arguments = try ids.map { id throws(ErrorReport) in try RemoteArgument(id) }
    guard let target = arguments.last?.path else { return }
    var sources: [LocatedEntry] = []
    for argument in arguments.dropLast() { sources.append(try await session.locate(argument)) }
    let operations = RemoteOperations(session.drive, resolver: session.resolver)
    let moved = try await operations.move(sources, to: target, replacing: replace)
    guard !output.quiet else { return }
    for entry in moved {
      StandardOutput.print(output.json ? try JSONLine.of(PathLine(entry)) : entry.path.description)
    }
  }

  private func show(_ files: [FileInfo]) throws {
    guard !output.quiet else { return }
    if output.json {
      for file in files { StandardOutput.print(try JSONLine.of(file)) }
    } else {
      for line in TextTable.lines(files.map(FileListing.brief)) { StandardOutput.print(line) }
    }
  }
}
