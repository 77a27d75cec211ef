extension ModelReader {
  mutating func readEnums(_ entries: [Node.Entry]) {
    for entry in entries {
      guard
        let keys = KeyReader(
          entry.value, .enumeration, owner: "enum '\(entry.key)'", at: entry.keySpan, report: report)
      else { continue }
      let raw = keys.word("raw", EnumType.Raw.self)
      let nodes = keys.mapping("values")
      if let nodes, nodes.isEmpty { report.add(.emptyDeclaration, at: entry.keySpan, "\(keys.owner) has no values") }
      let type = EnumType(
        name: entry.key, raw: raw ?? .string, about: about(keys), term: prose(keys, "term"),
        values: (nodes ?? []).compactMap { declared(readValue($0, of: entry.key, raw: raw), by: $0) },
        position: position(entry.keySpan))
      catalog.enums.append(type)
      if isFirst(entry) { symbols.enums[entry.key] = type }
    }
  }

  private func readValue(_ entry: Node.Entry, of type: String, raw: EnumType.Raw?) -> EnumType.Value? {
    if let raw, !raw.allows(entry.key) {
      report.add(.wrongShape, at: entry.keySpan, "value '\(entry.key)' of enum '\(type)' is no \(raw.rawValue)")
    }
    guard
      let keys = KeyReader(
        entry.value, .enumValue, owner: "value '\(entry.key)' of enum '\(type)'", at: entry.keySpan, report: report)
    else { return nil }
    let name = keys.text("name")
    if let name, let place = keys.entry("name")?.value.span {
      report.check(name, has: .snakeCase, "name of \(keys.owner):", at: place)
    }
    return EnumType.Value(
      raw: entry.key, name: name ?? "",
      swiftName: name.map { swiftName(keys, of: $0, as: .staticMember) } ?? "", about: prose(keys, "about"),
      term: prose(keys, "term"), allowedIn: endpoints(keys), since: dateOrVersion(keys, "since"),
      until: dateOrVersion(keys, "until"), evidence: prose(keys, "evidence"), deprecated: prose(keys, "deprecated"),
      position: position(entry.keySpan))
  }

  /// The endpoints that `where` names.
  private func endpoints(_ keys: KeyReader) -> [String]? {
    guard let names = keys.distinctTexts("where") else { return nil }
    for (name, span) in names where symbols.endpoints[name] == nil && !report.isIncomplete {
      let clause = Suggestion.clause(for: name, among: symbols.endpoints.keys)
      report.add(.unknownEndpoint, at: span, "'where' of \(keys.owner) names no endpoint '\(name)'\(clause)")
    }
    if names.isEmpty, let entry = keys.entry("where") { keys.wrongShape(entry, "a list of endpoints") }
    return names.map(\.text)
  }
}

extension EnumType.Raw {
  /// Whether the text is a value of this kind, written in the one usual way.
  fileprivate func allows(_ text: String) -> Bool {
    switch self {
    case .uint32: UInt32(text).map { String($0) == text } ?? false
    case .int32: Int32(text).map { String($0) == text } ?? false
    case .string: !text.isEmpty
    }
  }
}
