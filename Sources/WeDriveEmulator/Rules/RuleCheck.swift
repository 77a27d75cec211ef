import WeDriveRuntime

extension RequestRules {
  /// Checks the JSON of a request.
  ///
  /// - Throws: The first rule that is broken, in the order of the catalog.
  func check(_ body: [UInt8]) throws(RuleViolation) {
    let document: JSONDocument
    do {
      document = try JSONDocument(body)
    } catch {
      throw RuleViolation(kind: .malformed, field: "", reason: error.reason)
    }
    guard document.kind(of: 0) == .object else {
      throw RuleViolation(kind: .malformed, field: "", reason: "is not a JSON object")
    }
    let check = RuleCheck(document: document)
    try check.check(fields, of: 0, at: "")
    if !exactlyOne.isEmpty { try check.check(exactlyOne: exactlyOne) }
  }
}

/// The check of one request. Values are known by their index in the document.
private struct RuleCheck {
  let document: JSONDocument

  func check(_ rules: [FieldRule], of object: Int, at path: String) throws(RuleViolation) {
    let values = members(of: object)
    for rule in rules {
      let place = path.isEmpty ? rule.name : "\(path).\(rule.name)"
      if let value = values[rule.name] {
        try check(value, as: rule.kind, at: place)
        for condition in rule.conditions { try check(value, condition, at: place) }
      } else if rule.conditions.contains(where: { if case .required = $0 { true } else { false } }) {
        throw RuleViolation(kind: .missing, field: place, reason: "is missing")
      }
    }
  }

  func check(exactlyOne alternatives: [[String]]) throws(RuleViolation) {
    let values = members(of: 0)
    let touched = alternatives.filter { $0.contains { values[$0] != nil } }
    guard touched.count == 1, touched[0].allSatisfy({ values[$0] != nil }) else {
      let all = alternatives.map { $0.joined(separator: " with ") }.joined(separator: ", or ")
      throw RuleViolation(kind: .value, field: "", reason: "takes exactly one of \(all)")
    }
  }

  /// Those that are there; null is the same as nothing.
  private func members(of object: Int) -> [String: Int] {
    let present = document.members(of: object).filter { document.kind(of: $0.value) != .null }
    return Dictionary(present.map { (document.text(of: $0.name), $0.value) }) { first, _ in first }
  }

  // MARK: - Kinds

  private func check(_ value: Int, as kind: FieldRule.Kind, at path: String) throws(RuleViolation) {
    let found = document.kind(of: value)
    let fits: Bool
    switch kind {
    case .text, .base64: fits = found == .text
    case .flag: fits = found == .true || found == .false
    case .flagOrNumber: fits = found == .true || found == .false || found == .number
    case .fraction: fits = found == .number
    case .number(let type): fits = found == .number && whole(value).map(type.values.contains) ?? false
    case .numberOrText(let type):
      let saysNothing = found == .text && document.text(of: value).isEmpty
      fits = saysNothing || (found == .number || found == .text) && whole(value).map(type.values.contains) ?? false
    case .texts:
      fits = found == .object && document.members(of: value).allSatisfy { document.kind(of: $0.value) == .text }
    case .list(let element):
      guard found == .list else { throw mismatch(path) }
      for (index, item) in document.elements(of: value).enumerated() {
        try check(item, as: element, at: "\(path)[\(index)]")
      }
      return
    case .object(let name):
      guard found == .object else { throw mismatch(path) }
      return try check(RequestRules.objects[name] ?? [], of: value, at: path)
    case .fields(let rules):
      guard found == .object else { throw mismatch(path) }
      return try check(rules, of: value, at: path)
    }
    guard fits else { throw mismatch(path) }
  }

  private func mismatch(_ path: String) -> RuleViolation {
    RuleViolation(kind: .mismatch, field: path, reason: "is not what belongs there")
  }

  /// A whole number, however it is written: `12`, `12.0`, `1.2e1`.
  private func whole(_ value: Int) -> Int128? {
    let text = document.text(of: value)
    return Int128(text) ?? Double(text).flatMap { Int128(exactly: $0) }
  }

  // MARK: - Conditions

  /// What is said about a list's values, other than how many there are, is said about each of them.
  private func check(_ value: Int, _ condition: FieldRule.Condition, at path: String) throws(RuleViolation) {
    switch condition {
    case .required, .otherwise: return
    case .items(let minimum, let maximum):
      try bound(document.elements(of: value).reduce(0) { count, _ in count + 1 }, minimum, maximum, "elements", path)
      return
    case .atMost(let bound, let values): return try check(value, atMost: bound, with: values, at: path)
    case .eachExcludes(let excluded, let field):
      for (index, item) in document.elements(of: value).enumerated() {
        if let value = members(of: item)[field] {
          try check(value, excludes: excluded, at: "\(path)[\(index)].\(field)")
        }
      }
      return
    case .range, .length, .bytes, .weight, .excludes: break
    }
    guard document.kind(of: value) != .list else {
      for (index, item) in document.elements(of: value).enumerated() {
        try check(item, condition, at: "\(path)[\(index)]")
      }
      return
    }
    let text = document.text(of: value)
    switch condition {
    case .range(let minimum, let maximum): try bound(whole(value) ?? 0, minimum, maximum, nil, path)
    case .length(let minimum, let maximum):
      try bound(Int128(text.unicodeScalars.count), minimum, maximum, "characters", path)
    case .bytes(let minimum, let maximum):
      let padding = text.utf8.reversed().prefix { $0 == UInt8(ascii: "=") }.count
      try bound(Int128((text.utf8.count - padding) * 3 / 4), minimum, maximum, "bytes", path)
    case .weight(let maximum):
      try bound(Int128(text.weight), nil, maximum, "characters (ASCII counts 1, others 2)", path)
    case .excludes(let excluded): try check(value, excludes: excluded, at: path)
    case .required, .otherwise, .items, .atMost, .eachExcludes: break
    }
  }

  private func bound(
    _ number: Int128, _ minimum: FieldRule.Bound?, _ maximum: FieldRule.Bound?, _ unit: String?, _ path: String
  ) throws(RuleViolation) {
    func violation(_ words: String, _ bound: FieldRule.Bound) -> RuleViolation {
      let measure = unit.map { " \($0)" } ?? ""
      let name = bound.limit.map { " (\($0))" } ?? ""
      return RuleViolation(
        kind: .value, field: path, reason: "is \(number)\(measure), \(words) \(bound.value)\(name)", limit: bound.limit)
    }
    if let minimum, number < minimum.value { throw violation("at least", minimum) }
    if let maximum, number > maximum.value { throw violation("at most", maximum) }
  }

  private func check(_ value: Int, excludes excluded: [String], at path: String) throws(RuleViolation) {
    guard excluded.contains(plain(value)) else { return }
    throw RuleViolation(kind: .value, field: path, reason: "has a value that this call does not take")
  }

  private func check(
    _ list: Int, atMost bound: FieldRule.Bound, with values: KeyValuePairs<String, String>, at path: String
  ) throws(RuleViolation) {
    let matching = document.elements(of: list).enumerated().filter { item in
      let members = members(of: item.element)
      return values.allSatisfy { field, value in members[field].map(plain) == value }
    }
    guard Int64(matching.count) > bound.value else { return }
    let what = values.map { "\($0.key) \($0.value)" }.joined(separator: " and ")
    // What none may have is wrong with the first that has it, in its last field.
    if bound.value == 0, let first = matching.first, let field = values.last?.key {
      throw RuleViolation(
        kind: .value, field: "\(path)[\(first.offset)].\(field)", reason: "cannot be: an element with \(what)")
    }
    let name = bound.limit.map { " (\($0))" } ?? ""
    throw RuleViolation(
      kind: .value, field: path, reason: "has \(matching.count) with \(what), at most \(bound.value)\(name)",
      limit: bound.limit)
  }

  /// A text, or a number in its shortest form.
  private func plain(_ value: Int) -> String { whole(value).map { "\($0)" } ?? document.text(of: value) }
}
