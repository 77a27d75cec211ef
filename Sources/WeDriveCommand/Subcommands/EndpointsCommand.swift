import ArgumentParser
import WeDrive

struct EndpointsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "endpoints", abstract: "Lists the endpoints that `wedrive call` knows.",
    discussion: "One a line: name, what it does there, path, and in a sentence what it is for.")

  @Argument(help: "Only those whose name or path contains this.")
  var text: String = ""

  func run() throws {
    let endpoints = weDriveRoutes.map(\.endpoint).filter { $0.name.contains(text) || $0.path.contains(text) }
    let columns = endpoints.map { [$0.name, $0.effect.rawValue, $0.path, $0.summary] }
    for line in TextTable.lines(columns) { print(line) }
  }
}
