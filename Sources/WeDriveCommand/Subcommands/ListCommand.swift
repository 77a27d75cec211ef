import ArgumentParser
import WeDrive

struct ListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ls", abstract: "Lists a folder.",
    discussion: """
      One entry a line: its id and its name, folders with a slash behind it. -l adds kind, size in bytes and time of the \
      last change. --json prints each entry as it is on the wire.
      """)

  enum Order: String, ExpressibleByArgument, CaseIterable { case name, size, time }

  @OptionGroup var service: ServiceOptions
  @OptionGroup var output: ResultOptions

  @Flag(name: .customShort("l"), help: "Show more of each entry.")
  var isLong = false

  @Option(help: "By what to sort: name, size or time. The largest and the newest come first.")
  var sort = Order.name

  @Flag(name: .shortAndLong, help: "The other way round.")
  var reverse = false

  @Argument(help: ArgumentHelp("The space.", valueName: "space id"))
  var space: String

  @Argument(help: ArgumentHelp("A folder in it. Default: the space's root.", valueName: "folder id"))
  var folder: String?

  func run() async throws {
    try await reportingErrors {
      let space = SpaceID(space)
      let folder: FolderID = folder.map { .folder(FileID($0)) } ?? .root(of: space)
      let files = try await service.client().fileListItems(spaceID: space, parentID: folder, sortType: order)
      var rows: [[String]] = []
      for try await file in files {
        if output.json {
          StandardOutput.print(try JSONLine.of(file))
        } else {
          rows.append(isLong ? FileListing.long(file) : FileListing.brief(file))
        }
      }
      for line in TextTable.lines(rows) { StandardOutput.print(line) }
    }
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
