extension ModelReader {
  /// What is said about a list's values, other than `items`, is said about each of its elements.
  func readConstraints(_ keys: KeyReader, _ type: TypeReference?) -> Field.Constraints {
    let value = type?.element
    let natural = 0...Int64.max
    var constraints = Field.Constraints()
    constraints.range = readBounds("range", keys, value, "a whole number", isWhole, within: value?.valueRange)
    constraints.length = readBounds("length", keys, value, "a string", isString, within: natural)
    constraints.items = readBounds("items", keys, type, "a list", \.isList, within: natural)
    constraints.bytes = readBounds("bytes", keys, value, "base64", \.isBase64, within: natural)
    if let entry = keys.entry("weight") {
      checkFit("weight", entry, keys, value, "a string", isString)
      constraints.weightBound = readBound(entry.value, "weight", keys)
      if let weight = constraints.weight, weight < 1 {
        report.add(.badRange, at: entry.value.span, "'weight' of \(keys.owner) is \(weight); at least 1")
      }
    }
    if keys.entry("values")?.value.entries != nil {
      constraints.choices = readChoices(keys, type)
    } else {
      constraints.values = readAllowedValues(keys, value)
    }
    constraints.quotas = readQuotas(keys, type)
    return constraints
  }

  private func isWhole(_ type: TypeReference) -> Bool {
    if case .identifier(let name) = type { return symbols.identifiers[name] != .string }
    return type.isInteger
  }

  private func isString(_ type: TypeReference) -> Bool {
    switch type {
    case .scalar(.string), .scalar(.secret): true
    case .identifier(let name): symbols.identifiers[name] != .uint64
    default: false
    }
  }

  func checkFit(
    _ key: String, _ entry: Node.Entry, _ keys: KeyReader, _ type: TypeReference?, _ needed: String,
    _ fits: (TypeReference) -> Bool
  ) {
    guard let type, !fits(type) else { return }
    report.add(
      .misfitConstraint, at: entry.keySpan,
      "'\(key)' of \(keys.owner) needs \(needed), and it is \(type.kindDescription)")
  }

  private func readBounds(
    _ key: String, _ keys: KeyReader, _ type: TypeReference?, _ needed: String, _ fits: (TypeReference) -> Bool,
    within allowed: ClosedRange<Int64>?
  ) -> Field.Constraints.Bounds? {
    guard let entry = keys.entry(key) else { return nil }
    checkFit(key, entry, keys, type, needed, fits)
    guard case .sequence(let elements) = entry.value.content, elements.count == 2 else {
      keys.wrongShape(entry, "a pair '[minimum, maximum]'")
      return nil
    }
    let bounds = Field.Constraints.Bounds(
      lower: readBound(elements[0], key, keys, mayBeOpen: true),
      upper: readBound(elements[1], key, keys, mayBeOpen: true))
    if elements.allSatisfy(\.isNull) {
      report.add(.badRange, at: entry.value.span, "'\(key)' of \(keys.owner) is open at both ends; leave it out")
    }
    if let minimum = bounds.minimum, let maximum = bounds.maximum, minimum > maximum {
      report.add(
        .badRange, at: entry.value.span,
        "'\(key)' of \(keys.owner) has its minimum, \(minimum), above its maximum, \(maximum)")
    }
    for (bound, node) in [(bounds.minimum, elements[0]), (bounds.maximum, elements[1])] {
      guard let bound, let allowed, !allowed.contains(bound) else { continue }
      let what = key == "range" ? "not \(type?.kindDescription ?? "a number")" : "negative"
      report.add(.badRange, at: node.span, "'\(key)' of \(keys.owner) has the bound \(bound), which is \(what)")
    }
    return bounds
  }

  /// A number, the name of a limit, or nothing where a bound may be open.
  func readBound(_ node: Node, _ key: String, _ keys: KeyReader, mayBeOpen: Bool = false) -> Field.Bound? {
    if let number = node.integer { return .number(number) }
    if mayBeOpen, node.isNull { return nil }
    guard let name = node.scalarText, NameForm.snakeCase.matches(name) else {
      let expected = mayBeOpen ? "a whole number, a limit's name or null" : "a whole number or a limit's name"
      report.add(
        .wrongShape, at: node.isNull ? keys.entry(key)?.keySpan ?? node.span : node.span,
        "a bound of '\(key)' of \(keys.owner) has to be \(expected), not \(node.kindDescription)")
      return nil
    }
    if let limit = symbols.limits[name] { return limit.map(Field.Bound.limit) }
    if !report.isIncomplete {
      let clause = Suggestion.clause(for: name, among: symbols.limits.keys)
      report.add(.unknownLimit, at: node.span, "there is no limit '\(name)'\(clause)")
    }
    return nil
  }

  private func readAllowedValues(_ keys: KeyReader, _ type: TypeReference?) -> [String]? {
    guard let entry = keys.entry("values") else { return nil }
    checkFit("values", entry, keys, type, "an enum", \.isEnumeration)
    guard let names = keys.distinctTexts("values") else { return nil }
    if names.isEmpty { keys.wrongShape(entry, "a list of names") }
    if case .enumeration(let name) = type, let known = symbols.enums[name] {
      for (text, span) in names where !known.values.contains(where: { $0.name == text }) {
        let clause = Suggestion.clause(for: text, among: known.values.map(\.name))
        report.add(.unknownEnumValue, at: span, "enum '\(name)' has no value '\(text)'\(clause)")
      }
    }
    return names.map(\.text)
  }
}

extension TypeReference {
  fileprivate var isBase64: Bool {
    if case .scalar(.base64) = self { return true }
    return false
  }

  fileprivate var isEnumeration: Bool {
    if case .enumeration = self { return true }
    return false
  }

  var isList: Bool {
    if case .list = self { return true }
    return false
  }

  /// The type itself, or the type of a list's elements.
  var element: TypeReference {
    if case .list(let element) = self { return element.element }
    return self
  }

  /// The values that a number of this type can have.
  fileprivate var valueRange: ClosedRange<Int64>? {
    switch self {
    case .scalar(.int32): Int64(Int32.min)...Int64(Int32.max)
    case .scalar(.uint32): 0...Int64(UInt32.max)
    case .scalar(.uint64): 0...Int64.max
    default: nil
    }
  }
}
