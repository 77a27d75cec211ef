import Catalog
import Findings
import SwiftEmitter

extension Comparison {
  mutating func compareEndpoints() {
    let pairing = Pairing(
      base.calls, head.calls, by: { "\($0.service) \($0.endpoint.id)" },
      { "\($0.service) \($0.endpoint.method.rawValue) \($0.endpoint.path)" }, { $0.endpoint.id })
    for call in pairing.removed {
      report(
        DriftNoun.endpoint.removed, subject(call, base: call.endpoint.position, head: nil), old: call.route,
        symbol: call.names.method)
    }
    for call in pairing.added {
      report(
        DriftNoun.endpoint.added, subject(call, base: nil, head: call.endpoint.position), new: call.route,
        symbol: call.names.method)
    }
    for (old, new) in pairing.both {
      let subject = subject(new, base: old.endpoint.position, head: new.endpoint.position)
      compareCall(old, new, subject)
      compareDescription(old, new, subject)
      compareAlternatives(old, new, subject)
      comparePaging(old, new, subject)
      compareUploads(old, new, subject)
      compareParts(old, new, subject)
    }
  }

  private func subject(_ call: CatalogSide.Call, base: Position?, head: Position?) -> Subject {
    let endpoint = call.endpoint
    let side = head == nil ? self.base : self.head
    return Subject(
      family: call.family.name, target: "endpoints.\(endpoint.id)",
      call: Finding.Call(id: endpoint.id, method: endpoint.method.rawValue, path: endpoint.path),
      page: side.page(of: call), base: base, head: head)
  }

  private mutating func compareParts(_ old: CatalogSide.Call, _ new: CatalogSide.Call, _ subject: Subject) {
    var request = subject.part("request", base: nil, head: nil)
    request.direction = .request
    compareFields(
      old.endpoint.request, new.endpoint.request,
      in: FieldScope(
        subject: request, direction: .request, baseOwner: old.names.request, headOwner: new.names.request,
        baseChoices: Set(old.endpoint.alternatives.joined()), headChoices: Set(new.endpoint.alternatives.joined())))
    var response = subject.part("response", base: nil, head: nil)
    response.direction = .response
    compareFields(
      old.endpoint.response, new.endpoint.response,
      in: FieldScope(
        subject: response, direction: .response, baseOwner: old.names.response, headOwner: new.names.response))
  }

  // MARK: - The call itself

  private mutating func compareCall(_ old: CatalogSide.Call, _ new: CatalogSide.Call, _ subject: Subject) {
    let (was, now) = (old.endpoint, new.endpoint)
    let symbol = old.names.method
    reportTraits(
      DriftNoun.endpoint.traits, subject, symbol: symbol, swiftName: (was.swiftName, now.swiftName),
      identity: (was.id, now.id), apps: (was.apps, now.apps), deprecated: (was.deprecated, now.deprecated))
    reportChange(.endpointPathChanged, subject, was.path, now.path, symbol: symbol)
    reportChange(.endpointMethodChanged, subject, was.method.rawValue, now.method.rawValue, symbol: symbol)
    reportChange(.endpointServiceChanged, subject, old.service, new.service, symbol: symbol)
    reportToggle(
      .endpointTokenDropped, .endpointTokenRequired, subject, was.carriesToken, now.carriesToken, symbol: symbol)
    // What a service usually takes is reported once, for the service.
    let carriesUsualTokens = was.tokens == base.usualTokens(of: old) && now.tokens == head.usualTokens(of: new)
    if was.carriesToken, now.carriesToken, !carriesUsualTokens {
      reportSets(
        .endpointTokenKindRefused, .endpointTokenKindAccepted, subject, was.tokens.map(\.name), now.tokens.map(\.name),
        symbol: symbol)
    }
    reportChange(.endpointReplyFormChanged, subject, was.replyForm, now.replyForm, symbol: symbol)
    if was.isRepeatable != now.isRepeatable {
      reportToggle(
        .endpointRepeatabilityLost, .endpointRepeatabilityGained, subject, was.isRepeatable, now.isRepeatable,
        symbol: symbol)
    } else {
      reportChange(.endpointEffectChanged, subject, was.effect.rawValue, now.effect.rawValue, symbol: symbol)
    }
    reportChange(.endpointMeteringChanged, subject, was.metering, now.metering, symbol: symbol)
    reportSets(
      .endpointErrcodeUnlisted, .endpointErrcodeListed, subject, was.errcodes.map(String.init),
      now.errcodes.map(String.init), symbol: symbol)
  }

  // MARK: - What is said about it

  private mutating func compareDescription(_ old: CatalogSide.Call, _ new: CatalogSide.Call, _ subject: Subject) {
    let (was, now) = (old.endpoint, new.endpoint)
    let symbol = old.names.method
    let deprecation = Self.rewording(was.deprecated, now.deprecated)
    reportText(
      subject, [was.summary, was.about, was.repeatableWhy, deprecation.old],
      [now.summary, now.about, now.repeatableWhy, deprecation.new], symbol: symbol)
    reportPages(subject, Pages(was.documentation), Pages(now.documentation), symbol: symbol)
  }

  // MARK: - Alternatives

  private mutating func compareAlternatives(_ old: CatalogSide.Call, _ new: CatalogSide.Call, _ subject: Subject) {
    let was = Set(old.endpoint.alternatives.map { $0.sorted().joined(separator: " + ") })
    let now = Set(new.endpoint.alternatives.map { $0.sorted().joined(separator: " + ") })
    let subject = subject.part("exactly-one-of", base: nil, head: nil)
    let symbol = base.symbols.initialiser(of: old.names.request)
    if was.isEmpty != now.isEmpty {
      report(
        now.isEmpty ? .alternativesDropped : .alternativesIntroduced, subject,
        old: was.isEmpty ? nil : was.sorted().joined(separator: ", "),
        new: now.isEmpty ? nil : now.sorted().joined(separator: ", "), symbol: symbol)
      return
    }
    for gone in was.subtracting(now).sorted() {
      report(DriftNoun.alternative.removed, subject, old: gone, symbol: symbol)
    }
    for come in now.subtracting(was).sorted() {
      report(DriftNoun.alternative.added, subject, new: come, symbol: symbol)
    }
  }
}

extension CatalogSide {
  fileprivate func usualTokens(of call: Call) -> [TokenKind]? {
    catalog.services.first { $0.id == call.service }.map { Array($0.tokens.prefix(1)) }
  }
}

extension CatalogSide.Call {
  /// `POST /cgi-bin/wedrive/file_list, 5 fields asked and 3 answered`
  fileprivate var route: String {
    "\(endpoint.method.rawValue) \(endpoint.path), \(endpoint.request.count) asked and \(endpoint.response.count) "
      + "answered fields"
  }
}

extension Endpoint {
  fileprivate var replyForm: String { hasBareReply ? "fields of its own only" : "with the envelope" }
  fileprivate var metering: String { isMetered ? "counted" : "not counted" }
}
