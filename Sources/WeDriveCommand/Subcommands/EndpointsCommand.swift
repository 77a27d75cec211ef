import ArgumentParser
import WeDrive
import WeDriveEmulator

struct EndpointsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "endpoints", abstract: "Lists the endpoints that `wedrive call` knows.",
    discussion: """
      One a line: name, service, what it does there, path, and in a sentence what it is for. An endpoint that is named \
      whole is followed by the fields of its request, with the bounds of each and the names of the limits.
      """)

  @Argument(
    help:
      "One endpoint; or only those whose name or path contains this, in capitals or not, or of the service of this name."
  )
  var text: String = ""

  func run() async throws {
    try await reportingErrors {
      let all = weDriveRoutes.map(\.endpoint) + weChatRoutes.map(\.endpoint)
      if let endpoint = all.first(where: { $0.name == text || $0.path == text }) { return describe(endpoint) }
      show(try RouteLookup.endpoints(containing: text, among: all).map(row))
    }
  }

  private func row(_ endpoint: Endpoint) -> [String] {
    [endpoint.name, endpoint.service.name, endpoint.effect.rawValue, endpoint.path, endpoint.summary]
  }

  private func show(_ rows: [[String]], indent: String = "") {
    for line in TextTable.lines(rows) { StandardOutput.print(indent + line) }
  }

  private func describe(_ endpoint: Endpoint) {
    show([row(endpoint)])
    guard let request = RequestRules.description(of: endpoint.name) else { return }
    if request.fields.isEmpty { StandardOutput.print("  no fields") }
    show(request.fields.map { [$0.path, $0.kind, $0.rules] }, indent: "  ")
    if !request.exactlyOne.isEmpty {
      StandardOutput.print("  exactly one of: \(request.exactlyOne.joined(separator: "; "))")
    }
  }
}
