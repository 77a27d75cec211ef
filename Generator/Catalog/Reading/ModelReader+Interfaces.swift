/// Client-side interfaces.
extension ModelReader {
  mutating func readInterface(_ entry: Node.Entry, hosts: Set<String>, hasPages: Bool) -> ClientInterface? {
    guard
      let keys = KeyReader(
        entry.value, .interface, owner: "interface '\(entry.key)'", at: entry.keySpan, report: report)
    else { return nil }
    let parameters = readFields(keys.mapping("parameters") ?? [], by: .requestField, of: entry.key)
    let result = readFields(keys.mapping("result") ?? [], by: .replyField, of: entry.key)
    let failure = readFields(keys.mapping("failure") ?? [], by: .replyField, of: entry.key)
    let clients = readClients(keys)
    let nodes = keys.mapping("hosts") ?? []
    let availability = nodes.compactMap {
      declared(readAvailability($0, keys, hosts, clients, parameters, hasPages), by: $0)
    }
    let (outcomeType, outcomes) = readOutcomes(keys)
    let pages = Set(availability.flatMap { $0.documentation.pages.map(\.kind) })
    let documented = Endpoint.AppKind.allCases.filter(pages.contains).map { (kind: $0, page: "") }
    return ClientInterface(
      id: entry.key, swiftName: typeName(keys, of: entry), summary: readSummary(keys), about: prose(keys, "about"),
      apps: readApps(keys, Endpoint.Documentation(pages: documented, updated: nil)), availability: availability,
      parameters: parameters, result: result, failure: failure, outcomeType: outcomeType, outcomes: outcomes,
      conditions: readConditions(keys, parameters), expiries: readExpiries(keys, result),
      deprecated: prose(keys, "deprecated"), position: position(entry.keySpan))
  }

  /// The name of its type: given by `swift`, or the interface's own.
  private func typeName(_ keys: KeyReader, of entry: Node.Entry) -> String {
    let given = keys.text("swift")
    let name = given ?? SwiftName.upperCamel(entry.key)
    let place = keys.entry("swift")?.value.span ?? entry.keySpan
    if given == nil || report.check(name, has: .upperCamel, "'swift' of \(keys.owner):", at: place),
      let reason = ReservedNames.reason(against: name, as: .type)
    {
      report.add(.reservedName, at: place, "'\(name)' cannot be used: \(reason)")
    }
    return name
  }

  // MARK: - Where it is offered

  private func readAvailability(
    _ entry: Node.Entry, _ owner: KeyReader, _ hosts: Set<String>, _ clients: [ClientInterface.Availability.Client],
    _ parameters: [Field], _ hasPages: Bool
  ) -> ClientInterface.Availability? {
    if !hosts.contains(entry.key) {
      let clause = Suggestion.clause(for: entry.key, among: hosts)
      report.add(.unknownHost, at: entry.keySpan, "\(owner.owner) names no host '\(entry.key)'\(clause)")
    }
    guard
      let keys = KeyReader(
        entry.value, .availability, owner: "host '\(entry.key)' of \(owner.owner)", at: entry.keySpan, report: report)
    else { return nil }
    let docs = readPages(keys, mayBeLink: true)
    if !hasPages, !docs.documentation.pages.isEmpty, let place = keys.entry("docs")?.keySpan {
      report.add(.missingKey, at: place, "'docs' of \(keys.owner) names pages, and its file has no 'service'")
    }
    let numbers = (keys.distinctTexts("numbers") ?? []).filter { isField($0, keys.owner, parameters) }
    for (name, span) in numbers {
      guard let field = parameters.first(where: { $0.name == name }), !untyped.contains(field.position) else {
        continue
      }
      if case .scalar(.bool) = field.type { continue }
      report.add(
        .badInterface, at: span, "'\(name)' of \(keys.owner) has to be a bool, and it is \(field.type.kindDescription)")
    }
    return ClientInterface.Availability(
      host: entry.key, documentation: docs.documentation, link: docs.link,
      clients: keys.has("clients") ? readClients(keys) : clients, flagsAsNumbers: numbers.map(\.text),
      position: position(entry.keySpan))
  }

  /// `clients`: platform → `any`, the first version, or a mapping of version and system.
  private func readClients(_ keys: KeyReader) -> [ClientInterface.Availability.Client] {
    (keys.mapping("clients") ?? []).filter { !$0.isRepeated }.compactMap { entry in
      report.check(entry.key, has: .kebabCase, "platform", at: entry.keySpan)
      if entry.value.entries == nil {
        return client(entry.key, since: entry.value, keys)
      }
      guard
        let inner = KeyReader(
          entry.value, .client, owner: "platform '\(entry.key)' of \(keys.owner)", at: entry.keySpan, report: report)
      else { return nil }
      guard let since = inner.entry("since")?.value else { return nil }
      var found = client(entry.key, since: since, keys)
      found?.system = prose(inner, "system")
      return found
    }
  }

  private func client(
    _ platform: String, since: Node, _ keys: KeyReader
  ) -> ClientInterface.Availability.Client? {
    guard let text = since.scalarText, text == "any" || CalendarDate.isVersion(text) else {
      report.add(
        .wrongShape, at: since.span,
        "platform '\(platform)' of \(keys.owner) has to be 'any' or a version (4.0.8), not \(since.kindDescription)")
      return nil
    }
    return .init(platform: platform, since: text == "any" ? nil : text, system: nil)
  }

  // MARK: - How it ends

  private func readOutcomes(_ keys: KeyReader) -> (type: String, names: [String]) {
    let names = keys.distinctTexts("outcomes") ?? []
    guard let name = keys.text("outcome"), let place = keys.entry("outcome")?.value.span else {
      return ("", [])
    }
    guard let type = symbols.enums[name] else {
      if symbols.types[name] == nil, !report.isIncomplete {
        let candidates = symbols.types.filter { $0.value.kind == .enumeration }.keys
        report.add(
          .unknownType, at: place, "there is no enum '\(name)'\(Suggestion.clause(for: name, among: candidates))")
      } else if let kind = symbols.types[name]?.kind, kind != .enumeration {
        report.add(.badInterface, at: place, "'outcome' of \(keys.owner) has to be an enum; '\(name)' is none")
      }
      return (name, [])
    }
    if type.raw != .string || !type.values.contains(where: { $0.name == "ok" }) {
      report.add(
        .badInterface, at: position(place), "'outcome' of \(keys.owner) has to be an enum of strings with a value 'ok'",
        notes: [(type.position, "enum '\(name)' is here")])
    }
    for (text, span) in names where !type.values.contains(where: { $0.name == text }) {
      let clause = Suggestion.clause(for: text, among: type.values.map(\.name))
      report.add(.unknownEnumValue, at: span, "enum '\(name)' has no value '\(text)'\(clause)")
    }
    return (name, names.map(\.text))
  }

  // MARK: - What belongs together

  private func readConditions(_ keys: KeyReader, _ parameters: [Field]) -> [ClientInterface.Condition] {
    (keys.list("conditions") ?? []).compactMap { node in
      guard
        let condition = KeyReader(
          node, .condition, owner: "a condition of \(keys.owner)", at: node.entries?.first?.keySpan ?? node.span,
          report: report)
      else { return nil }
      let with = condition.mapping("with") ?? []
      let values = with.filter { !$0.isRepeated }.compactMap { readFixedField($0, condition.owner, parameters) }
      let ignored = (condition.distinctTexts("ignores") ?? []).filter { isField($0, condition.owner, parameters) }
      let refused = (condition.distinctTexts("refuses") ?? []).filter { isField($0, condition.owner, parameters) }
      if !condition.has("ignores"), !condition.has("refuses") {
        report.add(.badInterface, at: condition.span, "\(condition.owner) neither ignores nor refuses anything")
      }
      for (name, span) in ignored + refused where parameters.contains(where: { $0.name == name && $0.isRequired }) {
        report.add(.badInterface, at: span, "'\(name)' of \(keys.owner) is required; it cannot be left out")
      }
      return .init(
        values: values, ignored: ignored.map(\.text), refused: refused.map(\.text), position: position(condition.span))
    }
  }

  private func readExpiries(_ keys: KeyReader, _ result: [Field]) -> [ClientInterface.Expiry] {
    (keys.mapping("expiry") ?? []).filter { !$0.isRepeated }.compactMap { entry in
      guard let seconds = entry.value.scalarText else {
        report.add(.wrongShape, at: entry.keySpan, "'\(entry.key)' in 'expiry' of \(keys.owner) has to name a field")
        return nil
      }
      guard isField((entry.key, entry.keySpan), keys.owner, result),
        isField((seconds, entry.value.span), keys.owner, result),
        let ticket = result.first(where: { $0.name == entry.key }),
        let life = result.first(where: { $0.name == seconds })
      else { return nil }
      if !untyped.contains(ticket.position), !isTicket(ticket.type) {
        report.add(
          .badInterface, at: entry.keySpan,
          "'\(entry.key)' of \(keys.owner) has to be an identifier with a 'life', and it is \(ticket.type.kindDescription)"
        )
      }
      if !untyped.contains(life.position), !life.type.isInteger {
        report.add(
          .badInterface, at: entry.value.span,
          "'\(seconds)' of \(keys.owner) has to be a whole number, and it is \(life.type.kindDescription)")
      }
      return .init(ticket: entry.key, seconds: seconds)
    }
  }

  private func isTicket(_ type: TypeReference) -> Bool {
    guard case .identifier(let name) = type else { return false }
    return symbols.tickets.contains(name)
  }
}
