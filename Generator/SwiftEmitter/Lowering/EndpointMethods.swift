import Catalog

extension EndpointDeclarations {
  /// The methods that take what is required as parameters: one for each way to ask.
  var calls: [Declaration] {
    request.initialisers.map(call) + pagedCalls
  }

  private func call(_ chosen: [Member]) -> Declaration {
    let statements: [Statement] = [
      .line("let request = ", .call(request.name, chosen.map(\.argument))),
      .line("return try await ", .call(callee(shadowedBy: chosen), [.init(nil, "request.configured(by: configure)")])),
    ]
    return Declaration(
      .function(
        Function(
          head: "public func \(method)", parameters: chosen.map(\.parameter) + [configure],
          tail: "async throws(WeDriveError) -> \(response.name)", body: statements)),
      documentation: documentation(endpoint.summary, chosen),
      attributes: deprecation + (response.members.isEmpty ? ["@discardableResult"] : []))
  }

  /// The methods that give a sequence of items, where the endpoint has pages.
  private var pagedCalls: [Declaration] {
    guard let paging = endpoint.paging,
      let cursor = request.members.first(where: { $0.field.name == paging.from }),
      let next = response.members.first(where: { $0.field.name == paging.next }),
      let more = response.members.first(where: { $0.field.name == paging.more }),
      let items = items(paging.items)
    else { return [] }
    return request.initialisers.map { chosen in
      let taken = chosen.filter { $0.name != cursor.name }
      let arguments = chosen.map { member in
        member.name == cursor.name ? Expression.Argument(member.escaped, start(member)) : member.argument
      }
      let fetch = "{ (request) async throws(WeDriveError) in try await \(callee(shadowedBy: taken))(request) }"
      let page =
        "{ .init(items: $0.\(items.path), next: $0.\(next.escaped), hasMore: $0.\(more.escaped)"
        + (more.isOptional ? " ?? false) }" : ") }")
      let sequence = Expression.call(
        "PagedSequence",
        [
          .init(nil, "request.configured(by: configure)"), .init("fetch", fetch), .init("page", page),
          .init("cursor", "{ $0.\(cursor.escaped) }"), .init("advance", "{ $0.\(cursor.escaped) = $1 }"),
        ])
      return Declaration(
        .function(
          Function(
            head: "public func \(Word.escaped(endpoint.swiftName + "Items"))",
            parameters: taken.map { $0.parameter + (pageSize($0).map { " = " + $0 } ?? "") } + [configure],
            tail: "-> PagedSequence<\(request.name), \(next.type), \(items.type)>",
            body: [.line("let request = ", .call(request.name, arguments)), .line("return ", sequence)])),
        documentation: documentation("\(endpoint.summary.dropLast()), item by item over all pages.", taken),
        attributes: deprecation)
    }
  }

  private var configure: String { "configure: (inout \(request.name)) -> Void = { _ in }" }

  private var deprecation: [String] {
    endpoint.deprecated.map { ["@available(*, deprecated, message: \(Word.literal($0)))"] } ?? []
  }

  /// The method that takes a request, even where a parameter has its name.
  private func callee(shadowedBy parameters: [Member]) -> String {
    parameters.contains { $0.local == endpoint.swiftName } ? "self.\(method)" : method
  }

  /// Where paging starts, if the request must say so.
  private func start(_ cursor: Member) -> String {
    switch cursor.field.type {
    case .scalar(.string), .identifier, .scalar(.secret): "\"\""
    default: "0"
    }
  }

  /// The largest page that the documentation allows: the default of a required number with an upper bound.
  private func pageSize(_ member: Member) -> String? {
    switch member.field.type {
    case .scalar(.int32), .scalar(.uint32), .scalar(.int64), .scalar(.uint64):
      member.field.constraints.range?.most.map(Word.number)
    default: nil
    }
  }

  /// The expression that leads from a response to its list of items, and the type of an item.
  private func items(_ names: [String]) -> (path: String, type: String)? {
    var members = response.members
    var owner = ""
    var path = ""
    var isOptional = false
    for name in names {
      guard let member = members.first(where: { $0.field.name == name }) else { return nil }
      path += (path.isEmpty ? "" : isOptional ? "?." : ".") + member.escaped
      isOptional = member.isOptional
      if case .list(let element) = member.field.type {
        if path.contains("?") || isOptional { path += " ?? []" }
        let type = lexicon.swift(element, nested: member.nested)
        return (path, element.inlineFields == nil ? type : "\(response.name).\(owner)\(type)")
      }
      if let fields = member.field.type.inlineFields {
        owner += member.nested + "."
        members = fields.map { Member($0, side: .reply, lexicon: lexicon) }
      } else if case .object(let type) = member.field.type {
        members = lexicon.objects[type]?.fields.map { Member($0, side: .reply, lexicon: lexicon) } ?? []
      }
    }
    return nil
  }

  // MARK: - Documentation

  private func documentation(_ summary: String, _ parameters: [Member]) -> [String] {
    var result = [summary]
    if let about = endpoint.about { result.append(Wording.stopped(about)) }
    result.append(facts)
    result.append("- Parameters:")
    result += parameters.map { "  - \($0.name): \(Wording.named($0.field.about, term: $0.field.term))" }
    result.append("  - configure: Sets what is optional.")
    if !endpoint.errcodes.isEmpty {
      let codes = endpoint.errcodes.map { code in
        lexicon.errcode(code, service: service).map { "\(code) (`\($0.name)`)" } ?? "\(code)"
      }
      result.append("- Throws: ``WeDriveError``; refused with errcode \(Wording.list(codes, "or")).")
    }
    return result
  }

  /// Method, path, effect and documentation, in one paragraph.
  private var facts: String {
    let effect =
      switch endpoint.effect {
      case .read: "reads"
      case .replace: "replaces"
      case .append: "adds"
      case .delete: "removes"
      case .create: "creates"
      }
    var parts = ["`\(endpoint.method.rawValue) \(endpoint.path)`", effect]
    parts.append(endpoint.isRepeatable ? "repeatable" : "never repeated")
    let documented = Dictionary(
      endpoint.documentation.pages.map { ($0.kind, $0.page) }, uniquingKeysWith: { first, _ in first })
    parts += Endpoint.AppKind.allCases.compactMap { kind in
      let isAllowed = endpoint.apps.contains(kind)
      guard let page = documented[kind] else { return isAllowed ? "\(kind.rawValue) apps" : nil }
      let link = "[\(kind.rawValue)](\(lexicon.link(page, service: service)))"
      return isAllowed ? link : "not for \(link) apps"
    }
    let why = endpoint.repeatableWhy.map { " " + Wording.stopped($0) } ?? ""
    return parts.joined(separator: " · ") + why
  }
}
