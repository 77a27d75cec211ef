extension ModelReader {
  mutating func readEvents(_ files: [DeclarationNodes.Events]) {
    var places: [String: Span] = [:]
    for file in files {
      let service = service(named: file.service, of: "this file of events", at: file.span)
      for entry in file.events {
        guard let event = readEvent(entry, service: service) else { continue }
        if entry.isRepeated { continue }
        if let first = places[entry.key] {
          report.add(
            .duplicateEvent, at: entry.keySpan, "event '\(entry.key)' is declared twice",
            notes: [(first, "'\(entry.key)' is first here")])
          continue
        }
        places[entry.key] = entry.keySpan
        catalog.events.append(event)
      }
    }
  }

  private mutating func readEvent(_ entry: Node.Entry, service: String?) -> Event? {
    let id = entry.key
    if !entry.isRepeated { report.check(id, has: .snakeCase, "event id", at: entry.keySpan) }
    guard
      let keys = KeyReader(entry.value, .event, owner: "event '\(id)'", at: entry.keySpan, report: report)
    else { return nil }
    let match = readMatch(keys)
    let fields = readFields(keys.mapping("fields") ?? [], by: .replyField, of: id)
    checkFields(fields, beside: match, keys)
    return Event(
      id: id, swiftName: swiftName(keys, of: id, as: .method), service: service ?? "", summary: readSummary(keys),
      about: prose(keys, "about"), documentation: readDocumentation(keys), match: match, fields: fields,
      deprecated: prose(keys, "deprecated"), position: position(entry.keySpan))
  }

  private func readMatch(_ keys: KeyReader) -> [(node: String, text: String)] {
    guard let entry = keys.entry("match"), let nodes = keys.mapping("match") else { return [] }
    if nodes.isEmpty {
      report.add(.badMatch, at: entry.keySpan, "\(keys.owner) has nothing that tells it from other events")
    }
    return nodes.compactMap { node in
      report.check(node.key, has: .wire, "node", at: node.keySpan)
      guard let text = node.value.scalarText else {
        report.add(
          .wrongShape, at: node.value.span,
          "node '\(node.key)' of \(keys.owner) has to match a text, not \(node.value.kindDescription)")
        return nil
      }
      return (node.key, text)
    }
  }

  /// A message is a flat list of nodes with texts, of which some occur more than once.
  private func checkFields(_ fields: [Field], beside match: [(node: String, text: String)], _ keys: KeyReader) {
    for field in fields {
      if match.contains(where: { $0.node == field.name }) {
        report.add(
          .badMatch, at: field.position, "\(keys.owner) has '\(field.name)' as a field and in its 'match'")
      }
      if !field.type.fitsNode, !untyped.contains(field.position) {
        report.add(
          .misfitEventField, at: field.position,
          "field '\(field.name)' of \(keys.owner) cannot be \(field.type.kindDescription): a node is a text")
      }
    }
  }
}

extension TypeReference {
  /// Whether a node's text can be one, or the texts of all nodes of a name.
  fileprivate var fitsNode: Bool {
    switch self {
    case .scalar(.base64), .scalar(.bool), .object, .inline, .list(.list): false
    case .scalar, .identifier, .enumeration: true
    case .list(let element): element.fitsNode
    }
  }
}
