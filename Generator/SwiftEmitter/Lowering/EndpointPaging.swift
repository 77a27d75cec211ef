import Catalog

extension EndpointDeclarations {
  /// The methods that give a sequence of items, where the endpoint has pages.
  var pagedCalls: [Declaration] {
    guard let paging = endpoint.paging, let cursor = request.member(paging.from),
      let next = response.member(paging.next), let more = response.member(paging.more),
      let items = items(paging.items)
    else { return [] }
    let page =
      ".init(items: $0.\(items.path), next: $0.\(next.escaped), hasMore: $0.\(more.escaped)"
      + (more.isOptional ? " ?? false)" : ")")
    return request.initialisers.map { chosen in
      let taken = chosen.filter { $0.name != cursor.name }
      let arguments = chosen.map { member in
        member.name == cursor.name
          ? Expression.Argument(SwiftNaming.label(member.name), start(member)) : member.argument
      }
      let fetch = callee(shadowedBy: taken)
      return Declaration(
        .function(
          Function(
            head: "public func \(SwiftNaming.escaped(GeneratedNames.itemsMethod(of: endpoint)))",
            parameters: taken.map { $0.parameter(outside: request.name) + (pageSize($0).map { " = " + $0 } ?? "") }
              + [configure],
            tail: "-> PagedSequence<\(request.name), \(next.type), \(items.type)>",
            body: configured(arguments, besides: taken) { request in
              let place = overlap == nil ? "\\.\(cursor.escaped)" : "\(self.request.name).paging"
              return .trailing("PagedSequence(\(request), by: \(place), fetch: \(fetch))", page)
            })),
        "The items of ``\(endpoint.swiftName)(_:)``, page after page, fetched as they are asked for.",
        attributes: deprecation)
    }
  }

  /// The path in Swift from a reply to its list of items: `fileList.items`.
  var itemsPath: String? {
    endpoint.paging.flatMap { items($0.items) }?.path.split(separator: " ").first.map {
      String($0.replacing("?", with: ""))
    }
  }

  /// The constant that says how pages by offset are joined.
  var overlap: Declaration? {
    guard let paging = endpoint.paging, let overlap = paging.overlap, let cursor = request.member(paging.from),
      let size = request.member(overlap.size), let items = items(paging.items)
    else { return nil }
    func hash(_ names: [String]) -> Expression {
      let fields = names.compactMap { name in items.members.first { $0.field.name == name } }
      return .text("{ ItemHash(\(fields.map { field in "$0.\(field.escaped)" }.joined(separator: ", "))) }")
    }
    let arguments: [Expression.Argument] = [
      .init("from", "\\.\(cursor.escaped)"), .init("size", "\\.\(size.escaped)"),
      .init("maximum", pageSize(size) ?? "nil"),
      .init("identity", hash([overlap.identity])), .init("order", hash(overlap.order)),
    ]
    let type = "OffsetPaging<\(request.name), \(cursor.type), \(items.type)>"
    return Declaration(
      .stored("static let paging", value: .call(type, arguments)), "How pages are joined so that no entry is missed.")
  }

  /// Where paging starts, if the request must say so.
  private func start(_ cursor: Member) -> String {
    switch cursor.field.type {
    case .scalar(.string): "\"\""
    case .identifier(let name) where typeIndex.types.identifiers[name]?.raw == .string: "\"\""
    default: "0"
    }
  }

  /// The largest page that the documentation allows: the default of a required number with an upper bound.
  private func pageSize(_ member: Member) -> String? {
    switch member.field.type {
    case .scalar(.int32), .scalar(.uint32), .scalar(.int64), .scalar(.uint64):
      member.field.constraints.range?.upper?.swift(as: member.type)
    default: nil
    }
  }

  /// The expression that leads from a response to its list of items, the type of an item, and its members.
  private func items(_ names: [String]) -> (path: String, type: String, members: [Member])? {
    var members = response.members
    // The type that holds the list: an inline object is nested in the one before it.
    var owner = response.name
    var path = ""
    var isOptional = false
    for name in names {
      guard let member = members.first(where: { $0.field.name == name }) else { return nil }
      path += (path.isEmpty ? "" : isOptional ? "?." : ".") + member.escaped
      isOptional = member.isOptional
      if case .list(let element) = member.field.type {
        if path.contains("?") || isOptional { path += " ?? []" }
        let type = typeIndex.swift(element, nested: member.nested)
        let fields =
          if case .object(let type) = element { typeIndex.types.objects[type]?.fields ?? [] } else {
            element.inlineFields ?? []
          }
        return (
          path, element.inlineFields == nil ? type : "\(owner).\(type)",
          fields.map { Member($0, side: .reply, typeIndex: typeIndex) }
        )
      }
      if let fields = member.field.type.inlineFields {
        owner += "." + member.nested
        members = fields.map { Member($0, side: .reply, typeIndex: typeIndex) }
      } else if case .object(let type) = member.field.type {
        owner = type
        members = typeIndex.types.objects[type]?.fields.map { Member($0, side: .reply, typeIndex: typeIndex) } ?? []
      }
    }
    return nil
  }
}
