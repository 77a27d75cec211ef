import ArgumentParser
import WeDrive
import WeDriveTrees

/// Which entries of a tree take part. The order in which patterns are given decides: the first that matches does.
struct FilterOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Take what matches, and in the end nothing else. As in .gitignore: *.pdf at any depth, /a/* from the top, x/ a folder.",
      valueName: "pattern"))
  var include: [String] = []

  @Option(help: ArgumentHelp("Leave out what matches: it is neither sent nor deleted.", valueName: "pattern"))
  var exclude: [String] = []

  @Option(help: ArgumentHelp("A file of lines `+ pattern` and `- pattern`.", valueName: "file"))
  var filterFrom: [String] = []

  @Option(help: ArgumentHelp("Only files of at least +1M, at most -1M, or exactly 1M bytes.", valueName: "size"))
  var size: [String] = []

  /// The filter. Rules come in the order of the command line.
  func filter() throws -> TreeFilter {
    var filter = TreeFilter()
    for (kind, value) in Self.inOrder(include, exclude, filterFrom) {
      switch kind {
      case "--include": try filter.include(value)
      case "--exclude": try filter.exclude(value)
      default:
        let bytes = try Descriptor.readAll(path: value)
        try filter.add(rules: String(decoding: bytes, as: UTF8.self), from: value)
      }
    }
    for text in size {
      let sizes = try TreeFilterText.sizes(text)
      guard filter.sizes.overlaps(sizes) else {
        throw ErrorReport(.usage, "--size \(text): no file can have these sizes")
      }
      filter.sizes = filter.sizes.clamped(to: sizes)
    }
    return filter
  }

  /// The options in the order in which they were given, which the parser does not tell.
  private static func inOrder(_ include: [String], _ exclude: [String], _ from: [String]) -> [(String, String)] {
    var waiting = ["--include": include[...], "--exclude": exclude[...], "--filter-from": from[...]]
    var ordered: [(String, String)] = []
    for argument in CommandLine.arguments.dropFirst() {
      let name = argument.split(separator: "=", maxSplits: 1).first.map(String.init) ?? argument
      if let value = waiting[name]?.popFirst() { ordered.append((name, value)) }
    }
    for (name, values) in waiting.sorted(by: { $0.key > $1.key }) { ordered += values.map { (name, $0) } }
    return ordered
  }
}
