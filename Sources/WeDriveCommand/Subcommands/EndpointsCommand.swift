import ArgumentParser
import WeDrive

struct EndpointsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "endpoints", abstract: "Lists the endpoints that `wedrive call` knows.",
    discussion: "One a line: name, what it does there, path, and in a sentence what it is for.")

  @Argument(help: "Only those whose name or path contains this, in capitals or not.")
  var text: String = ""

  func run() async throws {
    try await reportingErrors {
      let columns = try RouteLookup.endpoints(containing: text, in: weDriveRoutes).map {
        [$0.name, $0.effect.rawValue, $0.path, $0.summary]
      }
      for line in TextTable.lines(columns) { print(line) }
    }
  }
}
