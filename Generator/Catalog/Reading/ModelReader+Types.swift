extension ModelReader {
  mutating func readTypes(_ entries: [Node.Entry]) {
    for entry in entries {
      guard
        let keys = KeyReader(
          entry.value, .object, owner: "type '\(entry.key)'", at: entry.keySpan, report: report)
      else { continue }
      let nodes = keys.mapping("fields")
      if let nodes, nodes.isEmpty { report.add(.emptyDeclaration, at: entry.keySpan, "\(keys.owner) has no fields") }
      let fields = readFields(nodes ?? [], by: .objectField, of: entry.key)
      let isReadable = keys.has("fields") && nodes != nil
      catalog.types.append(
        ObjectType(
          name: entry.key, about: about(keys), fields: fields,
          variants: isReadable
            ? (keys.mapping("variants") ?? []).compactMap { declared(readVariant($0, of: entry.key, fields), by: $0) }
            : [],
          position: position(entry.keySpan)))
    }
  }

  private func readVariant(_ entry: Node.Entry, of type: String, _ fields: [Field]) -> ObjectType.Variant? {
    report.check(entry.key, has: .snakeCase, "variant", at: entry.keySpan)
    guard
      let keys = KeyReader(
        entry.value, .variant, owner: "variant '\(type).\(entry.key)'", at: entry.keySpan, report: report)
    else { return nil }
    let set = (keys.mapping("set") ?? []).compactMap { readFixedField($0, keys.owner, fields) }
    let take = (keys.distinctTexts("take") ?? []).filter { isField($0, keys.owner, fields) }
    let may = (keys.distinctTexts("may") ?? []).filter { isField($0, keys.owner, fields) }

    var uses: [String: Span] = [:]
    let fixed = (keys.entry("set")?.value.entries ?? []).filter { !$0.isRepeated }.map {
      (text: $0.key, span: $0.keySpan)
    }
    for (field, span) in fixed + take + may {
      if let first = uses[field] {
        report.add(
          .badVariant, at: span, "\(keys.owner) uses field '\(field)' twice",
          notes: [(first, "'\(field)' is first here")])
      }
      uses[field] = span
    }
    for field in fields where field.isAlways && uses[field.name] == nil {
      report.add(
        .badVariant, at: position(entry.keySpan), "\(keys.owner) neither sets nor takes '\(field.name)'",
        notes: [(field.position, "'\(field.name)' is always there")])
    }
    if fixed.isEmpty, take.isEmpty {
      report.add(.badVariant, at: entry.keySpan, "\(keys.owner) sets nothing and takes nothing")
    }
    return ObjectType.Variant(
      name: entry.key, swiftName: swiftName(keys, of: entry.key, as: .staticMember), about: about(keys), set: set,
      take: take.map(\.text), may: may.map(\.text), position: position(entry.keySpan))
  }

  func isField(_ name: (text: String, span: Span), _ owner: String, _ fields: [Field]) -> Bool {
    if fields.contains(where: { $0.name == name.text }) { return true }
    report.add(
      .unknownField, at: name.span,
      "\(owner) names no field '\(name.text)'\(Suggestion.clause(for: name.text, among: fields.map(\.name)))")
    return false
  }

  /// A field that a variant sets: an enum, to one of its values.
  func readFixedField(_ entry: Node.Entry, _ owner: String, _ fields: [Field]) -> (
    field: String, value: String
  )? {
    guard isField((entry.key, entry.keySpan), owner, fields), let field = fields.first(where: { $0.name == entry.key })
    else { return nil }
    guard let value = entry.value.scalarText else {
      report.add(
        .wrongShape, at: entry.keySpan, "'\(entry.key)' in 'set' of \(owner) has to be the name of an enum's value")
      return nil
    }
    if untyped.contains(field.position) { return nil }
    guard case .enumeration(let name) = field.type else {
      report.add(.badVariant, at: entry.keySpan, "\(owner) sets '\(entry.key)', which is no enum")
      return nil
    }
    guard let type = symbols.enums[name] else { return nil }
    if !type.values.contains(where: { $0.name == value }) {
      report.add(
        .unknownEnumValue, at: entry.value.span,
        "enum '\(name)' has no value '\(value)'\(Suggestion.clause(for: value, among: type.values.map(\.name)))")
      return nil
    }
    return (entry.key, value)
  }
}
