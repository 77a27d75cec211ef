import ArgumentParser
import WeDrive
import WeDriveTrees

struct UsageCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "du", abstract: "Adds up how much folders hold.",
    discussion:
      "A line for each folder in it, -d keeps it to the upper levels, -s to the total. In bytes, or with -H in units.")

  @OptionGroup var service: ServiceOptions
  @OptionGroup var calls: CallOptions

  @Flag(name: [.customShort("s"), .long], help: "Only the total of each path.")
  var summary = false

  @Flag(name: [.customShort("H"), .long], help: "Sizes in KiB, MiB and so on.")
  var humanReadable = false

  @Option(name: [.customShort("d"), .long], help: ArgumentHelp("How many levels to show.", valueName: "number"))
  var depth: Int?

  @Argument(help: ArgumentHelp("The folders.", valueName: "path"))
  var paths: [String]

  func run() async throws {
    try await withSession(service, calls) { session in
      for path in paths {
        let top = try await session.locate(try RemoteArgument(path))
        guard let place = top.place else { throw TreeError.notFolder(path: top.path.description) }
        try await show(top.path, place, session)
      }
    }
  }

  private func show(_ path: DrivePath, _ place: FolderPlace, _ session: DriveSession) async throws {
    let shown = summary ? 0 : depth ?? .max
    // Only folders that are shown have a sum; what is below them counts for the last of these.
    var sums: [TreePath: (bytes: UInt64, files: Int)] = [.top: (0, 0)]
    for try await found in TreeWalk(session.drive, from: place, concurrency: session.jobs) {
      if found.entry.kind == .folder {
        if found.path.depth <= shown { sums[found.path, default: (0, 0)].files += 0 }
        continue
      }
      var folder = found.path.folder
      while let current = folder {
        if current.depth <= shown {
          let sum = sums[current] ?? (0, 0)
          let (bytes, isOver) = sum.bytes.addingReportingOverflow(found.entry.size)
          sums[current] = (isOver ? .max : bytes, sum.files + 1)
        }
        folder = current.folder
      }
    }
    let rows = sums.sorted { $0.key < $1.key }.map { folder, sum in
      let bytes = humanReadable ? ProgressLine.size(Double(sum.bytes)) : "\(sum.bytes)"
      return [bytes, "\(sum.files) files", folder.isTop ? path.description : path.appending(folder).description]
    }
    for line in TextTable.lines(rows) { StandardOutput.print(line) }
  }
}
