import Catalog

extension Service {
  /// The constant with which endpoints say where they go.
  func declaration(_ lexicon: Lexicon) -> Declaration {
    let advice = lexicon.errcodes[id] == nil ? "{ _ in nil }" : "{ \(errcodeType)(rawValue: $0).advice }"
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
    let secrets = lexicon.secretFields(of: id)
    if !secrets.isEmpty { arguments.append(.init("secretFields", .list(secrets.map { .string($0) }))) }
    arguments.append(.init("advice", advice))
    return Declaration(
      .stored(
        "public static let \(Word.escaped(lexicon.constant(ofService: id)))", value: .call("Service", arguments)),
      Wording.stopped(about))
  }
}

extension TokenKind {
  /// The constant with which services and endpoints name it.
  var declaration: Declaration {
    Declaration(
      .stored(
        "public static let \(Word.escaped(swiftName))", value: .call("TokenKind", [.init(nil, .string(name))])),
      "`\(name)`")
  }

  /// The constant where its type is known.
  var reference: String { ".\(swiftName)" }
}

extension Limit {
  func declaration(_ lexicon: Lexicon) -> Declaration {
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
      .stored("public static let \(Word.escaped(swiftName)): Int64", value: .text(Word.number(value))),
      Wording.stopped(about) + unit)
  }
}
