import Catalog

/// What one client-side interface becomes: a struct that holds what it is asked, with its answer as a nested one.
struct InterfaceDeclarations {
  let interface: ClientInterface
  let family: ClientFamily
  let typeIndex: TypeIndex
  let parameters: Model
  let answer: Model
  let failure: Model?

  init(_ interface: ClientInterface, of family: ClientFamily, typeIndex: TypeIndex) {
    self.interface = interface
    self.family = family
    self.typeIndex = typeIndex
    parameters = Model(
      interface.swiftName, about: interface.summary, conformances: "ClientInterface", fields: interface.parameters,
      side: .request, isSent: true, typeIndex: typeIndex)
    answer = Model(
      "Answer", about: "What is answered on success.", fields: interface.result, side: .reply, isSent: false,
      typeIndex: typeIndex)
    failure =
      interface.failure.isEmpty
      ? nil
      : Model(
        "Failure", about: "What is answered otherwise.", fields: interface.failure, side: .reply, isSent: false,
        typeIndex: typeIndex)
  }

  var declaration: Declaration {
    var whole = parameters.declaration(
      leading: statics, validation: validation,
      extras: [effective, flagsAsNumbers, dated, answer.declaration(), failure?.declaration()]
        .compactMap { $0 })
    whole.documentation = documentation
    if let message = interface.deprecated {
      whole.attributes = [
        .attribute(
          "@available",
          [.init(nil, "*"), .init(nil, "deprecated"), .init("message", .string(DocText.stopped(message)))])
      ]
    }
    return whole
  }

  private var statics: [Declaration] {
    let hosts = interface.availability.compactMap { availability in
      family.hosts.first { $0.id == availability.host }.map { Expression.text(".\(SwiftNaming.escaped($0.swiftName))") }
    }
    let success = typeIndex.member("ok", ofEnum: interface.outcomeType)
    return [
      Declaration(.stored("public typealias Outcome = \(interface.outcomeType)", value: nil), "How it can end."),
      Declaration(.stored("public static let name", value: .string(interface.id)), "The name on the wire."),
      Declaration(
        .stored("public static let hosts: [ClientHost]", value: .list(hosts)), "The hosts that offer it."),
      Declaration(
        .stored("public static let success", value: .text(interface.outcomeType + success)),
        "The outcome of a call that succeeded."),
    ]
  }

  // MARK: - What is checked

  private var validation: Declaration? {
    let owner = SwiftNaming.literal(interface.id)
    var checks = Validation(typeIndex: typeIndex, owner: owner, prefix: "").statements(for: parameters.members)
    for condition in interface.conditions where !condition.refused.isEmpty {
      let words = condition.values.map { "\($0.field) is \($0.value)" }.joined(separator: " and ")
      let refusals = members(condition.refused).map { member in
        Statement.line(
          "try ",
          .call(
            "Constraint.absent",
            [
              .init(nil, member.escaped), .init("when", SwiftNaming.literal(words)),
              .init("of", SwiftNaming.literal(member.field.name)), .init("in", owner),
            ]))
      }
      checks.append(.block("if \(test(of: condition))", refusals))
    }
    guard !checks.isEmpty else { return nil }
    return Declaration(
      .function(Function(head: "public func validate", parameters: [], tail: "throws(InvalidArgument)", body: checks)),
      "Checks the rules of the documentation.")
  }

  private var effective: Declaration? {
    let blocks = interface.conditions.filter { !$0.ignored.isEmpty }.map { condition in
      Statement.block(
        "if \(test(of: condition))", members(condition.ignored).map { .text("parameters.\($0.escaped) = nil") })
    }
    guard !blocks.isEmpty else { return nil }
    return Declaration(
      .function(
        Function(
          head: "public func effective", parameters: [], tail: "-> Self",
          body: [.text("var parameters = self")] + blocks + [.text("return parameters")])),
      "The same, without the parameters that the app would ignore.")
  }

  private func test(of condition: ClientInterface.Condition) -> String {
    condition.values.compactMap { name, value in
      guard let member = members([name]).first, case .enumeration(let type) = member.field.type else { return nil }
      return "\(member.escaped) == \(typeIndex.member(value, ofEnum: type))"
    }.joined(separator: ", ")
  }

  private func members(_ names: [String]) -> [Member] {
    names.compactMap { name in parameters.members.first { $0.field.name == name } }
  }

  // MARK: - What differs

  private var flagsAsNumbers: Declaration? {
    let entries = interface.availability.filter { !$0.flagsAsNumbers.isEmpty }.compactMap { availability in
      family.hosts.first { $0.id == availability.host }.map { host in
        Expression.entry(
          ".\(SwiftNaming.escaped(host.swiftName))",
          .list(availability.flagsAsNumbers.map { .text(SwiftNaming.literal($0)) }))
      }
    }
    guard !entries.isEmpty else { return nil }
    return Declaration(
      .function(
        Function(
          head: "public static func flagsAsNumbers", parameters: ["for host: ClientHost"], tail: "-> Set<String>",
          body: [
            .line("let flags: [ClientHost: Set<String>] = ", .list(entries)), .text("return flags[host] ?? []"),
          ])),
      "Bool parameters that a host takes as 1 or 0.")
  }

  private var dated: Declaration? {
    let changes = interface.expiries.compactMap { expiry -> Statement? in
      guard let ticket = answer.members.first(where: { $0.field.name == expiry.ticket }),
        let seconds = answer.members.first(where: { $0.field.name == expiry.seconds })
      else { return nil }
      let life = seconds.type == "Int64" ? "answer.\(seconds.escaped)" : "answer.\(seconds.escaped).map(Int64.init)"
      let value = "answer.\(ticket.escaped)\(ticket.isOptional ? "?" : "").lasting(seconds: \(life))"
      return .text("dated.\(ticket.escaped) = \(value)")
    }
    guard !changes.isEmpty else { return nil }
    return Declaration(
      .function(
        Function(
          head: "public static func dated", parameters: ["_ answer: Answer"], tail: "-> Answer",
          body: [.text("var dated = answer")] + changes + [.text("return dated")])),
      "An answer whose tickets live as long as it says.")
  }
}

extension ClientHost {
  /// The constant by which a call is rendered for it.
  var declaration: Declaration {
    var arguments: [Expression.Argument] = [
      .init(nil, .string(id)), .init(nil, .string(function)), .init(nil, ".\(style.rawValue)"),
      .init("message", .string(messageField)),
    ]
    if let messagePrefix { arguments.append(.init("prefix", .string(messagePrefix))) }
    if let resultField { arguments.append(.init("result", .string(resultField))) }
    return Declaration(
      .stored("public static let \(SwiftNaming.escaped(swiftName))", value: .call("ClientHost", arguments)),
      DocText.stopped(about))
  }
}

extension InterfaceDeclarations {
  /// What it does, where it is offered, and by whom it may be called.
  var documentation: [String] {
    var result = [interface.summary]
    if let about = interface.about { result.append(DocText.stopped(about)) }
    result.append("Offered by:")
    result += interface.availability.compactMap(item)
    if !interface.apps.isEmpty {
      result.append("Open to \(DocText.list(interface.apps.map(\.rawValue), "and")) apps.")
    }
    let outcomes = interface.outcomes.map { name in
      "``\(interface.outcomeType)/\(typeIndex.member(name, ofEnum: interface.outcomeType).dropFirst())``"
    }
    if !outcomes.isEmpty { result.append("Ends with \(DocText.list(outcomes, "or")).") }
    return result
  }

  private func item(_ availability: ClientInterface.Availability) -> String? {
    guard let host = family.hosts.first(where: { $0.id == availability.host }) else { return nil }
    var parts = ["`\(function(of: host))`"]
    let links = links(of: availability)
    if !links.isEmpty { parts.append("documented for \(DocText.list(links, "and"))") }
    let clients = availability.clients.map { client in
      [client.platform, client.since, client.system.map { "(system \($0))" }].compactMap { $0 }.joined(separator: " ")
    }
    if !clients.isEmpty { parts.append("from \(DocText.list(clients, "and")) on") }
    return "- \(host.id): \(parts.joined(separator: "; "))"
  }

  func links(of availability: ClientInterface.Availability) -> [String] {
    let pages = availability.documentation.pages.map { kind, page in
      "[\(kind.rawValue)](\(typeIndex.link(page, service: family.service ?? "")))"
    }
    return pages + (availability.link.map { ["[everybody](\($0))"] } ?? [])
  }

  /// `wx.qy.wedriveSelectDir`
  func function(of host: ClientHost) -> String {
    host.style == .invoke
      ? "\(host.function)(\"\(interface.id)\", …)"
      : host.function.split(separator: "{name}", omittingEmptySubsequences: false).joined(separator: interface.id)
  }
}
