import Catalog

extension Service {
  /// The constant with which endpoints say where they go.
  func declaration(_ typeIndex: TypeIndex) -> Declaration {
    let advice = typeIndex.errcodes[id] == nil ? "{ _ in nil }" : "{ \(errcodeType)(rawValue: $0).advice }"
    var arguments: [Expression.Argument] = [
      .init("name", .string(id)), .init("host", .string(host)),
      .init("token", tokens.first.map { $0.reference } ?? "nil"),
    ]
    switch tokenless {
    case .https: arguments.append(.init("tokenless", ".overHTTPS"))
    case .plainHTTP: arguments.append(.init("tokenless", ".alsoOverPlainHTTP"))
    case nil: break
    }
    arguments += [
      .init("codeField", .string(codeField)), .init("messageField", .string(messageField)),
    ]
    let secrets = typeIndex.secretFields(of: id)
    if !secrets.isEmpty { arguments.append(.init("secretFields", .list(secrets.map { .string($0) }))) }
    arguments.append(.init("advice", advice))
    return Declaration(
      .stored(
        "public static let \(SwiftNaming.escaped(typeIndex.constant(ofService: id)))",
        value: .call("Service", arguments)),
      DocText.stopped(about))
  }
}

extension TokenKind {
  /// The constant with which services and endpoints name it.
  var declaration: Declaration {
    Declaration(
      .stored(
        "public static let \(SwiftNaming.escaped(swiftName))", value: .call("TokenKind", [.init(nil, .string(name))])),
      "`\(name)`")
  }

  /// The constant where its type is known.
  var reference: String { ".\(swiftName)" }
}

extension Limit {
  func declaration(_ typeIndex: TypeIndex) -> Declaration {
    let unit =
      switch unit {
      case .bytes: " In bytes."
      case .seconds: " In seconds."
      case .callsPerMinute: " In calls per minute."
      case .callsPerHour: " In calls per hour."
      case .callsPerMonth: " In calls per month."
      case .count: ""
      }
    return Declaration(
      .stored("public static let \(SwiftNaming.escaped(swiftName)): Int64", value: .text(SwiftNaming.number(value))),
      DocText.stopped(about) + unit)
  }
}

/// What one event becomes: a struct that reads itself from a message, and writes itself into one.
struct EventDeclarations {
  let event: Event
  let typeIndex: TypeIndex
  let model: Model

  init(_ event: Event, typeIndex: TypeIndex) {
    self.event = event
    self.typeIndex = typeIndex
    model = Model(
      GeneratedNames.type(of: event), about: event.summary, conformances: "CallbackEvent", fields: event.fields,
      side: .reply, isSent: false, typeIndex: typeIndex)
  }

  var declaration: Declaration {
    let body =
      [signature] + model.members.map(\.plainProperty) + model.initialisers.map(model.initialiser) + [reader, writer]
    return Declaration(.scope("public struct \(model.name): CallbackEvent", body), documentation: documentation)
  }

  /// The entry in the table of all.
  var entry: Expression { .text("\(model.name).self") }

  /// The row of the index.
  var row: String {
    let match = event.match.map { "`\($0.node)` = `\($0.text)`" }.joined(separator: ", ")
    let fields = model.members.map { "`\($0.name): \($0.type)\($0.isOptional ? "?" : "")`" }.joined(separator: ", ")
    return "| `\(model.name)` | \(match) | \(fields.isEmpty ? "–" : fields) | \(links) |"
  }

  private var documentation: [String] {
    var result = [event.summary]
    if let about = event.about { result.append(DocText.stopped(about)) }
    if let deprecated = event.deprecated { result.append("Deprecated: \(DocText.stopped(deprecated))") }
    result.append(event.documentation.sentence(typeIndex, service: event.service))
    return result
  }

  private var links: String {
    event.documentation.pages.map { kind, page in
      "[\(page)](\(typeIndex.link(page, service: event.service)) \"\(kind.rawValue)\")"
    }.joined(separator: " ")
  }

  private var signature: Declaration {
    let nodes = event.match.map { "\(SwiftNaming.literal($0.node)): \(SwiftNaming.literal($0.text))" }.joined(
      separator: ", ")
    return Declaration(
      .stored(
        "public static let signature",
        value: .call("EventSignature", [.init(nil, .string(event.id)), .init("nodes", "[\(nodes)]")])),
      "What tells it from other events.")
  }

  private var reader: Declaration {
    let body = model.members.map { member in
      let method =
        switch member.presence {
        case .required: "required"
        case .defaulted: "list"
        case .alternative, .optional: "optional"
        }
      return Statement.text("self.\(member.escaped) = try node.\(method)(\(SwiftNaming.literal(member.field.name)))")
    }
    return Declaration(
      .function(
        Function(
          head: "public init", parameters: ["from node: EventNode"], tail: "throws(EventDecodingError)", body: body)),
      "Reads it from a message.")
  }

  private var writer: Declaration {
    let body = model.members.map { member in
      Statement.text("node.add(self.\(member.escaped), as: \(SwiftNaming.literal(member.field.name)))")
    }
    return Declaration(
      .function(Function(head: "public func write", parameters: ["to node: inout EventNode"], body: body)),
      "Writes its nodes, without those of the signature, into a message.")
  }
}
