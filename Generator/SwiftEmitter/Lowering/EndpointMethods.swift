import Catalog

extension EndpointDeclarations {
  /// The methods that take what is required as parameters: one for each way to ask.
  var calls: [Declaration] {
    request.initialisers.enumerated().map { call($1, isFirst: $0 == 0) } + pagedCalls
  }

  private func call(_ chosen: [Member], isFirst: Bool) -> Declaration {
    Declaration(
      .function(
        Function(
          // In the caller's isolation: `configure` is used where it was written, so an actor's method may pass one.
          head: "public nonisolated(nonsending) func \(method)",
          parameters: chosen.map { $0.parameter(outside: request.name) } + [configure],
          tail: "async throws(WeDriveError) -> \(response.name)",
          body: configured(chosen.map(\.argument), besides: chosen) { request in
            .call("try await \(callee(shadowedBy: chosen))", [.init(nil, request)])
          })),
      documentation: isFirst ? documentation : ["\(DocText.stopped(endpoint.summary)) See ``\(request.name)``."],
      attributes: deprecation + (response.members.isEmpty ? [.text("@discardableResult")] : []))
  }

  /// A body that ends with an expression over the request with `arguments`, changed by `configure`.
  func configured(
    _ arguments: [Expression.Argument], besides parameters: [Member], _ result: (String) -> Expression
  ) -> [Statement] {
    let made = Expression.call(request.name, arguments)
    let local = local(besides: parameters)
    return [
      .either(
        result("\(made.flat).configured(by: configure)"),
        [.line("let \(local) = ", made), .line("return ", result("\(local).configured(by: configure)"))])
    ]
  }

  var configure: String { "configure: (inout \(request.name)) -> Void = { _ in }" }

  var deprecation: [Expression] {
    guard let message = endpoint.deprecated else { return [] }
    return [
      .attribute(
        "@available",
        [.init(nil, "*"), .init(nil, "deprecated"), .init("message", .string(DocText.stopped(message)))])
    ]
  }

  /// The name of the variable that holds the request.
  private func local(besides parameters: [Member]) -> String {
    parameters.contains { $0.local == "request" } ? "wholeRequest" : "request"
  }

  /// The method that takes a request, even where a parameter has its name.
  func callee(shadowedBy parameters: [Member]) -> String {
    parameters.contains { $0.local == endpoint.swiftName } ? "self.\(method)" : method
  }
}
