import ArgumentParser
import TerminalOutput
import WeDrive
import WeDriveTrees

struct TreeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tree", abstract: "Draws a folder with all that is in it.",
    discussion: "One call a folder of up to 1,000 entries: -L keeps it to the upper levels.")

  @OptionGroup var service: ServiceOptions
  @OptionGroup var calls: CallOptions

  @Option(name: [.customShort("L"), .long], help: ArgumentHelp("How many levels to draw.", valueName: "number"))
  var levels: Int?

  @Flag(help: "The ids, too.")
  var ids = false

  @Argument(help: ArgumentHelp("The folder.", valueName: "path"))
  var path: String

  func validate() throws {
    if let levels, levels < 1 { throw ValidationError("--levels is at least 1.") }
  }

  /// A folder whose entries are being drawn.
  private struct Level {
    let place: FolderPlace
    let listing: FolderListing
    var next = 0
  }

  func run() async throws {
    try await withSession(service, calls) { session in
      let located = try await session.locate(try RemoteArgument(path))
      guard let place = located.place else { throw TreeError.notFolder(path: located.path.description) }
      StandardOutput.print(located.path.description)
      let reader = FolderReader(session.drive, concurrency: session.jobs)
      var levels = [Level(place: place, listing: try await reader.listing(of: place))]
      var (folders, files) = (0, 0)
      while var level = levels.popLast() {
        guard level.next < level.listing.count else { continue }
        let entry = level.listing[level.next]
        level.next += 1
        levels.append(level)
        draw(entry, at: levels)
        if entry.kind == .folder { folders += 1 } else { files += 1 }
        guard entry.kind == .folder, levels.count < self.levels ?? .max else { continue }
        let below = entry.place(in: place.space)
        // The folders that follow this one are listed meanwhile.
        let following = level.listing[level.next...].lazy.filter { $0.kind == .folder }
        await reader.prepare(following.prefix(session.jobs).map { $0.place(in: place.space) })
        levels.append(Level(place: below, listing: try await reader.listing(of: below)))
      }
      StandardOutput.print()
      StandardOutput.print("\(folders) folders, \(files) files")
    }
  }

  private func draw(_ entry: RemoteEntry, at levels: [Level]) {
    var line = ""
    for level in levels.dropLast() { line += level.next < level.listing.count ? "│   " : "    " }
    if let level = levels.last { line += level.next < level.listing.count ? "├── " : "└── " }
    line += TerminalText.visible(entry.name.text) + (entry.kind == .folder ? "/" : "")
    StandardOutput.print(ids ? "\(line)  \(entry.id)" : line)
  }
}
