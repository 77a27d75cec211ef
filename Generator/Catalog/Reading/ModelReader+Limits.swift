extension ModelReader {
  mutating func readLimits(_ entries: [Node.Entry]) {
    var places: [String: Span] = [:]
    for entry in entries {
      let first = places[entry.key]
      if let first {
        if !entry.isRepeated {
          report.add(
            .duplicateLimit, at: entry.keySpan, "limit '\(entry.key)' is declared twice",
            notes: [(first, "'\(entry.key)' is first here")])
        }
      } else {
        places[entry.key] = entry.keySpan
        symbols.limits[entry.key] = .some(nil)
        report.check(entry.key, has: .snakeCase, "limit name", at: entry.keySpan)
      }
      guard
        let keys = KeyReader(entry.value, .limit, owner: "limit '\(entry.key)'", at: entry.keySpan, report: report)
      else { continue }
      let value = keys.integer("value")
      if let value, value < 0, let entry = keys.entry("value") {
        report.add(.badRange, at: entry.value.span, "\(keys.owner) is negative")
      }
      let unit = keys.word("unit", Limit.Unit.self)
      let limit = Limit(
        name: entry.key, swiftName: swiftName(keys, of: entry.key, as: .staticMember), value: value ?? 0,
        unit: unit ?? .count, about: about(keys), page: page(keys, "docs"), position: position(entry.keySpan))
      if first != nil { continue }
      symbols.limits[entry.key] = .some(value == nil ? nil : limit)
      catalog.limits.append(limit)
    }
  }

  /// A documentation page: its number, or its path.
  func page(_ keys: KeyReader, _ key: String) -> String? {
    guard let text = keys.text(key), let entry = keys.entry(key) else { return nil }
    check(page: text, at: entry.value.span, of: keys)
    return text
  }

  /// One page, or a list of different ones.
  func pages(_ keys: KeyReader, _ key: String) -> [String] {
    (keys.oneOrMore(key) ?? []).map { text, span in
      check(page: text, at: span, of: keys)
      return text
    }
  }

  private func check(page: String, at span: Span, of keys: KeyReader) {
    guard let flaw = LinkForm.flaw(ofPage: page) else { return }
    report.add(.badLink, at: span, "page '\(page)' of \(keys.owner) \(flaw)")
  }
}
