import Catalog
import SwiftEmitter

extension EnumType {
  /// A value as it travels.
  func wire(_ value: Value) -> YAMLValue {
    guard raw != .string, let number = Int64(value.raw) else { return .text(value.raw) }
    return .number(number)
  }

  /// Values, and their names and meanings in the same order.
  fileprivate func keywords(_ values: [Value]) -> YAMLMap {
    [
      "enum": .list(values.map(wire)), "x-enum-varnames": .texts(values.map(\.name)),
      "x-enum-descriptions": .texts(values.map { value in DocText.sentence(value) { "`\($0)`" } }),
    ]
  }
}

extension Schemas {
  /// An enum. It is open: any value of its type is one, and the first alternative lists those that are documented.
  func component(_ type: EnumType) -> YAMLMap {
    let name: YAMLValue = type.raw == .string ? "string" : "integer"
    var documented: YAMLMap = ["type": name]
    documented.add(type.keywords(type.values))
    var others: YAMLMap = ["type": name]
    if type.raw != .string { others.add("format", text: type.raw.rawValue) }
    return [
      "description": .text(DocText.named(type.about, term: type.term)),
      "anyOf": [.map(documented), .map(others)],
    ]
  }

  /// Which values of an enum a field takes.
  func allowed(_ names: [String], of type: EnumType) -> YAMLMap {
    let values = names.compactMap { name in type.values.first { $0.name == name } }
    return ["enum": .list(values.map(type.wire)), "x-enum-varnames": .texts(values.map(\.name))]
  }

  /// Which values the enum fields of a list's elements take.
  func choices(_ choices: [Field.Constraints.Choice], of element: TypeReference) -> YAMLMap {
    var properties = YAMLMap()
    for choice in choices {
      guard let type = enumType(of: choice.field, in: element) else { continue }
      properties.add(choice.field, .map(allowed(choice.values, of: type)))
    }
    return properties
  }

  /// How many elements of a list may have certain values.
  func quotas(_ quotas: [Field.Constraints.Quota], of element: TypeReference) -> YAMLMap {
    let rules = quotas.map { quota -> YAMLMap in
      var properties = YAMLMap()
      for (field, name) in quota.values {
        guard let type = enumType(of: field, in: element), let value = type.values.first(where: { $0.name == name })
        else { continue }
        properties.add(field, ["const": type.wire(value)])
      }
      var rule: YAMLMap = [
        "contains": ["properties": .map(properties), "required": .texts(quota.values.map(\.field))],
        "minContains": 0, "maxContains": .number(quota.maximum),
      ]
      if let limit = quota.bound.limit { rule.add("x-limits", ["maxContains": .text(limit.name)]) }
      return rule
    }
    // A schema has one such rule; more stand in schemas that all have to hold.
    var keywords = YAMLMap()
    keywords.add("allOf", unlessEmpty: rules.map { .map($0) })
    return keywords
  }

  private func enumType(of field: String, in element: TypeReference) -> EnumType? {
    guard case .enumeration(let name) = types.fields(of: element).first(where: { $0.name == field })?.type else {
      return nil
    }
    return types.enums[name]
  }

  /// An id, a ticket or a key.
  func component(_ type: IdentifierType) -> YAMLMap {
    var schema: YAMLMap =
      switch type.raw {
      case .string: ["type": "string"]
      case .uint64: ["type": "integer", "format": "uint64", "minimum": 0]
      }
    if type.isSecret { schema.add("format", "password") }
    schema.add("description", text: DocText.named(type.about, term: type.term))
    schema.add("x-life", type.life.map { .number($0) })
    schema.add("x-uses", type.uses.map { .number($0) })
    return schema
  }
}
