extension ModelReader {
  mutating func readServices(_ entries: [Node.Entry]) {
    for entry in entries {
      if !entry.isRepeated { report.check(entry.key, has: .kebabCase, "service id", at: entry.keySpan) }
      guard
        let keys = KeyReader(
          entry.value, .service, owner: "service '\(entry.key)'", at: entry.keySpan, report: report)
      else { continue }
      let envelope = envelope(of: keys)
      let errcodeType = errcodeType(keys)
      let service = Service(
        id: entry.key, about: about(keys), host: host(keys), docs: template(keys),
        tokens: tokenKinds(keys), tokenless: keys.word("tokenless"), codeField: envelope.code,
        messageField: envelope.message, errcodeType: errcodeType, apiType: apiType(keys, errcodeType),
        position: position(entry.keySpan))
      if !entry.isRepeated { catalog.services.append(service) }
    }
  }

  /// The service that a file means: named, or the only one.
  func service(named entry: Node.Entry?, of owner: String, at span: Span) -> String? {
    let ids = catalog.services.map(\.id)
    guard let entry else {
      if ids.count == 1 { return ids[0] }
      if ids.count > 1 {
        report.add(
          .missingKey, at: span, "\(owner) has no 'service', and there are several: \(ids.joined(separator: ", "))")
      }
      return nil
    }
    guard let name = entry.value.scalarText else {
      report.add(
        .wrongShape, at: entry.value.span, "'service' has to be a service id, not \(entry.value.kindDescription)")
      return nil
    }
    if !ids.contains(name) {
      if !report.isIncomplete || !ids.isEmpty {
        report.add(
          .unknownService, at: entry.value.span,
          "there is no service '\(name)'\(Suggestion.clause(for: name, among: ids))")
      }
      return nil
    }
    return name
  }

  private func envelope(of keys: KeyReader) -> (code: String, message: String) {
    guard let entry = keys.entry("envelope"),
      let inner = KeyReader(
        entry.value, .envelope, owner: "the envelope of \(keys.owner)", at: entry.keySpan, report: report)
    else { return ("", "") }
    return (wireName(inner, "code"), wireName(inner, "message"))
  }

  private func tokenKinds(_ keys: KeyReader) -> [TokenKind] {
    (keys.oneOrMore("token") ?? []).map { name, span in
      let swiftName = SwiftName.lowerCamel(name)
      if report.check(name, has: .wire, "'token' of \(keys.owner):", at: span),
        let reason = ReservedNames.reason(against: swiftName, as: .staticMember)
      {
        report.add(.reservedName, at: span, "a token of \(keys.owner) cannot be '\(name)': \(reason)")
      }
      return TokenKind(name: name, swiftName: swiftName)
    }
  }

  private func wireName(_ keys: KeyReader, _ key: String) -> String {
    guard let name = keys.text(key), let entry = keys.entry(key) else { return "" }
    report.check(name, has: .wire, "'\(key)' of \(keys.owner):", at: entry.value.span)
    return name
  }

  /// The protocol with the calls: given, or called as the errcodes are.
  private func apiType(_ keys: KeyReader, _ errcodeType: String) -> String {
    guard let name = keys.text("api"), let entry = keys.entry("api") else {
      return GeneratedNames.api(errcodeType: errcodeType)
    }
    if report.check(name, has: .upperCamel, "'api' of \(keys.owner):", at: entry.value.span), !name.hasSuffix("API") {
      report.add(.badName, at: entry.value.span, "'api' of \(keys.owner): '\(name)' has to end with 'API'")
    }
    return name
  }

  private func errcodeType(_ keys: KeyReader) -> String {
    guard let name = keys.text("swift"), let entry = keys.entry("swift") else { return "" }
    if report.check(name, has: .upperCamel, "'swift' of \(keys.owner):", at: entry.value.span) {
      if let reason = ReservedNames.reason(against: name, as: .type) {
        report.add(.reservedName, at: entry.value.span, "'\(name)' cannot be used: \(reason)")
      } else if let other = symbols.types[name] {
        report.add(
          .duplicateType, at: entry.value.span, "the errcode type '\(name)' has the name of another declaration",
          notes: [(other.span, "\(other.kind.rawValue) '\(name)' is declared here")])
      }
    }
    return name
  }

  private func host(_ keys: KeyReader) -> String {
    guard let host = keys.text("host"), let entry = keys.entry("host") else { return "" }
    if let reason = LinkForm.flaw(ofHost: host) {
      report.add(.badLink, at: entry.value.span, "host '\(host)' of \(keys.owner) \(reason)")
    }
    return host
  }

  private func template(_ keys: KeyReader) -> String {
    guard let template = keys.text("docs"), let entry = keys.entry("docs") else { return "" }
    if let reason = LinkForm.flaw(ofTemplate: template) {
      report.add(.badLink, at: entry.value.span, "link template '\(template)' of \(keys.owner) \(reason)")
    }
    return template
  }
}
