import ArgumentParser
import WeDrive
import WeDriveTrees

struct FindCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "find", abstract: "Prints the paths of what is in a folder, at any depth.",
    discussion: """
        wedrive find Backups:/2026 --name '*.pdf' --size +1M
        wedrive find Backups: --sha1 $(sha1sum report.pdf | cut -c1-40)

      All conditions have to hold. One call a folder of up to 1,000 entries.
      """)

  enum Kind: String, ExpressibleByArgument, CaseIterable { case f, d, doc }

  @OptionGroup var service: ServiceOptions
  @OptionGroup var output: ResultOptions
  @OptionGroup var calls: CallOptions

  @Option(help: ArgumentHelp("What the name has to look like, such as '*.pdf'.", valueName: "pattern"))
  var name: String?

  @Option(help: ArgumentHelp("f for files, d for folders, doc for online documents.", valueName: "type"))
  var type: Kind?

  @Option(
    help: ArgumentHelp("+1M for at least, -1M for at most, 1M for exactly; k, M and G are of 1,024.", valueName: "size")
  )
  var size: String?

  @Option(help: ArgumentHelp("The SHA-1 of the content.", valueName: "digest"))
  var sha1: String?

  @Option(help: ArgumentHelp("Changed at this time or later: 2026-11-27, or 2026-11-27T10:00:00Z.", valueName: "time"))
  var newer: String?

  @Flag(help: "The ids, too.")
  var ids = false

  @Argument(help: ArgumentHelp("The folders.", valueName: "path"))
  var paths: [String]

  func run() async throws {
    try await withSession(service, calls) { session in
      let filter = try TreeFilterText.filter(name: name, size: size, newer: newer)
      let digest = sha1?.lowercased()
      if let digest, digest.utf8.count != 40 { throw ErrorReport(.usage, "--sha1: has 40 digits") }
      for path in paths {
        let top = try await session.locate(try RemoteArgument(path))
        guard let place = top.place else { throw TreeError.notFolder(path: top.path.description) }
        let walk = TreeWalk(session.drive, from: place, concurrency: session.jobs)
        for try await found in walk where matches(found.entry, filter, digest) {
          let located = LocatedEntry(
            path: top.path.appending(found.path), space: place.space, entry: found.entry, parent: found.parent)
          if output.json {
            StandardOutput.print(try JSONLine.of(PathLine(located)))
          } else {
            let line = located.path.description + (found.entry.kind == .folder ? "/" : "")
            StandardOutput.print(ids ? "\(found.entry.id)  \(line)" : line)
          }
        }
      }
    }
  }

  private func matches(_ entry: RemoteEntry, _ filter: TreeFilterText.Conditions, _ digest: String?) -> Bool {
    switch type {
    case .f where entry.kind != .file: return false
    case .d where entry.kind != .folder: return false
    case .doc where entry.kind != .document: return false
    default: break
    }
    if filter.isAboutFiles, entry.kind == .folder { return false }
    if let digest, entry.sha1.map({ Hexadecimal.text($0) }) != digest { return false }
    return filter.holds(name: entry.name, size: entry.size, modified: entry.modified)
  }
}
