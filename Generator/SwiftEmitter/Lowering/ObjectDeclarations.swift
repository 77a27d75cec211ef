import Catalog

/// Objects that several endpoints share.
extension ObjectType {
  func declaration(_ typeIndex: TypeIndex) -> Declaration {
    let model = Model(
      name, about: DocText.stopped(about), fields: fields, side: .reply, isSent: typeIndex.sent.contains(name),
      typeIndex: typeIndex)
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
