import Catalog
import SwiftEmitter

/// JSON Schemas, in the dialect of OpenAPI 3.1, of what the catalog declares.
struct Schemas {
  let types: DeclaredTypes

  /// An object with these members. A request, an object or a reply names the members without which it means nothing.
  func object(_ fields: [Field], description: String? = nil) -> YAMLMap {
    var schema: YAMLMap = ["type": "object"]
    schema.add("description", text: description)
    var properties = YAMLMap()
    for field in fields { properties.add(field.name, .map(self.field(field))) }
    schema.add("properties", unlessEmpty: properties)
    schema.add("required", unlessEmpty: fields.filter { $0.isRequired || $0.isAlways }.map { .text($0.name) })
    return schema
  }

  /// The value of a field, with what the catalog says about it.
  func field(_ field: Field) -> YAMLMap {
    let value = defaultValue(of: field)
    var schema = type(field.type, field)
    schema.add("description", text: Descriptions.text(field, defaultValue: value == nil ? field.defaultValue : nil))
    schema.add("default", value)
    if field.deprecated != nil { schema.add("deprecated", true) }
    schema.add("x-unit", text: field.unit?.rawValue)
    schema.add("x-since", text: field.since)
    schema.add("x-until", text: field.until)
    schema.add("x-limits", unlessEmpty: Bounds.limits(of: field.constraints))
    return schema
  }

  /// A type, with the bounds that the field sets to it or, of a list, to its elements.
  private func type(_ type: TypeReference, _ field: Field) -> YAMLMap {
    let constraints = field.constraints
    switch type {
    case .scalar(let scalar): return self.scalar(scalar, field)
    case .list(let element):
      var items = self.type(element, field)
      let choices = choices(constraints.choices, of: element)
      items.add("allOf", unlessEmpty: choices.isEmpty ? [] : [["properties": .map(choices)]])
      var schema: YAMLMap = ["type": "array", "items": .map(items)]
      schema.add("minItems", constraints.items?.minimum.map { .number($0) })
      schema.add("maxItems", constraints.items?.maximum.map { .number($0) })
      schema.add(quotas(constraints.quotas, of: element))
      return schema
    case .object(let name): return reference(name)
    case .identifier(let name):
      let bounds = types.identifiers[name]?.raw == .uint64 ? Bounds.number(constraints) : Bounds.string(constraints)
      if field.acceptsString { return ["anyOf": [.map(reference(name, bounds)), .map(Self.digits)]] }
      return reference(name, bounds)
    case .enumeration(let name):
      guard let values = constraints.values, let type = types.enums[name] else { return reference(name) }
      return reference(name, allowed(values, of: type))
    case .inline(let fields): return object(fields)
    }
  }

  private func reference(_ name: String, _ siblings: YAMLMap = [:]) -> YAMLMap {
    var schema: YAMLMap = ["$ref": "#/components/schemas/\(name)"]
    schema.add(siblings)
    return schema
  }

  /// A whole number as a text.
  private static let digits: YAMLMap = ["type": "string", "pattern": "^-?[0-9]+$"]

  private func scalar(_ scalar: TypeReference.Scalar, _ field: Field) -> YAMLMap {
    let constraints = field.constraints
    switch scalar {
    case .string: return ["type": "string"] + Bounds.string(constraints)
    case .secret: return ["type": "string", "format": "password"] + Bounds.string(constraints)
    case .base64: return ["type": "string", "contentEncoding": "base64"] + Bounds.encoded(constraints)
    case .bool: return ["type": field.acceptsNumber ? ["boolean", "number"] : "boolean"]
    case .stringMap: return ["type": "object", "additionalProperties": ["type": "string"]]
    case .double:
      return number("number", format: "double", field) + Bounds.number(constraints)
    case .int32, .uint32, .int64, .uint64:
      let isUnsigned = scalar == .uint32 || scalar == .uint64
      return number("integer", format: scalar.rawValue, field)
        + Bounds.number(constraints, isUnsigned: isUnsigned)
    }
  }

  private func number(_ type: String, format: String, _ field: Field) -> YAMLMap {
    guard field.acceptsString else { return ["type": .text(type), "format": .text(format)] }
    return [
      "type": [.text(type), "string"], "format": .text(format),
      "pattern": type == "integer" ? "^-?[0-9]+$" : "^-?[0-9]+([.][0-9]+)?$",
    ]
  }

  /// The default as a value of the field's type; nil: there is none, or it can only be said in words.
  private func defaultValue(of field: Field) -> YAMLValue? {
    guard let text = field.defaultValue else { return nil }
    switch field.type {
    case .scalar(.bool): return Bool(text).map { .bool($0) }
    case .scalar(.int32), .scalar(.uint32), .scalar(.int64), .scalar(.uint64): return Int64(text).map { .number($0) }
    case .enumeration(let name):
      guard let type = types.enums[name] else { return nil }
      return type.values.first { $0.name == text || $0.raw == text }.map { type.wire($0) }
    case .scalar, .identifier, .list, .object, .inline: return nil
    }
  }
}

/// The texts of `description` keys.
enum Descriptions {
  /// The meaning of a field.
  ///
  /// - Parameter defaultValue: The default, where no key of the schema can say it.
  static func text(_ field: Field, defaultValue: String?) -> String {
    let parts = [
      DocText.named(field.about, term: field.term), defaultValue.map { "Default: `\($0)`." },
      field.deprecated.map { "Deprecated: \(DocText.stopped($0))" },
    ]
    return parts.compactMap(\.self).joined(separator: " ")
  }

  /// What a call or an event is about, beyond its summary; nil: nothing is said.
  static func text(about: String?, deprecated: String?) -> String? {
    let parts = [about.map(DocText.stopped), deprecated.map { "Deprecated: \(DocText.stopped($0))" }]
    let text = parts.compactMap(\.self).joined(separator: " ")
    return text.isEmpty ? nil : text
  }
}
