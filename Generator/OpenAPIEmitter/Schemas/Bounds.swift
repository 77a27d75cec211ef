import Catalog

/// The keywords that say what the catalog's bounds say.
enum Bounds {
  /// Of a number. What is unsigned is never below 0.
  static func number(_ constraints: Field.Constraints, isUnsigned: Bool = false) -> YAMLMap {
    var keywords = YAMLMap()
    let minimum = constraints.range?.minimum
    keywords.add("minimum", (isUnsigned ? max(minimum ?? 0, 0) : minimum).map { .number($0) })
    keywords.add("maximum", constraints.range?.maximum.map { .number($0) })
    return keywords
  }

  /// Of a string. JSON Schema counts Unicode scalars, as the catalog does, and cannot weigh them: a weight is also the
  /// most scalars that there can be.
  static func string(_ constraints: Field.Constraints) -> YAMLMap {
    var keywords = YAMLMap()
    keywords.add("minLength", constraints.length?.minimum.map { .number($0) })
    let most = [constraints.length?.maximum, constraints.weight].compactMap(\.self).min()
    keywords.add("maxLength", most.map { .number($0) })
    keywords.add("x-max-weight", constraints.weight.map { .number($0) })
    return keywords
  }

  /// Of bytes that travel as base64, which makes four characters of three bytes, begun or whole.
  static func encoded(_ constraints: Field.Constraints) -> YAMLMap {
    var keywords = YAMLMap()
    keywords.add("minLength", constraints.bytes?.minimum.flatMap(characters).map { .number($0) })
    keywords.add("maxLength", constraints.bytes?.maximum.flatMap(characters).map { .number($0) })
    keywords.add("x-min-bytes", constraints.bytes?.minimum.map { .number($0) })
    keywords.add("x-max-bytes", constraints.bytes?.maximum.map { .number($0) })
    return keywords
  }

  /// How many characters the base64 of so many bytes has; nil where no such content exists.
  private static func characters(ofBytes count: Int64) -> Int64? {
    guard count >= 0 else { return nil }
    let (groups, rest) = count.quotientAndRemainder(dividingBy: 3)
    let (characters, isTooLarge) = (groups + (rest > 0 ? 1 : 0)).multipliedReportingOverflow(by: 4)
    return isTooLarge ? nil : characters
  }

  /// The names of the limits behind the numbers, by what they limit.
  static func limits(of constraints: Field.Constraints) -> YAMLMap {
    var names = YAMLMap()
    func add(_ key: String, _ bound: Field.Bound?) { names.add(key, text: bound?.limit?.name) }
    add("minimum", constraints.range?.lower)
    add("maximum", constraints.range?.upper)
    add("minLength", constraints.length?.lower)
    add("maxLength", constraints.length?.upper)
    add("x-max-weight", constraints.weightBound)
    add("minItems", constraints.items?.lower)
    add("maxItems", constraints.items?.upper)
    add("x-min-bytes", constraints.bytes?.lower)
    add("x-max-bytes", constraints.bytes?.upper)
    return names
  }
}
