import Catalog

/// The sentences of documentation comments, and of what else describes the catalog to people.
package enum DocText {
  /// Meaning, unit, bounds and history of a field.
  static func sentence(_ field: Field) -> String {
    var parts = [named(field.about, term: field.term)]
    switch field.unit {
    case .bytes: parts.append("In bytes.")
    case .seconds: parts.append("In seconds.")
    case .blocks: parts.append("In blocks.")
    case .unixSeconds: parts.append("In seconds since 1970.")
    case nil: break
    }
    parts += bounds(field.constraints, of: field.type) { "``Limits/\($0)``" }.map { SwiftNaming.upper($0) + "." }
    if let value = field.defaultValue { parts.append("Default: `\(value)`.") }
    parts += history(since: field.since, until: field.until, deprecated: field.deprecated)
    return parts.joined(separator: " ")
  }

  /// Meaning and history of an enum's value.
  package static func sentence(_ value: EnumType.Value, everywhere: (String) -> String?) -> String {
    var parts: [String] = []
    let name = value.name.split(separator: "_").joined(separator: " ")
    parts.append(named(value.about ?? SwiftNaming.upper(name) + ".", term: value.term))
    if let allowed = value.allowedIn, !allowed.isEmpty {
      parts.append("Only in \(list(allowed.compactMap(everywhere), "and")).")
    }
    parts += history(since: value.since, until: value.until, deprecated: value.deprecated)
    if let evidence = value.evidence { parts.append("Seen, not documented: \(stopped(evidence))") }
    return parts.joined(separator: " ")
  }

  /// The text as a sentence, with the official Chinese word before its full stop.
  package static func named(_ about: String, term: String?) -> String {
    let sentence = stopped(about)
    guard let term, sentence.utf8.firstIndex(of: term) == nil else { return sentence }
    // The word belongs to the first sentence, which says what the thing is.
    guard let end = sentence.utf8.firstIndex(of: ". ") else { return "\(sentence.dropLast()) (\(term))." }
    return "\(sentence[..<end]) (\(term))\(sentence[end...])"
  }

  /// The text with a full stop, unless it ends with a mark of its own.
  package static func stopped(_ text: String) -> String {
    guard let last = text.last, !".!?".contains(last) else { return text }
    return text + "."
  }

  /// `1800` → `30 minutes`
  static func duration(_ seconds: Int64) -> String {
    let units: [(Int64, String)] = [(86_400, "day"), (3600, "hour"), (60, "minute")]
    let (size, name) = units.first { seconds.isMultiple(of: $0.0) } ?? (1, "second")
    return "\(number(seconds / size)) \(name)\(seconds == size ? "" : "s")"
  }

  /// `a, b and c`
  static func list(_ items: [String], _ word: String) -> String {
    guard items.count > 1, let last = items.last else { return items.first ?? "" }
    return items.dropLast().joined(separator: ", ") + " \(word) " + last
  }

  /// What a value has to satisfy, in phrases. What is said about a list, other than its length, is said about each of its
  /// elements.
  ///
  /// - Parameter named: How a limit's name in Swift is written behind its number.
  static func bounds(
    _ constraints: Field.Constraints, of type: TypeReference, named: (String) -> String
  ) -> [String] {
    func phrase(_ bounds: Field.Constraints.Bounds, of unit: String?) -> String {
      func count(_ value: Int64) -> String {
        number(value) + (unit.map { " " + $0 + (value == 1 ? "" : "s") } ?? "")
      }
      let text =
        switch (bounds.minimum, bounds.maximum) {
        case (let minimum?, let maximum?) where minimum == maximum: "exactly \(count(minimum))"
        case (let minimum?, let maximum?): "from \(number(minimum)) to \(count(maximum))"
        case (let minimum?, nil): "at least \(count(minimum))"
        case (nil, let maximum?): "at most \(count(maximum))"
        case (nil, nil): ""
        }
      return text + [bounds.lower, bounds.upper].compactMap { $0 }.map(name).joined()
    }
    func name(_ bound: Field.Bound) -> String { bound.limit.map { " (\(named($0.swiftName)))" } ?? "" }

    var parts: [String] = []
    if let range = constraints.range { parts.append(phrase(range, of: nil)) }
    if let weight = constraints.weightBound {
      parts.append(
        "at most \(number(weight.value)) characters, where ASCII counts 1 and everything else 2" + name(weight))
    }
    if let length = constraints.length { parts.append(phrase(length, of: "character")) }
    if let bytes = constraints.bytes { parts.append(phrase(bytes, of: "byte")) }
    if let values = constraints.values { parts.append("only \(list(values.map { "`\($0)`" }, "or"))") }
    if case .list = type { parts = parts.map { "each \($0)" } }
    if let items = constraints.items { parts.append(phrase(items, of: "element")) }
    for choice in constraints.choices {
      parts.append("each with `\(choice.field)` \(list(choice.values.map { "`\($0)`" }, "or"))")
    }
    for quota in constraints.quotas {
      let kind = list(quota.values.map { "`\($0.field)` `\($0.value)`" }, "and")
      let count = quota.maximum == 0 ? "none" : "at most \(number(quota.maximum))"
      parts.append("\(count) with \(kind)" + name(quota.bound))
    }
    return parts
  }

  /// `10485760` → `10,485,760`
  private static func number(_ value: Int64) -> String { SwiftNaming.grouped(value, by: ",") }

  private static func history(since: String?, until: String?, deprecated: String?) -> [String] {
    var parts: [String] = []
    if let since { parts.append("Since \(since).") }
    if let until { parts.append("Until \(until).") }
    if let deprecated { parts.append("Deprecated: \(stopped(deprecated))") }
    return parts
  }
}

extension String.UTF8View {
  /// Where a text begins in this one; nil: nowhere. Bytes are compared, which is quicker than characters.
  fileprivate func firstIndex(of text: String) -> Index? {
    var rest = self[...]
    while let first = text.utf8.first, let start = rest.firstIndex(of: first) {
      rest = rest[start...]
      if rest.starts(with: text.utf8) { return start }
      rest = rest.dropFirst()
    }
    return nil
  }
}
