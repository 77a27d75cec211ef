import ArgumentParser
import WeDrive

struct MoveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mv", abstract: "Moves files and folders into another folder, or gives one another name.",
    discussion: """
      The last argument is the folder to move into; at the root of a space it is the space's id.

        wedrive mv s1.f1 s1.f2 s1.folder
        wedrive mv --name "Report 2026.pdf" s1.f1

      Where the folder already has an entry of that name, the moved one gets another, unless --replace is given.
      """)

  @OptionGroup var service: ServiceOptions
  @OptionGroup var output: ResultOptions

  @Option(help: ArgumentHelp("The new name, instead of a folder.", valueName: "name"))
  var name: String?

  @Flag(help: "Replace what has the same name in the folder.")
  var replace = false

  @Argument(help: ArgumentHelp("Ids, and the folder to move into.", valueName: "file id"))
  var ids: [String]

  func validate() throws {
    if name != nil {
      guard ids.count == 1 else { throw ValidationError("--name is for one file or folder.") }
      guard !replace else { throw ValidationError("--replace goes with moving, not with --name.") }
    } else if ids.count < 2 {
      throw ValidationError("Where to? Give the folder's id last, or --name.")
    }
  }

  func run() async throws {
    try await reportingErrors {
      let client = try await service.client()
      if let name, let id = ids.first {
        let renamed = try await client.fileRename(fileID: FileID(id), newName: name)
        try show(renamed.file.map { [$0] } ?? [])
      } else if let folder = ids.last {
        let moved = try await client.fileMove(
          parentID: FolderID(folder), fileIDs: ids.dropLast().map { FileID($0) }
        ) { $0.replace = replace }
        try show(moved.fileList.items)
      }
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
