import Catalog

/// A field as a property of a generated struct.
struct Member {
  /// Which way a struct usually travels; decides what must be there.
  enum Side { case request, reply }

  enum Presence: Equatable {
    /// Part of the initialiser.
    case required
    /// An alternative of several: part of one initialiser, and fixed afterwards.
    case alternative
    case optional
    /// Never nil: what is missing is this.
    case defaulted(String)
  }

  let field: Field
  /// The property's name, without backticks.
  let name: String
  /// The type, without the optional's question mark.
  let type: String
  let presence: Presence
  /// Name of the type that the field's inline object becomes.
  let nested: String

  init(_ field: Field, side: Side, alternatives: Set<String> = [], typeIndex: TypeIndex) {
    self.field = field
    name = field.swiftName
    nested = GeneratedNames.nestedType(of: field)
    type = typeIndex.swift(field.type, nested: nested)
    presence =
      switch side {
      case .request where field.isRequired || field.isAlways: .required
      case .request where alternatives.contains(field.name): .alternative
      case .request: .optional
      case .reply where field.isAlways || field.isRequired: .required
      case .reply where typeIndex.isEmptyWhenMissing(field.type):
        if case .list = field.type { .defaulted("[]") } else { .defaulted("\(type)()") }
      case .reply: .optional
      }
  }

  /// The name with backticks where Swift wants them.
  var escaped: String { SwiftNaming.escaped(name) }

  /// The name inside an initialiser or method that takes the value as a parameter.
  var local: String { SwiftNaming.reserved.contains(name) ? name + "Value" : name }

  /// The parameter that takes the value: of an initialiser, or of a method outside the struct `owner`.
  func parameter(outside owner: String? = nil) -> String {
    let type = owner == nil ? type : qualified(in: owner)
    return local == name ? "\(name): \(type)" : "\(SwiftNaming.label(name)) \(local): \(type)"
  }

  /// The type as it is called outside the struct.
  private func qualified(in owner: String?) -> String {
    guard let owner, field.type.inlineFields != nil else { return type }
    let brackets = type.prefix { $0 == "[" }
    return brackets + "\(owner)." + type.dropFirst(brackets.count)
  }

  /// The argument that passes the parameter on.
  var argument: Expression.Argument { .init(SwiftNaming.label(name), local) }

  var isOptional: Bool { presence == .optional || presence == .alternative }

  /// What follows the type of a parameter that may be left out.
  var absence: String {
    if case .defaulted(let value) = presence { " = \(value)" } else { "? = nil" }
  }

  /// What decoding tolerates, as an attribute of the property; empty for nothing.
  private var tolerance: String {
    if field.acceptsString { return "@AcceptsString " }
    if field.acceptsNumber { return "@AcceptsNumber " }
    if case .defaulted = presence { return "@EmptyIfMissing " }
    return ""
  }

  var property: Declaration { property(tolerance) }

  /// The same where nothing is decoded from JSON.
  var plainProperty: Declaration { property("") }

  private func property(_ tolerance: String) -> Declaration {
    let access = presence == .alternative ? "public private(set) var" : "public var"
    let head = "\(tolerance)\(access) \(escaped)"
    let documentation = [DocText.sentence(field)]
    switch presence {
    case .required:
      return Declaration(.stored("\(head): \(type)", value: nil), documentation: documentation)
    case .alternative, .optional:
      // Only a plain optional property starts with nil by itself.
      let value: Expression? = tolerance.isEmpty ? nil : .text("nil")
      return Declaration(.stored("\(head): \(type)?", value: value), documentation: documentation)
    case .defaulted("[]"):
      return Declaration(.stored("\(head): \(type)", value: .text("[]")), documentation: documentation)
    case .defaulted(let value):
      return Declaration(.stored(head, value: .text(value)), documentation: documentation)
    }
  }

  var key: Declaration {
    Declaration(.enumCase(name == field.name ? escaped : "\(escaped) = \(SwiftNaming.literal(field.name))"))
  }
}
