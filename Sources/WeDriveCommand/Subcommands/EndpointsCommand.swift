import ArgumentParser
import WeDrive

struct EndpointsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "endpoints", abstract: "Lists the endpoints that `wedrive call` knows.",
    discussion: "One a line: name, service, what it does there, path, and in a sentence what it is for.")

  @Argument(help: "Only those whose name or path contains this, in capitals or not, or of the service of this name.")
  var text: String = ""

  func run() async throws {
    try await reportingErrors {
      let all = weDriveRoutes.map(\.endpoint) + weChatRoutes.map(\.endpoint)
      let columns = try RouteLookup.endpoints(containing: text, among: all).map {
        [$0.name, $0.service.name, $0.effect.rawValue, $0.path, $0.summary]
      }
      for line in TextTable.lines(columns) { StandardOutput.print(line) }
    }
  }
}
