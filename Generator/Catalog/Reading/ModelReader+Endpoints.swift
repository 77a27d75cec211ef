extension ModelReader {
  mutating func readFamily(_ family: DeclarationNodes.Family) {
    let name = family.name.value.scalarText
    if let name {
      report.check(name, has: .kebabCase, "family", at: family.name.value.span)
    } else {
      report.add(
        .wrongShape, at: family.name.keySpan, "'family' has to be a name, not \(family.name.value.kindDescription)")
    }
    let owner = "family '\(name ?? "")'"
    let keys = family.keys.named(owner, at: family.name.keySpan)
    let service = service(named: keys.entry("service"), of: owner, at: family.name.keySpan)
    let isMetered = keys.flag("metered") ?? false
    var endpoints: [Endpoint] = []
    endpoints.reserveCapacity(family.endpoints.count)
    for entry in family.endpoints {
      if let endpoint = readEndpoint(entry, service: service, isMetered: isMetered) { endpoints.append(endpoint) }
    }
    catalog.families.append(
      Family(
        name: name ?? "", service: service ?? "", about: about(keys), endpoints: endpoints,
        position: position(family.name.keySpan)))
  }

  /// - Parameter isMetered: Whether the calls of its family are, unless they say otherwise.
  private mutating func readEndpoint(_ entry: Node.Entry, service: String?, isMetered: Bool) -> Endpoint? {
    let id = entry.key
    guard
      let keys = KeyReader(
        entry.value, .endpoint, owner: "endpoint '\(id)'", at: entry.keySpan, report: report)
    else { return nil }
    let method = keys.word("method", Endpoint.Method.self) ?? .post
    let effect = keys.word("effect", Endpoint.Effect.self)
    let documentation = readDocumentation(keys)
    let request = readFields(keys.mapping("request") ?? [], by: .requestField, of: id)
    let response = readFields(keys.mapping("response") ?? [], by: .replyField, of: id)
    checkQuery(request, method, keys)
    checkEnvelope(response, service, keys)
    return Endpoint(
      id: id, swiftName: swiftName(keys, of: id, as: .method), summary: readSummary(keys), about: prose(keys, "about"),
      method: method, path: readPath(keys), documentation: documentation, apps: readApps(keys, documentation),
      effect: effect ?? .create, isRepeatable: readRepeatable(keys, effect),
      repeatableWhy: prose(keys, "repeatable-why"),
      tokens: readTokens(keys, service),
      hasBareReply: keys.flag("bare-reply") ?? false, isMetered: readMetered(keys, ofFamily: isMetered),
      request: request, response: response,
      alternatives: readAlternatives(keys, request), paging: readPaging(keys, request, response),
      blocks: readBlocks(keys, service), errcodes: readErrcodes(keys, service), deprecated: prose(keys, "deprecated"),
      position: position(entry.keySpan))
  }

  // MARK: - Keys

  mutating func readSummary(_ keys: KeyReader) -> String {
    let summary = about(keys, key: "summary")
    if let span = keys.entry("summary")?.value.span, let flaw = SummaryForm.flaw(of: summary) {
      report.add(.summaryForm, at: span, "the summary of \(keys.owner) \(flaw)")
    } else if SummaryForm.namesPage(summary) {
      summariesNamePages = true
    } else if let entry = keys.entry("summary") {
      summariesWithoutPage.append((entry.value.span, keys.owner))
    }
    return summary
  }

  /// A catalog one of whose summaries names its page's title in brackets does so in each, so that the two are found from
  /// each other. `lint` asks for it.
  func checkSummaries() {
    guard report.upkeep != nil, summariesNamePages else { return }
    for (span, owner) in summariesWithoutPage {
      report.add(
        .summaryForm, at: span,
        "the summary of \(owner) has to name its page's title in brackets: 'Lists one page of a folder (获取文件列表).'")
    }
  }

  private func readPath(_ keys: KeyReader) -> String {
    guard let path = keys.text("path"), let entry = keys.entry("path") else { return "" }
    if let flaw = LinkForm.flaw(ofPath: path) {
      report.add(.badPath, at: entry.value.span, "path '\(path)' of \(keys.owner) \(flaw)")
    }
    return path
  }

  func readDocumentation(_ keys: KeyReader) -> Endpoint.Documentation {
    readPages(keys).documentation
  }

  /// `docs`: the pages of each app kind, one or several, or, where that is allowed, a link.
  func readPages(_ keys: KeyReader, mayBeLink: Bool = false) -> (documentation: Endpoint.Documentation, link: String?) {
    var documentation = Endpoint.Documentation(pages: [], updated: nil)
    let kinds = Endpoint.AppKind.allCases
    if let entry = keys.entry("docs"), let text = entry.value.scalarText {
      let page = LinkForm.flaw(ofPage: text) == nil ? text : "93657"
      report.add(
        .wrongShape, at: entry.value.span,
        "'docs' of \(keys.owner) has to name pages by the kind of app, as docs: {internal: \(page)} does, not \(entry.value.kindDescription)"
      )
      return (documentation, nil)
    }
    guard let entry = keys.entry("docs"),
      let docs = KeyReader(
        entry.value, mayBeLink ? .documentationOrLink : .documentation, owner: "'docs' of \(keys.owner)",
        at: entry.keySpan, report: report)
    else { return (documentation, nil) }
    for kind in kinds {
      documentation.pages += pages(docs, kind.rawValue).map { (kind, $0) }
    }
    documentation.updated = date(docs, "updated")
    guard mayBeLink, let link = docs.text("link"), let place = docs.entry("link")?.value.span else {
      if !docs.has("link"), !kinds.contains(where: { docs.has($0.rawValue) }) {
        report.add(.missingKey, at: entry.keySpan, "\(docs.owner) names no page")
      }
      return (documentation, nil)
    }
    if let flaw = LinkForm.flaw(ofLink: link) {
      report.add(.badLink, at: place, "link '\(link)' of \(docs.owner) \(flaw)")
    }
    return (documentation, link)
  }

  func readApps(_ keys: KeyReader, _ documentation: Endpoint.Documentation) -> [Endpoint.AppKind] {
    guard let words = keys.distinctTexts("apps") else { return documentation.kinds }
    if words.isEmpty, let entry = keys.entry("apps") { keys.wrongShape(entry, "a list of app kinds") }
    let kinds = words.compactMap {
      report.word($0.text, at: $0.span, of: "'apps' of \(keys.owner)") as Endpoint.AppKind?
    }
    return Endpoint.AppKind.allCases.filter(kinds.contains)
  }

  /// The kinds of tokens of which the call carries one: the service's usual one unless it says otherwise.
  private func readTokens(_ keys: KeyReader, _ service: String?) -> [TokenKind] {
    let kinds = catalog.services.first { $0.id == service }?.tokens ?? []
    guard keys.has("token") else { return Array(kinds.prefix(1)) }
    let words = keys.oneOrMore("token") ?? []
    if words.count == 1, words[0].text == "none" { return [] }
    return words.compactMap { name, span in
      if let kind = kinds.first(where: { $0.name == name }) { return kind }
      // Of a service that is not known or has no tokens, that is reported.
      guard !kinds.isEmpty else { return nil }
      let known = kinds.map(\.name) + (words.count == 1 ? ["none"] : [])
      let nearest = Suggestion.nearest(to: name, among: known)
      let clause = nearest.map { "did you mean '\($0)'?" } ?? "one of \(known.joined(separator: ", "))"
      report.add(.unknownValue, at: span, "'token' of \(keys.owner) cannot be '\(name)'; \(clause)")
      return nil
    }
  }

  /// Whether each call counts against the month's. An endpoint says so only where it differs from its family.
  private func readMetered(_ keys: KeyReader, ofFamily isMetered: Bool) -> Bool {
    guard let entry = keys.entry("metered"), let flag = keys.flag("metered") else { return isMetered }
    if flag == isMetered {
      report.add(
        .badMetered, at: entry.keySpan, "\(keys.owner) says 'metered: \(flag)', which its family says already")
    }
    return flag
  }

  private func readRepeatable(_ keys: KeyReader, _ effect: Endpoint.Effect?) -> Bool {
    let byEffect = effect?.isRepeatable ?? false
    if let why = keys.entry("repeatable-why"), !keys.has("repeatable") {
      report.add(.badRepeatable, at: why.keySpan, "\(keys.owner) says why, but has no 'repeatable'")
    }
    guard let entry = keys.entry("repeatable"), let flag = keys.flag("repeatable") else { return byEffect }
    if !keys.has("repeatable-why") {
      report.add(.badRepeatable, at: entry.keySpan, "\(keys.owner) says 'repeatable' without a 'repeatable-why'")
    }
    if let effect, flag == byEffect {
      report.add(
        .badRepeatable, at: entry.keySpan,
        "\(keys.owner) says 'repeatable: \(flag)', which its effect '\(effect.rawValue)' says already")
    }
    return flag
  }

  func readErrcodes(_ keys: KeyReader, _ service: String?, key: String = "errcodes") -> [Int] {
    guard let nodes = keys.list(key) else { return [] }
    var places: [Int: Span] = [:]
    var codes: [Int] = []
    for node in nodes {
      guard let code = node.integer.map({ Int(clamping: $0) }) else {
        report.add(
          .wrongShape, at: node.span, "'\(key)' of \(keys.owner) has to hold numbers, not \(node.kindDescription)")
        continue
      }
      if let first = places[code] {
        report.add(
          .duplicateEntry, at: node.span, "\(code) stands twice in '\(key)' of \(keys.owner)",
          notes: [(first, "\(code) is first here")])
        continue
      }
      places[code] = node.span
      codes.append(code)
      if let service, symbols.errcodes[service]?[code] == nil, !report.isIncomplete {
        // A number is like every other number: no other one is suggested.
        let file = symbols.errcodes[service]?.values.map(\.file).min().map { report.files[Int($0)] }
        report.add(
          .unknownErrcode, at: node.span,
          "service '\(service)' has no errcode \(code); declare it under 'errcodes' in \(file ?? "a file of its own")")
      }
    }
    return codes
  }

  // MARK: - Fields in their direction

  /// A GET sends its fields in the query, where only single values can stand.
  private func checkQuery(_ request: [Field], _ method: Endpoint.Method, _ keys: KeyReader) {
    guard method == .get else { return }
    for field in request {
      switch field.type {
      case .scalar(.base64), .scalar(.stringMap), .list, .object, .inline:
        report.add(
          .getWithNestedField, at: field.position,
          "\(keys.owner) is a GET: '\(field.name)' cannot be \(field.type.kindDescription), only a single value")
      case .scalar, .identifier, .enumeration: break
      }
    }
  }

  /// The envelope's fields are read before the reply is.
  private func checkEnvelope(_ response: [Field], _ service: String?, _ keys: KeyReader) {
    guard let service = catalog.services.first(where: { $0.id == service }) else { return }
    for field in response where field.name == service.codeField || field.name == service.messageField {
      report.add(
        .envelopeField, at: field.position,
        "'\(field.name)' belongs to the envelope of service '\(service.id)' and is not listed in the response of \(keys.owner)"
      )
    }
  }
}

extension ModelReader {
  /// `blocks`: how the upload in blocks that an endpoint starts goes on. Whether the names exist and fit is seen when the
  /// whole catalog is read.
  func readBlocks(_ keys: KeyReader, _ service: String?) -> Endpoint.BlockUpload? {
    guard let entry = keys.entry("blocks"),
      let blocks = KeyReader(
        entry.value, .blocks, owner: "the blocks of \(keys.owner)", at: entry.keySpan, report: report)
    else { return nil }
    let names = KeyTable.blocks.names.dropLast().map { name($0, blocks) }
    let expired = readErrcodes(blocks, service, key: "expired")
    let found = names.compactMap { $0 }
    guard found.count == names.count else { return nil }
    return Endpoint.BlockUpload(
      part: found[0], finish: found[1], size: found[2], digests: found[3], exists: found[4], key: found[5],
      index: found[6], content: found[7], result: found[8], expired: expired, position: position(entry.keySpan))
  }

  private func name(_ key: String, _ blocks: KeyReader) -> Endpoint.BlockUpload.Name? {
    guard let text = blocks.text(key), let entry = blocks.entry(key) else { return nil }
    return Endpoint.BlockUpload.Name(text: text, position: position(entry.value.span))
  }
}
