import Catalog

/// What the catalog says of requests, as tables that the emulator interprets. They are made from the catalog's constraints
/// directly and share nothing with ``Validation``, so that the one finds the mistakes of the other.
struct RuleTables {
  let typeIndex: TypeIndex

  private var catalog: Catalog { typeIndex.catalog }

  /// The file of the emulator with the tables.
  var file: SourceFile {
    let endpoints = catalog.families.flatMap(\.endpoints).map { endpoint -> Expression in
      var arguments = [Expression.Argument(nil, fields(endpoint.request))]
      if !endpoint.alternatives.isEmpty {
        let alternatives = endpoint.alternatives.map { Expression.list($0.map { .string($0) }) }
        arguments.append(.init("exactlyOne", .list(alternatives)))
      }
      return .entry(SwiftNaming.literal(endpoint.id), .call("RequestRules", arguments))
    }
    let types = catalog.types.filter { typeIndex.sent.contains($0.name) }.map { type in
      Expression.entry(SwiftNaming.literal(type.name), fields(type.fields))
    }
    return SourceFile(
      name: "CatalogRules.swift", origin: "Spec", imports: [],
      declarations: [
        Declaration(
          .scope(
            "extension RequestRules",
            [
              Declaration(.table("static let all: [String: RequestRules]", endpoints), "By the endpoint's name."),
              Declaration(
                .table("static let objects: [String: [FieldRule]]", types), "Those of shared objects, by type."),
            ]))
      ])
  }

  private func fields(_ fields: [Field]) -> Expression { .list(fields.map(rule)) }

  private func rule(_ field: Field) -> Expression {
    var arguments: [Expression.Argument] = [.init(nil, .string(field.name)), .init(nil, kind(field.type, of: field))]
    arguments += conditions(field).map { .init(nil, $0) }
    return .call("FieldRule", arguments)
  }

  // MARK: - Kinds

  private func kind(_ type: TypeReference, of field: Field) -> Expression {
    switch type {
    case .scalar(let scalar):
      switch scalar {
      case .string, .secret: .text(".text")
      case .bool: .text(field.acceptsNumber ? ".flagOrNumber" : ".flag")
      case .double: .text(".fraction")
      case .int32: number(".int32", field)
      case .uint32: number(".uint32", field)
      case .int64: number(".int64", field)
      case .uint64: number(".uint64", field)
      case .base64: .text(".base64")
      case .stringMap: .text(".texts")
      }
    case .list(let element): .call(".list", [.init(nil, kind(element, of: field))])
    case .object(let name): .call(".object", [.init(nil, .string(name))])
    case .identifier(let name):
      typeIndex.types.identifiers[name]?.raw == .uint64 ? number(".uint64", field) : .text(".text")
    case .enumeration(let name):
      switch typeIndex.types.enums[name]?.raw {
      case .uint32: number(".uint32", field)
      case .int32: number(".int32", field)
      case .string, nil: .text(".text")
      }
    case .inline(let fields): .call(".fields", [.init(nil, self.fields(fields))])
    }
  }

  private func number(_ type: String, _ field: Field) -> Expression {
    .text("\(field.acceptsString ? ".numberOrText" : ".number")(\(type))")
  }

  // MARK: - Conditions

  private func conditions(_ field: Field) -> [Expression] {
    let constraints = field.constraints
    var result: [Expression] = []
    if field.isRequired || field.isAlways { result.append(.text(".required")) }
    if let value = field.defaultValue { result.append(.call(".otherwise", [.init(nil, .string(value))])) }
    if let bounds = constraints.items { result.append(condition("items", bounds)) }
    if let bounds = constraints.range { result.append(condition("range", bounds)) }
    if let bounds = constraints.length { result.append(condition("length", bounds)) }
    if let bounds = constraints.bytes { result.append(condition("bytes", bounds)) }
    if let bound = constraints.weightBound { result.append(.call(".weight", [.init("maximum", self.bound(bound))])) }
    let element = field.type.innermostElement
    if let values = constraints.values, case .enumeration(let name) = element {
      result.append(.call(".excludes", [.init(nil, excluded(values, of: name))]))
    }
    let members = Dictionary(typeIndex.types.fields(of: element).map { ($0.name, $0.type) }) { first, _ in first }
    for choice in constraints.choices {
      guard case .enumeration(let name) = members[choice.field] else { continue }
      result.append(
        .call(".eachExcludes", [.init(nil, excluded(choice.values, of: name)), .init("of", .string(choice.field))]))
    }
    for quota in constraints.quotas {
      let values = quota.values.compactMap { value -> Expression? in
        guard case .enumeration(let name) = members[value.field] else { return nil }
        return .entry(SwiftNaming.literal(value.field), .string(raw(value.value, of: name)))
      }
      result.append(.call(".atMost", [.init(nil, bound(quota.bound)), .init("with", .list(values))]))
    }
    return result
  }

  private func condition(_ name: String, _ bounds: Field.Constraints.Bounds) -> Expression {
    let ends = [("minimum", bounds.lower), ("maximum", bounds.upper)]
    return .call(".\(name)", ends.compactMap { label, end in end.map { .init(label, bound($0)) } })
  }

  /// A number; that of a limit with its name. Not the client's constant: a wrong one would be wrong on both sides.
  private func bound(_ bound: Field.Bound) -> Expression {
    let number = Expression.text(SwiftNaming.number(bound.value))
    guard let limit = bound.limit else { return number }
    return .call(".limit", [.init(nil, .string(limit.name)), .init(nil, number)])
  }

  /// The documented values that are not among those allowed, as they are on the wire. Others are for the service to judge.
  private func excluded(_ allowed: [String], of name: String) -> Expression {
    let values = typeIndex.types.enums[name]?.values ?? []
    return .list(values.filter { !allowed.contains($0.name) }.map { .string($0.raw) })
  }

  private func raw(_ value: String, of name: String) -> String {
    typeIndex.types.enums[name]?.values.first { $0.name == value }?.raw ?? value
  }
}

extension TypeReference {
  /// The type itself, or the type of a list's elements.
  fileprivate var innermostElement: TypeReference {
    if case .list(let element) = self { element.innermostElement } else { self }
  }
}
