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
