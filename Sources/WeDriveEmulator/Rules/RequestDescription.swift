/// A field of a request in words, for a person who writes one.
package struct FieldDescription: Sendable {
  /// Where it is, as it is called on the wire: `auth_info[].auth`.
  package let path: String
  /// What JSON its value is.
  package let kind: String
  /// What the value has to satisfy, for example `required; from 1 to 1000 (file_list_page_size)`.
  package let rules: String
}

extension RequestRules {
  /// The fields of an endpoint's request, those within objects behind the object, and what holds for several of them at once;
  /// nil for a name that the catalog does not have.
  package static func description(
    of endpoint: String
  ) -> (fields: [FieldDescription], exactlyOne: [String])? {
    all[endpoint].map { rules in
      (describe(rules.fields, in: "", depth: 0), rules.exactlyOne.map { $0.joined(separator: " with ") })
    }
  }

  /// - Parameter depth: How many objects are around the fields. Types may hold themselves, and are described to a depth of 4.
  private static func describe(_ rules: [FieldRule], in path: String, depth: Int) -> [FieldDescription] {
    rules.flatMap { rule in
      let own = FieldDescription(
        path: path + rule.name, kind: rule.kind.words,
        rules: rule.conditions.compactMap(\.words).joined(separator: "; "))
      let inner = depth < 4 ? describe(rule.kind.fields, in: path + rule.name + rule.kind.mark, depth: depth + 1) : []
      return [own] + inner
    }
  }
}

extension FieldRule.Kind {
  fileprivate var words: String {
    switch self {
    case .text: "text"
    case .base64: "text, Base64"
    case .flag: "true or false"
    case .flagOrNumber: "true or false, or a number"
    case .fraction: "number"
    case .number: "whole number"
    case .numberOrText: "whole number, or the text of one"
    case .texts: "object of texts"
    case .list(let element): "list: \(element.words)"
    case .object, .fields: "object"
    }
  }

  /// The fields of an object, or of a list's objects.
  fileprivate var fields: [FieldRule] {
    switch self {
    case .object(let name): RequestRules.objects[name] ?? []
    case .fields(let rules): rules
    case .list(let element): element.fields
    default: []
    }
  }

  /// What stands between a field's name and those within it.
  fileprivate var mark: String {
    if case .list(let element) = self { "[]" + element.mark } else { "." }
  }
}

extension FieldRule.Condition {
  /// Nil where there is nothing to say.
  fileprivate var words: String? {
    switch self {
    case .required: return "required"
    case .otherwise(let value): return "otherwise \(value)"
    case .items(let minimum, let maximum): return Self.between(minimum, maximum, "elements")
    case .range(let minimum, let maximum): return Self.between(minimum, maximum, nil)
    case .length(let minimum, let maximum): return Self.between(minimum, maximum, "characters")
    case .bytes(let minimum, let maximum): return Self.between(minimum, maximum, "bytes")
    case .weight(let maximum):
      return Self.between(nil, maximum, "characters, where ASCII counts 1 and everything else 2")
    case .excludes(let values):
      return values.isEmpty ? nil : "not \(values.joined(separator: ", "))"
    case .eachExcludes(let values, let field):
      return values.isEmpty ? nil : "\(field) of each not \(values.joined(separator: ", "))"
    case .atMost(let bound, let values):
      let what = values.map { "\($0.key) \($0.value)" }.joined(separator: " and ")
      return bound.value == 0 ? "none with \(what)" : "at most \(bound.words) with \(what)"
    }
  }

  private static func between(
    _ minimum: FieldRule.Bound?, _ maximum: FieldRule.Bound?, _ unit: String?
  ) -> String? {
    let range =
      switch (minimum, maximum) {
      case (let minimum?, let maximum?): "from \(minimum.words) to \(maximum.words)"
      case (let minimum?, nil): "at least \(minimum.words)"
      case (nil, let maximum?): "at most \(maximum.words)"
      case (nil, nil): nil as String?
      }
    return range.map { range in unit.map { "\(range) \($0)" } ?? range }
  }
}

extension FieldRule.Bound {
  /// The number, and behind it the name of the catalog's limit.
  fileprivate var words: String { limit.map { "\(value) (\($0))" } ?? "\(value)" }
}
