import WeDrive

/// Finds an endpoint by what a person calls it.
enum RouteLookup {
  /// The route of the endpoint with this name or path.
  ///
  /// - Parameter others: Endpoints of other tables, for suggestions.
  static func route<API>(
    _ name: String, in routes: [Route<API>], besides others: [Endpoint] = []
  ) throws(ErrorReport) -> Route<API> {
    if let route = find(name, in: routes) { return route }
    let suggestion = Suggestion.nearest(to: name, among: (routes.map(\.endpoint) + others).map(\.name))
    throw ErrorReport(
      .usage, "there is no endpoint \(name)",
      advice: suggestion.map { "Did you mean \($0)?" } ?? "`wedrive endpoints` lists them.")
  }

  /// The route of the endpoint with this name or path; nil if there is none.
  static func find<API>(_ name: String, in routes: [Route<API>]) -> Route<API>? {
    routes.first { $0.endpoint.name == name || $0.endpoint.path == name }
  }

  /// The endpoints whose name, service or path contains `text`, in capitals or not.
  static func endpoints(containing text: String, among endpoints: [Endpoint]) throws(ErrorReport) -> [Endpoint] {
    let part = text.lowercased()
    let found = endpoints.filter {
      part.isEmpty || $0.name.lowercased().contains(part) || $0.path.lowercased().contains(part)
        || $0.service.name == part
    }
    guard found.isEmpty else { return found }
    let suggestion = Suggestion.nearest(to: text, among: endpoints.map(\.name))
    throw ErrorReport(
      .usage, "no endpoint has \(text) in its name or path", advice: suggestion.map { "Did you mean \($0)?" })
  }
}
