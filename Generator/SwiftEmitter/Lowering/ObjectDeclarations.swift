import Catalog

/// Objects that several endpoints share.
extension ObjectType {
  func model(_ typeIndex: TypeIndex) -> Model {
    Model(
      name, about: DocText.stopped(about), fields: fields, side: .reply, isSent: typeIndex.sent.contains(name),
      typeIndex: typeIndex)
  }

  func declaration(_ typeIndex: TypeIndex) -> Declaration {
    let model = model(typeIndex)
    return model.declaration(extras: variants.map { factory($0, model: model, typeIndex: typeIndex) })
  }

  /// A factory that fixes some fields and asks for others.
  private func factory(_ variant: Variant, model: Model, typeIndex: TypeIndex) -> Declaration {
    var parameters: [String] = []
    var values: [String: String] = [:]
    for name in variant.take + variant.may {
      guard let member = model.members.first(where: { $0.field.name == name }) else { continue }
      parameters.append("_ \(member.local): \(member.type)\(variant.may.contains(name) ? member.absence : "")")
      values[name] = member.local
    }
    for (name, value) in variant.set {
      guard case .enumeration(let type) = fields.first(where: { $0.name == name })?.type else { continue }
      values[name] = typeIndex.member(value, ofEnum: type)
    }
    let required = model.members.filter { $0.presence == .required }
    let arguments = required.map { Expression.Argument(SwiftNaming.label($0.name), values[$0.field.name] ?? $0.local) }
    let later = model.members.filter { $0.presence != .required && values[$0.field.name] != nil }
    let local = values.values.contains("value") ? "whole" : "value"
    let body: [Statement] =
      later.isEmpty
      ? [.line("", .call("Self", arguments))]
      : [.line("var \(local) = ", .call("Self", arguments))]
        + later.map { .text("\(local).\($0.escaped) = \(values[$0.field.name] ?? "nil")") } + [.text("return \(local)")]
    return Declaration(
      .function(
        Function(
          head: "public static func \(SwiftNaming.escaped(variant.swiftName))", parameters: parameters, tail: "-> Self",
          body: body)),
      DocText.stopped(variant.about))
  }
}

/// Typed ids, tickets and keys.
extension IdentifierType {
  var declaration: Declaration {
    var about = DocText.named(about, term: term)
    if isSecret { about += " Never printed." }
    if let life { about += " Works for \(DocText.duration(life))\(uses.map { " and \($0) times" } ?? "")." }
    let kind =
      life != nil
      ? "Ticket" : isSecret ? "SecretIdentifier" : raw == .string ? "StringIdentifier" : "IntegerIdentifier"
    return Declaration(.scope("public struct \(name): \(kind)", members + conversions.map(factory)), about)
  }

  private var members: [Declaration] {
    let raw = raw == .string ? "String" : "UInt64"
    let value = Declaration(.stored("public let rawValue: \(raw)", value: nil), "The value on the wire.")
    guard let lifeBound else {
      return [
        value,
        Declaration(
          .function(
            Function(
              head: "public init", parameters: ["rawValue: \(raw)"], body: [.text("self.rawValue = rawValue")])),
          "Takes a value as it is on the wire."),
      ]
    }
    return [
      value,
      Declaration(
        .stored("public let history: TicketHistory", value: nil), "When it was issued, and how often it was used."),
      Declaration(
        .stored("public static let life: Duration", value: .text(".seconds(\(lifeBound.swift))")),
        "How long it works, unless its picker said otherwise."),
      Declaration(
        .stored("public static let allowedUses: Int?", value: .text(usesBound?.swift(as: "Int") ?? "nil")),
        uses == nil ? "It can be used any number of times." : "How often it can be used."),
      Declaration(
        .function(
          Function(
            head: "public init", parameters: ["rawValue: \(raw)", "history: TicketHistory"],
            body: [.text("self.rawValue = rawValue"), .text("self.history = history")])),
        "Takes a value as it is on the wire, and what is known of it."),
    ]
  }

  private func factory(_ conversion: Conversion) -> Declaration {
    let local = SwiftNaming.lower(conversion.type)
    let label = conversion.label.map { $0 == local ? local : "\(SwiftNaming.label($0)) \(local)" } ?? "_ \(local)"
    return Declaration(
      .function(
        Function(
          head: "public static func \(SwiftNaming.escaped(conversion.name))",
          parameters: ["\(label): \(conversion.type)"],
          tail: "-> Self", body: [.text("Self(rawValue: \(local).rawValue)")])),
      DocText.stopped(conversion.about))
  }
}
