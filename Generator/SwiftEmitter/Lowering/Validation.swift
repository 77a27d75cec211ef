import Catalog

/// The statements that check values before anything is sent.
struct Validation {
  let typeIndex: TypeIndex
  /// The expression that names the endpoint.
  let owner: String
  /// What stands before a field's name in its path: part of a Swift literal.
  let prefix: String

  func statements(for members: [Member]) -> [Statement] {
    members.flatMap { member in
      statements(
        member.field.constraints, type: member.field.type, value: value(of: member), isOptional: member.isOptional,
        path: prefix + member.field.name)
    }
  }

  /// The property, told apart from the parameters of the check that objects have.
  private func value(of member: Member) -> String {
    !prefix.isEmpty && ["path", "owner"].contains(member.name) ? "self.\(member.name)" : member.escaped
  }

  private func statements(
    _ constraints: Field.Constraints, type: TypeReference, value: String, isOptional: Bool, path: String
  ) -> [Statement] {
    var result: [Statement] = []
    if let items = constraints.items, case .list = type {
      result.append(check("items", value, bounds: items, path: path))
    }
    if case .list(let element) = type {
      result += constraints.quotas.map { check($0, on: value, of: element, path: path) }
      var rest = constraints
      rest.items = nil
      rest.quotas = []
      rest.choices = []
      let place = path + "[\\(index)]"
      let inner =
        constraints.choices.compactMap { check($0, of: element, path: place) }
        + statements(rest, type: element, value: "item", isOptional: false, path: place)
      if !inner.isEmpty {
        let list = isOptional ? "(\(value) ?? [])" : value
        result.append(.block("for (index, item) in \(list).enumerated()", inner))
      }
      return result
    }
    let raw = typeIndex.isIdentifier(type) ? value + (isOptional ? "?" : "") + ".rawValue" : value
    if let range = constraints.range { result.append(check("range", raw, bounds: range, path: path)) }
    if let weight = constraints.weightBound {
      result.append(check("weight", raw, [.init("maximum", weight.swift)], path: path))
    }
    if let length = constraints.length { result.append(check("length", raw, bounds: length, path: path)) }
    if let bytes = constraints.bytes { result.append(check("bytes", value, bounds: bytes, path: path)) }
    if let values = constraints.values, case .enumeration(let name) = type {
      result.append(check(values, ofEnum: name, value, path: path))
    }
    if typeIndex.isConstrained(type) {
      let arguments: [Expression.Argument] = [.init(nil, "\"\(path)\""), .init("in", owner)]
      result.append(.line("try ", .call("\(value)\(isOptional ? "?" : "").validate", arguments)))
    }
    return result
  }

  /// What an enum field of the list's element `item` may be.
  private func check(_ choice: Field.Constraints.Choice, of element: TypeReference, path: String) -> Statement? {
    guard let field = typeIndex.types.fields(of: element).first(where: { $0.name == choice.field }),
      case .enumeration(let name) = field.type
    else { return nil }
    return check(
      choice.values, ofEnum: name, "item.\(SwiftNaming.escaped(field.swiftName))", path: "\(path).\(field.name)")
  }

  private func check(_ values: [String], ofEnum name: String, _ value: String, path: String) -> Statement {
    let allowed = values.map { typeIndex.member($0, ofEnum: name) }.joined(separator: ", ")
    return check("values", value, [.init("allowed", "[\(allowed)]")], path: path)
  }

  private func check(
    _ quota: Field.Constraints.Quota, on value: String, of element: TypeReference, path: String
  ) -> Statement {
    let fields = typeIndex.types.fields(of: element)
    let kind = quota.values.map { "\($0.field) \($0.value)" }.joined(separator: " and ")
    let conditions = quota.values.compactMap { condition -> String? in
      guard let field = fields.first(where: { $0.name == condition.field }), case .enumeration(let type) = field.type
      else { return nil }
      return "$0.\(SwiftNaming.escaped(field.swiftName)) == \(typeIndex.member(condition.value, ofEnum: type))"
    }
    let arguments: [Expression.Argument] = [
      .init(nil, quota.bound.swift), .init(nil, value), .init("with", SwiftNaming.literal(kind)),
      .init("of", "\"\(path)\""), .init("in", owner), .init("where", "{ \(conditions.joined(separator: " && ")) }"),
    ]
    return .line("try ", .call("Constraint.atMost", arguments))
  }

  private func check(_ rule: String, _ value: String, bounds: Field.Constraints.Bounds, path: String) -> Statement {
    var arguments: [Expression.Argument] = []
    if let lower = bounds.lower { arguments.append(.init("minimum", lower.swift)) }
    if let upper = bounds.upper { arguments.append(.init("maximum", upper.swift)) }
    return check(rule, value, arguments, path: path)
  }

  private func check(_ rule: String, _ value: String, _ arguments: [Expression.Argument], path: String) -> Statement {
    let place: [Expression.Argument] = [.init("of", "\"\(path)\""), .init("in", owner)]
    return .line("try ", .call("Constraint.\(rule)", [.init(nil, value)] + arguments + place))
  }
}

extension Field.Bound {
  /// `1000`, or `Limits.fileListPageSize`.
  var swift: String {
    switch self {
    case .number(let value): SwiftNaming.number(value)
    case .limit(let limit): "Limits.\(SwiftNaming.escaped(limit.swiftName))"
    }
  }

  /// The same as a value of another type than `Int64`.
  func swift(as type: String) -> String { limit == nil || type == "Int64" ? swift : "\(type)(\(swift))" }
}

extension TypeIndex {
  /// `.folder`, for the value of that name.
  func member(_ name: String, ofEnum type: String) -> String {
    let value = types.enums[type]?.values.first { $0.name == name }
    return "." + SwiftNaming.escaped(value?.swiftName ?? name)
  }
}
