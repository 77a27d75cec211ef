import ArgumentParser
import WeDrive
import WeDriveTrees

struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Compares a local folder with one of WeDrive, by sizes and SHA-1, and changes nothing.",
    discussion: """
      A line for each file that is not the same on both sides: + only here, - only there, * another content, ! could not be \
      compared; with -v those that are the same, too, with =. Ends with 0 if there is none, and with 3 otherwise. One call a \
      folder of up to 1,000 entries, and no content travels.
      """)

  @OptionGroup var service: ServiceOptions
  @OptionGroup var output: ResultOptions
  @OptionGroup var calls: CallOptions
  @OptionGroup var filters: FilterOptions

  @Flag(help: "Do not mind what only WeDrive has.")
  var oneWay = false

  @Flag(help: "Read all local files, instead of those that look changed since they were read.")
  var read = false

  @Flag(name: .shortAndLong, help: "Print what is the same, too.")
  var verbose = false

  @Argument(help: ArgumentHelp("The local folder.", valueName: "folder"))
  var folder: String

  @Argument(help: ArgumentHelp("The folder of WeDrive.", valueName: "path"))
  var path: String

  private struct Line: Encodable {
    let path: String
    let result: String
    var error: String?
  }

  func validate() throws {
    guard RemoteArgument.isPath(path), !RemoteArgument.isPath(folder) else {
      throw ValidationError("Give a local folder, and then SPACE:/folder.")
    }
  }

  func run() async throws {
    try await withTrees(service, calls, state: true) { trees in
      var counts = [String: Int]()
      var failure: (any Error)?
      try await trees.check(
        folder, against: try RemoteArgument(path).path, filter: try filters.filter(),
        reading: read ? .everything : .changed, oneWay: oneWay
      ) { path, result in
        let (mark, word, error) = Self.words(result)
        counts[word, default: 0] += 1
        do {
          if output.json {
            StandardOutput.print(try JSONLine.of(Line(path: path.text, result: word, error: error)))
          } else if mark != "=" || verbose {
            StandardOutput.print("\(mark) \(path)" + (error.map { ": \($0)" } ?? ""))
          }
        } catch let problem {
          failure = problem
        }
      }
      if let failure { throw failure }
      let different = counts.filter { $0.key != "same" }.reduce(0) { $0 + $1.value }
      if !output.quiet, !output.json {
        StandardError.print("check: \(counts["same"] ?? 0) the same, \(different) not · \(trees.calls) calls")
      }
      if different > 0 { throw ExitCode(ErrorReport.Outcome.incomplete.rawValue) }
    }
  }

  private static func words(_ result: DriveTrees.Comparison) -> (mark: String, word: String, error: String?) {
    switch result {
    case .same: ("=", "same", nil)
    case .onlyLocal: ("+", "only-local", nil)
    case .onlyRemote: ("-", "only-remote", nil)
    case .different: ("*", "different", nil)
    case .failed(let error): ("!", "failed", ErrorReport(error).text)
    }
  }
}
