extension ModelReader {
  /// `pages`: how the next page is asked for.
  func readPaging(_ keys: KeyReader, _ request: [Field], _ response: [Field]) -> Endpoint.Paging? {
    guard let entry = keys.entry("pages"),
      let pages = KeyReader(
        entry.value, owner: "the paging of \(keys.owner)", at: entry.keySpan,
        allowed: ["from", "next", "more", "items"],
        report: report)
    else { return nil }
    let from = field("from", pages, among: request, "request of \(keys.owner)")
    let next = field("next", pages, among: response, "response of \(keys.owner)")
    let more = field("more", pages, among: response, "response of \(keys.owner)")
    let items = readItems(pages, response, keys)
    if let from, let next, !untyped.contains(from.position), !untyped.contains(next.position),
      !from.type.isSame(as: next.type), let place = pages.entry("next")
    {
      report.add(
        .badPaging, at: place.value.span,
        "'\(next.name)' is \(next.type.kindDescription), and '\(from.name)', which is filled from it, "
          + from.type.kindDescription)
    }
    if let next, !untyped.contains(next.position), !isCursor(next.type), let place = pages.entry("next") {
      report.add(
        .badPaging, at: place.value.span,
        "'\(next.name)' is \(next.type.kindDescription); a cursor is a number or a string")
    }
    if let more, !untyped.contains(more.position), let place = pages.entry("more") {
      if case .scalar(.bool) = more.type {
      } else {
        report.add(
          .badPaging, at: place.value.span, "'\(more.name)' has to be a bool, and it is \(more.type.kindDescription)")
      }
    }
    return Endpoint.Paging(
      from: from?.name ?? "", next: next?.name ?? "", more: more?.name ?? "", items: items,
      position: position(entry.keySpan))
  }

  private func field(_ key: String, _ pages: KeyReader, among fields: [Field], _ where: String) -> Field? {
    guard let name = pages.requiredText(key), let entry = pages.entry(key) else { return nil }
    if let field = fields.first(where: { $0.name == name }) { return field }
    let clause = Suggestion.clause(for: name, among: fields.map(\.name))
    report.add(.unknownField, at: entry.value.span, "the \(`where`) has no field '\(name)'\(clause)")
    return nil
  }

  /// The path from the response to the list of items.
  private func readItems(_ pages: KeyReader, _ response: [Field], _ keys: KeyReader) -> [String] {
    guard let path = pages.requiredText("items"), let entry = pages.entry("items") else { return [] }
    let steps = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    var fields = response
    for (index, step) in steps.enumerated() {
      let isLast = index == steps.count - 1
      guard let field = fields.first(where: { $0.name == step }) else {
        let clause = Suggestion.clause(for: step, among: fields.map(\.name))
        report.add(
          .unknownField, at: entry.value.span,
          "'items: \(path)' of \(pages.owner): there is no field '\(step)'\(clause)")
        return steps
      }
      if untyped.contains(field.position) { return steps }
      switch field.type {
      case .list where isLast: return steps
      case .inline(let inner) where !isLast: fields = inner
      case .object(let name) where !isLast:
        guard let type = catalog.types.first(where: { $0.name == name }) else { return steps }
        fields = type.fields
      default:
        report.add(
          .badPaging, at: entry.value.span,
          "'items: \(path)' of \(pages.owner): '\(step)' has to be \(isLast ? "a list" : "an object"), "
            + "and it is \(field.type.kindDescription)")
        return steps
      }
    }
    return steps
  }

  private func isCursor(_ type: TypeReference) -> Bool {
    switch type {
    case .scalar(.string), .identifier: true
    default: type.isInteger
    }
  }
}

extension TypeReference {
  /// Whether both are the same type; objects that occur only at one place are never the same.
  func isSame(as other: TypeReference) -> Bool {
    switch (self, other) {
    case (.scalar(let a), .scalar(let b)): a == b
    case (.list(let a), .list(let b)): a.isSame(as: b)
    case (.object(let a), .object(let b)), (.identifier(let a), .identifier(let b)),
      (.enumeration(let a), .enumeration(let b)):
      a == b
    default: false
    }
  }
}
