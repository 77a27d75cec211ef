import Catalog

extension EndpointDeclarations {
  /// The methods that take what is required as parameters: one for each way to ask.
  var calls: [Declaration] {
    request.initialisers.enumerated().map { call($1, isFirst: $0 == 0) } + pagedCalls
  }

  private func call(_ chosen: [Member], isFirst: Bool) -> Declaration {
    let local = local(besides: chosen)
    let statements: [Statement] = [
      .line("let \(local) = ", .call(request.name, chosen.map(\.argument))),
      .line("return try await ", .call(callee(shadowedBy: chosen), [.init(nil, "\(local).configured(by: configure)")])),
    ]
    return Declaration(
      .function(
        Function(
          // In the caller's isolation: `configure` is used where it was written, so an actor's method may pass one.
          head: "public nonisolated(nonsending) func \(method)",
          parameters: chosen.map { $0.parameter(outside: request.name) } + [configure],
          tail: "async throws(WeDriveError) -> \(response.name)", body: statements)),
      documentation: documentation(endpoint.summary, chosen, isFirst: isFirst),
      attributes: deprecation + (response.members.isEmpty ? [.text("@discardableResult")] : []))
  }

  var configure: String { "configure: (inout \(request.name)) -> Void = { _ in }" }

  var deprecation: [Expression] {
    guard let message = endpoint.deprecated else { return [] }
    return [
      .attribute(
        "@available",
        [.init(nil, "*"), .init(nil, "deprecated"), .init("message", .string(Wording.stopped(message)))])
    ]
  }

  /// The name of the variable that holds the request.
  func local(besides parameters: [Member]) -> String {
    parameters.contains { $0.local == "request" } ? "wholeRequest" : "request"
  }

  /// The method that takes a request, even where a parameter has its name.
  func callee(shadowedBy parameters: [Member]) -> String {
    parameters.contains { $0.local == endpoint.swiftName } ? "self.\(method)" : method
  }
}
