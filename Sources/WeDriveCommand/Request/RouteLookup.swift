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
}
