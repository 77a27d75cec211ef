extension ModelReader {
  mutating func readIdentifiers(_ entries: [Node.Entry]) {
    var pending: [(index: Int, keys: KeyReader)] = []
    for entry in entries {
      guard
        let keys = KeyReader(
          entry.value, .identifier, owner: "identifier '\(entry.key)'", at: entry.keySpan, report: report)
      else { continue }
      let raw = keys.word("raw", IdentifierType.Raw.self)
      let isSecret = keys.flag("secret") ?? false
      if isSecret, raw == .uint64, let entry = keys.entry("secret") {
        report.add(.misfitConstraint, at: entry.keySpan, "\(keys.owner) is a number; only a string can be secret")
      }
      let life = readAllowance("life", keys, isSecret)
      if isFirst(entry), keys.has("life") { symbols.tickets.insert(entry.key) }
      if let raw, isFirst(entry) { symbols.identifiers[entry.key] = raw }
      pending.append((catalog.identifiers.count, keys))
      catalog.identifiers.append(
        IdentifierType(
          name: entry.key, raw: raw ?? .string, about: about(keys), term: prose(keys, "term"), isSecret: isSecret,
          lifeBound: life, usesBound: readAllowance("uses", keys, isSecret), conversions: [],
          position: position(entry.keySpan)))
    }
    // Conversions name other identifiers, so they come when all of them are known.
    for (index, keys) in pending {
      catalog.identifiers[index].conversions = (keys.mapping("from") ?? []).compactMap {
        declared(readConversion($0, to: catalog.identifiers[index]), by: $0)
      }
    }
  }

  /// How long or how often a ticket works.
  private func readAllowance(_ key: String, _ keys: KeyReader, _ isSecret: Bool) -> Field.Bound? {
    guard let entry = keys.entry(key) else { return nil }
    if !isSecret {
      report.add(.misfitConstraint, at: entry.keySpan, "'\(key)' of \(keys.owner) is for tickets, which are 'secret'")
    }
    if key == "uses", !keys.has("life") {
      report.add(.misfitConstraint, at: entry.keySpan, "'uses' of \(keys.owner) needs a 'life'")
    }
    guard let bound = readBound(entry.value, key, keys) else { return nil }
    if bound.value < 1 {
      report.add(.badRange, at: entry.value.span, "'\(key)' of \(keys.owner) is \(bound.value); at least 1")
    }
    return bound
  }

  private func readConversion(_ entry: Node.Entry, to target: IdentifierType) -> IdentifierType.Conversion? {
    report.check(entry.key, has: .snakeCase, "conversion", at: entry.keySpan)
    let owner = "conversion '\(target.name).\(entry.key)'"
    _ = derivedName(of: entry.key, owner: owner, as: .staticMember, at: entry.keySpan)
    guard let keys = KeyReader(entry.value, .conversion, owner: owner, at: entry.keySpan, report: report) else {
      return nil
    }
    if let label = keys.text("label"), let place = keys.entry("label")?.value.span {
      report.check(label, has: .lowerCamel, "label of \(owner):", at: place)
    }
    let source = keys.text("type")
    if let source, let place = keys.entry("type")?.value.span {
      if source == target.name {
        report.add(.badConversion, at: place, "\(owner) makes a '\(source)' from itself")
      } else if let kind = symbols.types[source]?.kind, kind != .identifier {
        report.add(
          .badConversion, at: place,
          "\(owner) needs an identifier; '\(source)' is \(kind == .object ? "an object" : "an enum")")
      } else if symbols.types[source] == nil, !report.isIncomplete {
        let candidates = symbols.types.filter { $0.value.kind == .identifier }.keys
        report.add(
          .unknownType, at: place,
          "there is no identifier '\(source)'\(Suggestion.clause(for: source, among: candidates))")
      } else if let raw = symbols.identifiers[source], raw != target.raw {
        report.add(
          .badConversion, at: place,
          "\(owner): '\(source)' is a \(raw.rawValue), '\(target.name)' a \(target.raw.rawValue)")
      }
    }
    return IdentifierType.Conversion(
      name: entry.key, type: source ?? "", label: keys.text("label"), about: about(keys),
      position: position(entry.keySpan))
  }
}
