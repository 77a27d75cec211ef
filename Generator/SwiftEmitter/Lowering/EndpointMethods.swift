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

extension EndpointDeclarations {
  /// The whole documentation. What the parameters mean, the properties of the request say.
  var documentation: [String] {
    var result = [endpoint.summary]
    if let about = endpoint.about { result.append(DocText.stopped(about)) }
    result.append(behaviour)
    if !endpoint.errcodes.isEmpty {
      let codes = endpoint.errcodes.map { code in
        typeIndex.errcode(code, service: service).map { "\(code) (`\($0.name)`)" } ?? "\(code)"
      }
      result.append("- Throws: `WeDriveError`; refused with errcode \(DocText.list(codes, "or")).")
    }
    return result
  }

  /// Method, path, request and effect.
  private var behaviour: String {
    let effect =
      switch endpoint.effect {
      case .read: "Reads"
      case .replace: "Replaces"
      case .append: "Adds"
      case .delete: "Removes"
      case .create: "Creates"
      }
    let why = endpoint.repeatableWhy.map { " " + DocText.stopped($0) } ?? ""
    let repetition = endpoint.isRepeatable ? "sent again if the reply is lost" : "never sent again by itself"
    let call = "`\(endpoint.method.rawValue) \(endpoint.path)` with ``\(request.name)``"
    return "\(call). \(effect); \(repetition).\(why)\(token)\(apps)"
  }

  /// Which token it carries, unless it is the usual one or none.
  private var token: String {
    guard !carriesUsualToken, !endpoint.tokens.isEmpty else { return "" }
    return " Carries the \(DocText.list(endpoint.tokens.map { "`\($0.name)`" }, "or"))."
  }

  /// For which kinds of apps it is, unless for all.
  private var apps: String {
    let apps = Set(endpoint.apps)
    guard !apps.isEmpty, !Endpoint.AppKind.platforms.contains(apps) else { return "" }
    return " Only for \(DocText.list(endpoint.apps.map(\.rawValue), "and")) apps."
  }

  var pages: String { endpoint.documentation.sentence(typeIndex, service: service) }
}

extension Endpoint.Documentation {
  /// Where something is documented. One link leads there; the index of the API has them all.
  func sentence(_ typeIndex: TypeIndex, service: String) -> String {
    let pages = pages.enumerated().map { index, page in
      let name = "\(page.kind.rawValue) \(page.page)"
      let link = typeIndex.link(page.page, service: service)
      // A page without a number has a name too long to stand beside its link.
      guard Int64(page.page) != nil else { return "<\(link)>" }
      return index == 0 ? "[\(name)](\(link))" : name
    }
    return "See \(pages.joined(separator: ", "))."
  }
}
