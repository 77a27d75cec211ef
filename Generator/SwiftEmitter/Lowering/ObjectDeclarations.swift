import Catalog

/// Objects that several endpoints share.
extension ObjectType {
  func declaration(_ lexicon: Lexicon) -> Declaration {
    let model = Model(
      name, about: Wording.stopped(about), fields: fields, side: .reply, isSent: lexicon.sent.contains(name),
      lexicon: lexicon)
    return model.declaration(extras: variants.map { factory($0, model: model, lexicon: lexicon) })
  }

  /// A factory that fixes some fields and asks for others.
  private func factory(_ variant: Variant, model: Model, lexicon: Lexicon) -> Declaration {
    var parameters: [String] = []
    var values: [String: String] = [:]
    for name in variant.take + variant.may {
      guard let member = model.members.first(where: { $0.field.name == name }) else { continue }
      parameters.append("_ \(member.local): \(member.type)\(variant.may.contains(name) ? member.absence : "")")
      values[name] = member.local
    }
    for (name, value) in variant.set {
      guard case .enumeration(let type) = fields.first(where: { $0.name == name })?.type else { continue }
      values[name] = lexicon.member(value, ofEnum: type)
    }
    let required = model.members.filter { $0.presence == .required }
    let arguments = required.map { Expression.Argument(Word.label($0.name), values[$0.field.name] ?? $0.local) }
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
          head: "public static func \(Word.escaped(variant.swiftName))", parameters: parameters, tail: "-> Self",
          body: body)),
      Wording.stopped(variant.about))
  }
}
