import ArgumentParser
import WeDrive
import WeDriveTrees

struct ListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ls", abstract: "Lists folders.",
    discussion: """
        wedrive ls Backups:
        wedrive ls -lR Backups:/2026
        wedrive ls s.1 s.1_f.folder

      A path begins with a space, by its alias (see `wedrive space`) or its id, and a colon. One entry a line, folders with a \
      slash behind their names. -l adds kind, size in bytes and time of the last change; --ids the id, which is printed \
      always where a folder is named by its ids. --json prints each entry as it is on the wire.
      """)

  enum Order: String, ExpressibleByArgument, CaseIterable { case name, size, time }

  @OptionGroup var service: ServiceOptions
  @OptionGroup var output: ResultOptions
  @OptionGroup var calls: CallOptions

  @Flag(name: [.customShort("l"), .customLong("long")], help: "Kind, size and time, too.")
  var isLong = false

  @Flag(name: [.customShort("R"), .customLong("recursive")], help: "The folders below, too.")
  var isRecursive = false

  @Flag(name: [.customShort("d"), .customLong("directory")], help: "A folder itself, not what is in it.")
  var isAboutFolder = false

  @Flag(help: "The ids, too.")
  var ids = false

  @Option(help: "Sort by name, size (largest first) or time (latest first).")
  var sort = Order.name

  @Flag(name: .shortAndLong, help: "The other way round.")
  var reverse = false

  @Argument(help: ArgumentHelp("Paths; or a space's id, and maybe a folder's in it.", valueName: "path"))
  var paths: [String]

  func validate() throws {
    guard !paths.isEmpty else { throw ValidationError("Name a path, such as SPACE:/folder, or a space's id.") }
    if isRecursive, isAboutFolder { throw ValidationError("Give either -R or -d.") }
  }

  func run() async throws {
    try await withSession(service, calls) { session in
      if !paths.contains(where: RemoteArgument.isPath), paths.count <= 2, !isRecursive, !isAboutFolder {
        return try await listByIDs(session)
      }
      let arguments = try paths.map { path throws(ErrorReport) in try RemoteArgument(path) }
      for (number, argument) in arguments.enumerated() {
        let located = try await session.locate(argument)
        guard let place = located.place, !isAboutFolder else {
          try show([located], session)
          continue
        }
        if arguments.count > 1 || isRecursive, !output.json {
          if number > 0 { StandardOutput.print() }
          StandardOutput.print("\(located.path):")
        }
        try await list(place, at: located.path, session)
      }
    }
  }

  /// `ls SPACEID [FOLDERID]`
  private func listByIDs(_ session: DriveSession) async throws {
    let space = SpaceID(paths[0])
    let folder: FolderID = paths.count > 1 ? .folder(FileID(paths[1])) : .root(of: space)
    if session.aliases?[paths[0]] != nil { _ = try await session.locate(.id(paths[0])) }
    try await list(FolderPlace(space: space, folder: folder), session, withIDs: true)
  }

  private func list(_ place: FolderPlace, at path: DrivePath, _ session: DriveSession) async throws {
    let folders = try await list(place, session, withIDs: ids)
    guard isRecursive else { return }
    let reader = FolderReader(session.drive, concurrency: session.jobs)
    // The next one last.
    var waiting = folders.map { (path.appending($0.name), $0.place(in: place.space)) }.reversed().map { $0 }
    while let (path, place) = waiting.popLast() {
      await reader.prepare(waiting.suffix(session.jobs).reversed().map(\.1))
      let entries = Array(try await reader.listing(of: place))
      if !output.json {
        StandardOutput.print()
        StandardOutput.print("\(path):")
      }
      try show(
        sorted(entries).map {
          LocatedEntry(path: path.appending($0.name), space: place.space, entry: $0, parent: place)
        }, session)
      waiting += entries.filter { $0.kind == .folder }.reversed().map {
        (path.appending($0.name), $0.place(in: place.space))
      }
    }
  }

  /// Lists one folder as its pages come, and returns the folders in it.
  @discardableResult
  private func list(_ place: FolderPlace, _ session: DriveSession, withIDs: Bool) async throws -> [RemoteEntry] {
    let files = session.drive.fileListItems(spaceID: place.space, parentID: place.folder, sortType: order)
    var rows: [[String]] = []
    var folders: [RemoteEntry] = []
    for try await file in files {
      let entry = RemoteEntry(file)
      if entry.kind == .folder { folders.append(entry) }
      if output.json {
        StandardOutput.print(try JSONLine.of(file))
      } else {
        rows.append(FileListing.row(file, isLong: isLong, withID: withIDs))
        // Columns are aligned a thousand rows at a time, so that a long listing is not kept.
        if rows.count == 1000 { printRows(&rows) }
      }
    }
    printRows(&rows)
    return folders
  }

  private func printRows(_ rows: inout [[String]]) {
    for line in TextTable.lines(rows) { StandardOutput.print(line) }
    rows = []
  }

  private func show(_ entries: [LocatedEntry], _ session: DriveSession) throws {
    var rows: [[String]] = []
    for located in entries {
      let info = located.wireInfo
      if output.json {
        StandardOutput.print(try JSONLine.of(PathLine(located)))
      } else {
        rows.append(FileListing.row(info, isLong: isLong, withID: ids))
      }
    }
    printRows(&rows)
  }

  private func sorted(_ entries: [RemoteEntry]) -> [RemoteEntry] {
    let sorted =
      switch sort {
      case .name: entries
      case .size: entries.sorted { ($1.size, $0.name) < ($0.size, $1.name) }
      case .time: entries.sorted { ($1.modified, $0.name) < ($0.modified, $1.name) }
      }
    return reverse ? sorted.reversed() : sorted
  }

  private var order: FileOrder {
    switch (sort, reverse) {
    case (.name, false): .nameAscending
    case (.name, true): .nameDescending
    case (.size, false): .sizeDescending
    case (.size, true): .sizeAscending
    case (.time, false): .modifiedDescending
    case (.time, true): .modifiedAscending
    }
  }
}
