extension CatalogChecks {
  /// The calls and fields that an upload in blocks names exist, and fit together.
  static func checkBlocks(_ catalog: Catalog, _ report: Report) {
    for family in catalog.families {
      for start in family.endpoints {
        guard let blocks = start.blocks else { continue }
        let all = catalog.families.filter { $0.service == family.service }.flatMap(\.endpoints)
        let check = BlocksCheck(start: start, blocks: blocks, calls: all, report: report)
        check.run()
      }
    }
  }
}

/// The check of one upload in blocks.
private struct BlocksCheck {
  let start: Endpoint
  let blocks: Endpoint.BlockUpload
  /// Every call of the service.
  let calls: [Endpoint]
  let report: Report

  typealias Name = Endpoint.BlockUpload.Name

  func run() {
    let part = call(blocks.part)
    let finish = call(blocks.finish)
    fit(blocks.size, in: start, \.request, "a uint64") { if case .scalar(.uint64) = $0 { true } else { false } }
    fit(blocks.digests, in: start, \.request, "a list of string") {
      if case .list(.scalar(.string)) = $0 { true } else { false }
    }
    fit(blocks.exists, in: start, \.response, "a bool") { if case .scalar(.bool) = $0 { true } else { false } }
    if let part {
      fit(blocks.index, in: part, \.request, "a whole number") { $0.isInteger }
      fit(blocks.content, in: part, \.request, "base64") { if case .scalar(.base64) = $0 { true } else { false } }
      checkNothingElse(part, [blocks.key, blocks.index, blocks.content])
    }
    if let finish { checkNothingElse(finish, [blocks.key]) }
    let isIdentifier = { (type: TypeReference) in if case .identifier = type { true } else { false } }
    if let key = fit(blocks.key, in: start, \.response, "an identifier", isIdentifier) {
      for next in [part, finish].compactMap({ $0 }) { checkSame(key, blocks.key, in: next, \.request) }
    }
    if let finish, let result = fit(blocks.result, in: start, \.response, "a single value", { $0.isSingle }) {
      checkSame(result, blocks.result, in: finish, \.response)
      if let field = finish.response.first(where: { $0.name == blocks.result.text }), !field.isAlways {
        report.add(
          .badBlocks, at: blocks.result.position,
          "'\(blocks.result.text)' of endpoint '\(finish.id)' has to be 'always': it is what the upload is made for")
      }
    }
  }

  private func call(_ name: Name) -> Endpoint? {
    if let call = calls.first(where: { $0.id == name.text }) { return call }
    if !report.isIncomplete {
      let clause = Suggestion.clause(for: name.text, among: calls.map(\.id))
      report.add(.unknownEndpoint, at: name.position, "there is no endpoint '\(name.text)'\(clause)")
    }
    return nil
  }

  private func field(_ name: Name, in call: Endpoint, _ side: KeyPath<Endpoint, [Field]>) -> Field? {
    let fields = call[keyPath: side]
    if let field = fields.first(where: { $0.name == name.text }) { return field }
    let place = side == \Endpoint.request ? "request" : "response"
    let clause = Suggestion.clause(for: name.text, among: fields.map(\.name))
    report.add(
      .unknownField, at: name.position, "the \(place) of endpoint '\(call.id)' has no field '\(name.text)'\(clause)")
    return nil
  }

  @discardableResult
  private func fit(
    _ name: Name, in call: Endpoint, _ side: KeyPath<Endpoint, [Field]>, _ expected: String,
    _ isFit: (TypeReference) -> Bool
  ) -> Field? {
    guard let field = field(name, in: call, side) else { return nil }
    if isFit(field.type) { return field }
    report.add(
      .badBlocks, at: name.position,
      "'\(name.text)' of endpoint '\(call.id)' has to be \(expected), and it is \(field.type.kindDescription)")
    return nil
  }

  private func checkSame(
    _ field: Field, _ name: Name, in call: Endpoint, _ side: KeyPath<Endpoint, [Field]>
  ) {
    guard let other = self.field(name, in: call, side), !other.type.isSame(as: field.type) else { return }
    report.add(
      .badBlocks, at: name.position,
      "'\(name.text)' of endpoint '\(call.id)' is \(other.type.kindDescription), and that of '\(start.id)' "
        + field.type.kindDescription)
  }

  /// What else a call requires could not be filled.
  private func checkNothingElse(_ call: Endpoint, _ known: [Name]) {
    for field in call.request where field.isRequired && !known.contains(where: { $0.text == field.name }) {
      report.add(
        .badBlocks, at: blocks.position,
        "endpoint '\(call.id)' requires '\(field.name)', which an upload in blocks cannot fill")
    }
    if !call.alternatives.isEmpty {
      report.add(.badBlocks, at: blocks.position, "endpoint '\(call.id)' has alternatives, of which none can be chosen")
    }
  }
}

extension TypeReference {
  fileprivate var isSingle: Bool {
    switch self {
    case .scalar(.base64), .list, .object, .inline: false
    case .scalar, .identifier, .enumeration: true
    }
  }
}
