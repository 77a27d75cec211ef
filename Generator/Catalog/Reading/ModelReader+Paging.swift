extension ModelReader {
  /// `pages`: how the next page is asked for.
  func readPaging(_ keys: KeyReader, _ request: [Field], _ response: [Field]) -> Endpoint.Paging? {
    guard let entry = keys.entry("pages"),
      let pages = KeyReader(
        entry.value, .paging, owner: "the paging of \(keys.owner)", at: entry.keySpan, report: report)
    else { return nil }
    let from = field("from", pages, among: request, "request of \(keys.owner)")
    let next = field("next", pages, among: response, "response of \(keys.owner)")
    let more = field("more", pages, among: response, "response of \(keys.owner)")
    let (items, fields) = readItems(pages, response, keys)
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
      overlap: readOverlap(pages, from, request, fields, keys), position: position(entry.keySpan))
  }

  /// `size`, `identity` and `order`: what pages by offset are joined by.
  private func readOverlap(
    _ pages: KeyReader, _ from: Field?, _ request: [Field], _ item: [Field]?, _ keys: KeyReader
  ) -> Endpoint.Overlap? {
    guard let place = ["size", "identity", "order"].lazy.compactMap({ pages.entry($0) }).first?.keySpan else {
      return nil
    }
    guard pages.required("size") != nil, pages.required("identity") != nil, pages.required("order") != nil else {
      return nil
    }
    if let from, !untyped.contains(from.position), !from.type.isInteger {
      report.add(
        .badPaging, at: place,
        "\(pages.owner) joins pages by offset, and '\(from.name)' is \(from.type.kindDescription); leave out 'size', "
          + "'identity' and 'order'")
    }
    let size = field("size", pages, among: request, "request of \(keys.owner)")
    if let size, !untyped.contains(size.position), !(size.isRequired && size.type.isInteger) {
      report.add(
        .badPaging, at: pages.entry("size")?.value.span ?? place,
        "'\(size.name)' has to be a required whole number to be the size of a page")
    }
    guard let item else { return nil }
    let identity = field("identity", pages, among: item, "item of \(keys.owner)")
    if let identity, !untyped.contains(identity.position), !(identity.isAlways && isCursor(identity.type)) {
      report.add(
        .badPaging, at: pages.entry("identity")?.value.span ?? place,
        "'\(identity.name)' has to be a number or a string that is 'always' there, to tell items apart")
    }
    let order = pages.distinctTexts("order") ?? []
    for (name, span) in order where !item.contains(where: { $0.name == name && isCursor($0.type) }) {
      let clause = Suggestion.clause(for: name, among: item.map(\.name))
      report.add(.unknownField, at: span, "the item of \(keys.owner) has no number or string '\(name)'\(clause)")
    }
    guard let size, let identity else { return nil }
    return Endpoint.Overlap(size: size.name, identity: identity.name, order: order.map(\.text))
  }

  private func field(_ key: String, _ pages: KeyReader, among fields: [Field], _ where: String) -> Field? {
    guard let name = pages.text(key), let entry = pages.entry(key) else { return nil }
    if let field = fields.first(where: { $0.name == name }) { return field }
    let clause = Suggestion.clause(for: name, among: fields.map(\.name))
    report.add(.unknownField, at: entry.value.span, "the \(`where`) has no field '\(name)'\(clause)")
    return nil
  }

  /// The path from the response to the list of items, and the fields of an item, where it is an object.
  private func readItems(
    _ pages: KeyReader, _ response: [Field], _ keys: KeyReader
  ) -> (path: [String], fields: [Field]?) {
    guard let path = pages.text("items"), let entry = pages.entry("items") else { return ([], nil) }
    let steps = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    var fields = response
    for (index, step) in steps.enumerated() {
      let isLast = index == steps.count - 1
      guard let field = fields.first(where: { $0.name == step }) else {
        let clause = Suggestion.clause(for: step, among: fields.map(\.name))
        report.add(
          .unknownField, at: entry.value.span,
          "'items: \(path)' of \(pages.owner): there is no field '\(step)'\(clause)")
        return (steps, nil)
      }
      if untyped.contains(field.position) { return (steps, nil) }
      switch field.type {
      case .list(.inline(let inner)) where isLast: return (steps, inner)
      case .list(.object(let name)) where isLast:
        return (steps, catalog.types.first { $0.name == name }?.fields)
      case .list where isLast: return (steps, nil)
      case .inline(let inner) where !isLast: fields = inner
      case .object(let name) where !isLast:
        guard let type = catalog.types.first(where: { $0.name == name }) else { return (steps, nil) }
        fields = type.fields
      default:
        report.add(
          .badPaging, at: entry.value.span,
          "'items: \(path)' of \(pages.owner): '\(step)' has to be \(isLast ? "a list" : "an object"), "
            + "and it is \(field.type.kindDescription)")
        return (steps, nil)
      }
    }
    return (steps, nil)
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
