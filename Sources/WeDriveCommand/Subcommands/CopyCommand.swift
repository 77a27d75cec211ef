import ArgumentParser
import WeDrive
import WeDriveTrees

struct CopyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cp", abstract: "Copies files within WeDrive.",
    discussion: """
        wedrive cp Backups:/2026/report.pdf Archive:/
        wedrive cp --through Backups:/large.tar Archive:/large-copy.tar

      A file of up to 2 MiB is copied at the service, in one call. A larger one has to come here and go up again, which \
      --through allows. From and to this machine: `wedrive put` and `wedrive get`.
      """)

  @OptionGroup var service: ServiceOptions
  @OptionGroup var output: ResultOptions
  @OptionGroup var calls: CallOptions

  @Flag(help: "Copy through this machine what the service does not copy by itself.")
  var through = false

  @Argument(
    help: ArgumentHelp("Files, and the folder to copy to, or for a single one the copy's path.", valueName: "path"))
  var paths: [String]

  func validate() throws {
    guard paths.count >= 2 else { throw ValidationError("Where to? Give a path last.") }
  }

  func run() async throws {
    try await withSession(service, calls) { session in
      let arguments = try paths.map { path throws(ErrorReport) in try RemoteArgument(path) }
      guard let target = arguments.last?.path else { return }
      let operations = RemoteOperations(session.drive, resolver: session.resolver)
      if arguments.count > 2, try await session.locate(.path(target)).place == nil {
        throw TreeError.notFolder(path: target.description)
      }
      for argument in arguments.dropLast() {
        let source = try await session.locate(argument)
        let (place, name, path) = try await operations.destination(of: source.entry?.name ?? EntryName(""), at: target)
        if (try? await session.resolver.locate(path)) != nil { throw TreeError.exists(path: path.description) }
        let copy = try await operations.copy(source, to: target)
        let made =
          if let copy { copy } else { try await copyThrough(source, to: place, name, path, session) }
        if !output.quiet {
          StandardOutput.print(output.json ? try JSONLine.of(PathLine(made)) : made.path.description)
        }
      }
    }
  }

  private func copyThrough(
    _ source: LocatedEntry, to place: FolderPlace, _ name: EntryName, _ path: DrivePath, _ session: DriveSession
  ) async throws -> LocatedEntry {
    guard through, var entry = source.entry else {
      throw ErrorReport(
        .refused, "\(source.path): the service does not copy it by itself",
        advice: "--through copies it through this machine.")
    }
    entry.id = try await session.drive.upload(
      spooling: session.drive.content(of: .file(entry.id)), named: name.text, to: .folder(place.folder, in: place.space)
    )
    await session.resolver.forget(place)
    entry.name = name
    return LocatedEntry(path: path, space: place.space, entry: entry, parent: place)
  }
}
