import WeDrive

/// Finds what somebody calls an endpoint.
enum RouteLookup {
  /// The route of the endpoint with this name or path.
  static func route<API>(_ name: String, in routes: [Route<API>]) throws(ErrorReport) -> Route<API> {
    if let route = routes.first(where: { $0.endpoint.name == name || $0.endpoint.path == name }) { return route }
    let suggestion = Suggestion.nearest(to: name, among: routes.map(\.endpoint.name))
    throw ErrorReport(
      .usage, "there is no endpoint \(name)",
      advice: suggestion.map { "Did you mean \($0)?" } ?? "`wedrive endpoints` lists them.")
  }

  /// The endpoints whose name or path contains `text`, in capitals or not.
  static func endpoints<API>(containing text: String, in routes: [Route<API>]) throws(ErrorReport) -> [Endpoint] {
    let part = text.lowercased()
    let found = routes.map(\.endpoint).filter {
      part.isEmpty || $0.name.lowercased().contains(part) || $0.path.lowercased().contains(part)
    }
    guard found.isEmpty else { return found }
    let suggestion = Suggestion.nearest(to: text, among: routes.map(\.endpoint.name))
    throw ErrorReport(
      .usage, "no endpoint has \(text) in its name or path", advice: suggestion.map { "Did you mean \($0)?" })
  }
}
