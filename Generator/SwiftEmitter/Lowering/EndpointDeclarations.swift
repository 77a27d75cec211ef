import Catalog

/// What one endpoint becomes: a request, a response, and methods.
struct EndpointDeclarations {
  let endpoint: Endpoint
  let service: String
  let typeIndex: TypeIndex
  let request: Model
  let response: Model

  init(_ endpoint: Endpoint, service: String, typeIndex: TypeIndex) {
    self.endpoint = endpoint
    self.service = service
    self.typeIndex = typeIndex
    let stem = GeneratedNames.base(of: endpoint)
    let symbol = "``\(typeIndex.api(ofService: service))/\(endpoint.swiftName)(_:)``"
    request = Model(
      "\(stem)Request", about: "What \(symbol) is asked.", conformances: "APIRequest", fields: endpoint.request,
      side: .request, isSent: true, alternatives: endpoint.alternatives, typeIndex: typeIndex)
    response = Model(
      "\(stem)Response", about: "What \(symbol) answers.", conformances: "Codable, Sendable",
      fields: endpoint.response, side: .reply, isSent: false, typeIndex: typeIndex)
  }

  /// The method's name, with backticks where Swift wants them.
  var method: String { SwiftNaming.escaped(endpoint.swiftName) }
  private var outcome: String { "async throws(WeDriveError) -> \(response.name)" }
  private var attributes: [Expression] { response.members.isEmpty ? [.text("@discardableResult")] : [] }

  // MARK: - Protocol

  var requirement: Declaration {
    Declaration(
      .function(Function(head: "func \(method)", parameters: ["_ request: \(request.name)"], tail: outcome)),
      documentation: [endpoint.summary], attributes: attributes)
  }

  var implementation: Declaration {
    Declaration(
      .function(
        Function(
          head: "public func \(method)", parameters: ["_ request: \(request.name)"], tail: outcome,
          body: [.text("try await perform(request)")])),
      attributes: attributes
    ).attached
  }

  var route: Expression { .text("Route { $0.\(method)(_:) }") }

  // MARK: - Models

  var models: [Declaration] {
    let leading =
      [Declaration(.stored("public static let call", value: description), pages)] + (overlap.map { [$0] } ?? [])
    return [request.declaration(leading: leading, validation: validation), response.declaration()]
  }

  private var description: Expression {
    var arguments: [Expression.Argument] = [
      .init(nil, .string(endpoint.id)), .init(nil, ".\(typeIndex.constant(ofService: service))"),
      .init(nil, ".\(endpoint.method.rawValue.lowercased())"), .init(nil, .string(endpoint.path)),
      .init(nil, ".\(endpoint.effect.rawValue)"),
    ]
    if endpoint.isRepeatable != endpoint.effect.isRepeatable {
      arguments.append(.init("isRepeatable", "\(endpoint.isRepeatable)"))
    }
    if !carriesUsualToken {
      let kinds = endpoint.tokens.map(\.reference).joined(separator: ", ")
      arguments.append(.init("tokens", "[\(kinds)]"))
    }
    if endpoint.hasBareReply { arguments.append(.init("hasBareReply", "true")) }
    if endpoint.isMetered { arguments.append(.init("isMetered", "true")) }
    arguments.append(.init("summary", .string(endpoint.summary)))
    return .call("Call<\(response.name)>", arguments)
  }

  /// Whether it carries the token that most of the service's calls carry.
  var carriesUsualToken: Bool { endpoint.tokens == typeIndex.services[service].map { Array($0.tokens.prefix(1)) } }

  private var validation: Declaration? {
    let owner = SwiftNaming.literal(endpoint.id)
    var checks = Validation(typeIndex: typeIndex, owner: owner, prefix: "").statements(for: request.members)
    if !endpoint.alternatives.isEmpty { checks.insert(exactlyOne(owner: owner), at: 0) }
    guard !checks.isEmpty else { return nil }
    return Declaration(
      .function(
        Function(head: "public func validate", parameters: [], tail: "throws(InvalidArgument)", body: checks)),
      "Checks the rules of the documentation.")
  }

  private func exactlyOne(owner: String) -> Statement {
    let alternatives = endpoint.alternatives.map { names in
      let fields = names.map { "\(SwiftNaming.literal($0)): \(request.member($0)?.escaped ?? $0)" }
      return Expression.text("[\(fields.joined(separator: ", "))]")
    }
    return .line(
      "try ", .call("Constraint.exactlyOne", [.init("of", .list(alternatives)), .init("in", owner)]))
  }
}
