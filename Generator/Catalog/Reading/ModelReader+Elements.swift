/// What is said about the enum fields of a list's elements. Whether there are such fields and values is checked when all
/// types are known.
extension ModelReader {
  /// `values` as a mapping: what these fields may be.
  func readChoices(_ keys: KeyReader, _ type: TypeReference?) -> [Field.Constraints.Choice] {
    guard let entry = keys.entry("values"), let entries = entry.value.entries else { return [] }
    checkFit("values", entry, keys, type, "a list of objects where it is a mapping", \.isListOfObjects)
    if entries.isEmpty { keys.wrongShape(entry, "a map of enum fields") }
    let owner = "'values' of \(keys.owner)"
    let table = KeyTable("choices", entries.map { .optional($0.key, .words(), "What the field may be.") })
    guard let fields = KeyReader(entry.value, table, owner: owner, at: entry.keySpan, report: report) else { return [] }
    return entries.filter { !$0.isRepeated }.compactMap { field in
      guard let names = fields.distinctTexts(field.key) else { return nil }
      if names.isEmpty { fields.wrongShape(field, "a list of names") }
      return Field.Constraints.Choice(
        field: field.key, values: names.map(\.text), position: report.position(field.keySpan))
    }
  }

  /// `at-most`: how many elements may have certain values.
  func readQuotas(_ keys: KeyReader, _ type: TypeReference?) -> [Field.Constraints.Quota] {
    guard let entry = keys.entry("at-most"), let nodes = keys.list("at-most") else { return [] }
    checkFit("at-most", entry, keys, type, "a list of objects", \.isListOfObjects)
    return nodes.compactMap { readQuota($0, at: entry.keySpan, keys) }
  }

  private func readQuota(_ node: Node, at span: Span, _ keys: KeyReader) -> Field.Constraints.Quota? {
    let owner = "'at-most' of \(keys.owner)"
    guard
      let quota = KeyReader(node, .quota, owner: owner, at: span, report: report),
      let maximum = quota.entry("most"), let with = quota.entry("with"), let conditions = quota.mapping("with")
    else { return nil }
    if conditions.isEmpty { quota.wrongShape(with, "a map of enum fields") }
    var values: [(field: String, value: String)] = []
    for condition in conditions {
      if let value = condition.value.scalarText {
        values.append((condition.key, value))
      } else {
        let text = "'\(condition.key)' in \(owner) has to be the name of an enum's value"
        report.add(.wrongShape, at: condition.keySpan, text)
      }
    }
    guard let bound = readBound(maximum.value, "at-most", keys) else { return nil }
    if bound.value < 0 { report.add(.badRange, at: maximum.value.span, "'most' in \(owner) is negative") }
    return Field.Constraints.Quota(values: values, bound: bound)
  }
}

extension TypeReference {
  fileprivate var isListOfObjects: Bool {
    switch self {
    case .list(.object), .list(.inline): true
    default: false
    }
  }
}
