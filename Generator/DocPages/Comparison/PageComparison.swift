import Catalog

/// Compares one page with the catalog.
struct PageComparison {
  let index: CatalogIndex
  let page: Page
  private(set) var findings: [PageFinding] = []
  /// What would be a finding, did the catalog not explain it itself: `until`, `accepts`.
  private(set) var explained: [PageFinding] = []
  /// The calls that were compared, each with what an entry of the overlay can be about.
  private(set) var compared: [ComparedCall] = []

  /// A call that was compared.
  struct ComparedCall {
    var call: ExpectedCall
    var place: Position
    /// The page's own date.
    var updated: String?
    /// Keys from the catalog's root of everything that was looked at.
    var targets: Set<String>
  }

  init(_ page: Page, index: CatalogIndex, vocabulary: PageVocabulary) {
    self.index = index
    self.page = page
    remark()
    let (calls, absent) = CallMatching(index: index, vocabulary: vocabulary).matches(of: page)
    for (call, match) in calls {
      remarkOnEmptyTables(call, match)
      switch match {
      case .found(let expected):
        compare(call, expected)
      case .renamed(let expected):
        add(
          .differs(.pathDiffers), call: expected.id, ["\(expected.target).path", expected.target], at: call.at,
          expected.position,
          "the page calls '\(expected.id)' '\(call.address?.path ?? call.name)'")
        compare(call, expected)
      case .unknown(let nearest):
        let clause = nearest.map { "; did you mean '\($0)'?" } ?? ""
        let draft = draft(of: call, vocabulary)
        add(
          .differs(.endpointNotInCatalog), call: call.name, ["endpoints.\(call.name)"], at: call.at, nil,
          "the catalog has no call '\(call.address?.path ?? call.name)'\(clause)\(foreignHost(of: call, vocabulary))",
          missing: draft)
        remarkOnLists(call)
        if draft == nil { remarkOnTables(call) }
      }
    }
    for (expected, at) in absent {
      add(
        .differs(.endpointNotOnPage), call: expected.id, [expected.target], at: at, expected.position,
        "the page does not document '\(expected.id)', although the catalog says so")
    }
    compareErrcodes()
    compareEvents()
  }

  mutating func add(
    _ rule: PageRule, call: String?, _ targets: [String], at: Excerpt, _ catalog: Position?, _ text: String,
    isExplained: Bool = false, missing: MissingPiece? = nil
  ) {
    let finding = PageFinding(
      rule: rule, call: call, targets: targets, page: page.position(at), catalog: catalog, text: text,
      missing: missing)
    if isExplained { explained.append(finding) } else { findings.append(finding) }
  }

  // MARK: - The page itself

  private mutating func remark() {
    for remark in page.remarks { add(.remark(remark.kind), call: nil, [], at: remark.at, nil, remark.text) }
  }

  /// Takes back the findings of the page's remarks of one kind.
  mutating func withdraw(_ kind: PageRemark.Kind) { findings.removeAll { $0.rule == .remark(kind) } }

  /// Makes findings of the page's remarks of one kind.
  mutating func remarkOnPage(_ kind: PageRemark.Kind) {
    for remark in page.remarks where remark.kind == kind {
      add(.remark(kind), call: nil, [], at: remark.at, nil, remark.text)
    }
  }

  // MARK: - Calls

  private mutating func compare(_ call: PageCall, _ expected: ExpectedCall) {
    if let (method, at) = call.method, let known = expected.route?.method, method != known {
      add(
        .differs(.methodDiffers), call: expected.id, ["\(expected.target).method", expected.target], at: at,
        expected.position,
        "the page sends '\(expected.id)' with \(method), the catalog with \(known)")
    }
    compareDates(call, expected)
    var targets: Set<String> = [expected.target]
    for field in expected.fields.unfolded {
      targets.formUnion(field.targets)
      if let values = field.values { targets.insert("enums.\(values.type).values") }
    }
    compared.append(
      ComparedCall(call: expected, place: page.position(call.at), updated: call.updated?.date, targets: targets))

    var comparison = CallComparison(
      expected: expected, call: call, updated: call.updated?.date, namedLimits: namedLimits(of: expected), output: self)
    comparison.run()
    self = comparison.output
    compareErrcodes(call, expected)
  }

  /// Says where a table has no row, unless the catalog has no field there either.
  private mutating func remarkOnEmptyTables(_ call: PageCall, _ match: CallMatching.Match) {
    let expected: ExpectedCall? =
      switch match {
      case .found(let expected), .renamed(let expected): expected
      case .unknown: nil
      }
    for (side, fields) in [(call.request, expected?.request), (call.response, expected?.response)] {
      for table in side.tables where table.rows.isEmpty && fields?.isEmpty != true {
        add(
          .remark(.nothingRead), call: call.name, [], at: table.at, nil, "a table of fields without a row that is read")
      }
    }
  }

  // MARK: - Events

  private mutating func compareEvents() {
    for event in page.events {
      let at = event.message.nodes.first { $0.path == ["Event"] || $0.path == ["InfoType"] }?.at ?? event.message.at
      let name = event.message.text(of: "Event") ?? event.message.text(of: "InfoType") ?? ""
      if let known = EventComparison.event(of: event, in: index.catalog) {
        for difference in EventComparison(event, event: known, catalog: index.catalog).differences {
          add(
            .differs(difference.deviation), call: known.id, difference.targets, at: difference.at, difference.position,
            difference.text)
        }
        compareDate(of: known)
      } else if let known = index.catalog.events.first(where: documents), page.events.count == 1 {
        add(
          .differs(.pathDiffers), call: known.id, ["events.\(known.id).match", "events.\(known.id)"], at: at,
          known.position,
          "the page calls the event '\(known.id)' '\(name)'")
      } else {
        let nearest = Suggestion.nearest(to: name, among: index.catalog.events.map(\.id)).map {
          "; did you mean '\($0)'?"
        }
        add(
          .differs(.eventNotInCatalog), call: nil, ["events.\(name)"], at: at, nil,
          "the catalog has no event '\(name)'\(nearest ?? "")")
      }
    }
  }

  /// Whether the page is one of the event's.
  private func documents(_ event: Event) -> Bool {
    event.documentation.pages.contains { page.numbers.contains($0.page) }
  }

  private mutating func compareDate(of event: Event) {
    guard let date = page.updated, let known = event.documentation.updated, date > known, documents(event),
      let line = page.dateLines.min()
    else { return }
    add(
      .pageNewer, call: event.id, ["events.\(event.id).docs"], at: Excerpt(line: line, scalars: []), event.position,
      "the page of the event '\(event.id)' is of \(date), the catalog knows that of \(known)")
  }

  // MARK: - Drafts

  /// The call as it would stand in the catalog; nil if the page does not say where it goes.
  private func draft(of call: PageCall, _ vocabulary: PageVocabulary) -> MissingPiece? {
    if call.address == nil, let interface = interface(of: call) { return .interface(interface) }
    let paths = compared.compactMap(\.call.route?.path)
    let beside = paths.first.map { $0.split(separator: "/").dropLast().map { "/\($0)" }.joined() + "/\(call.name)" }
    guard let path = call.address?.path ?? beside else { return nil }
    let envelope = Set(index.catalog.services.flatMap { [$0.codeField, $0.messageField] })
    let tokens = Set(index.catalog.services.flatMap { $0.tokens.map(\.name) })
    let besides = compared.first { $0.call.route?.path == paths.first }?.call.route?.service
    guard let service = call.address.map({ vocabulary.service(ofHost: $0.host) }) ?? besides else { return nil }
    let request = DocumentedSide(call.request, known: [], leavingOut: tokens, wrapper: nil)
    let response = DocumentedSide(call.response, known: [], leavingOut: envelope, wrapper: nil)
    return .call(
      DraftCall(
        name: call.name, service: service, path: path, method: call.method?.method ?? "POST",
        kind: kind(of: call, service: service),
        number: call.number?.number ?? page.numbers.first, updated: call.updated?.date,
        request: request.children(of: []).map { DraftField($0, in: request, isRequest: true, lists: call.values) },
        response: response.children(of: []).map { DraftField($0, in: response, isRequest: false, lists: call.values) }))
  }

  /// Says which tables belong to an unknown call for which nothing can be drafted.
  private mutating func remarkOnTables(_ call: PageCall) {
    for table in call.request.tables + call.response.tables + call.failure.tables where !table.rows.isEmpty {
      add(
        .remark(.tableNotCompared), call: call.name, [], at: table.at, nil,
        "a table of \(table.rows.count) rows of '\(call.name)', which is not in the catalog and cannot be drafted")
    }
  }

  /// Says where a table and a sample of an unknown call disagree whether something is a list: the draft believes the sample.
  private mutating func remarkOnLists(_ call: PageCall) {
    for side in [call.request, call.response] {
      let documented = DocumentedSide(side, known: [], leavingOut: [], wrapper: nil)
      for field in documented.fields.values.sorted(by: { ($0.at?.line ?? 0) < ($1.at?.line ?? 0) }) {
        guard let row = field.rows.first, let (type, at) = row.type, !type.isList,
          field.samples.contains(where: { if case .list = $0.value.content { true } else { false } })
        else { continue }
        add(
          .remark(.sampleShowsList), call: call.name, [], at: at, nil,
          "'\(row.name)' of '\(call.name)' is \(type) in the table and a list in a sample")
      }
    }
  }

  /// The kind of app: what the page and its folders say, or what the catalog knows of the page's number, as far as the service
  /// has such apps.
  private func kind(of call: PageCall, service: String) -> Endpoint.AppKind? {
    let endpoints = index.catalog.families.filter { $0.service == service }.flatMap(\.endpoints)
    let numbers = Set(page.numbers + [call.number?.number].compactMap { $0 })
    let recorded = endpoints.flatMap(\.documentation.pages).first { numbers.contains($0.page) }?.kind
    guard let kind = page.kind ?? recorded else { return nil }
    let used = Set(endpoints.flatMap(\.documentation.kinds))
    let platform = Endpoint.AppKind.platforms.first { !$0.isDisjoint(with: used) }
    return platform?.contains(kind) ?? true ? kind : nil
  }

  /// Says that a host is no service's, so that nothing is drafted into a wrong one.
  private func foreignHost(of call: PageCall, _ vocabulary: PageVocabulary) -> String {
    guard let host = call.address?.host, vocabulary.service(ofHost: host) == nil else { return "" }
    return "; no service of the catalog has the host '\(host)', so nothing is drafted"
  }

  /// The function that a page calls in the app around it, if it begins as those of a host do.
  private func interface(of call: PageCall) -> DraftInterface? {
    let hosts = index.catalog.clients.flatMap { family in family.hosts.map { (family: family, host: $0) } }
    let callable = hosts.filter { one in
      one.host.style == .invoke ? call.function == one.host.function : function(of: call, isOf: one.host)
    }
    guard let (family, host) = callable.max(by: { $0.host.prefix.count < $1.host.prefix.count }) else { return nil }
    let name = call.name.hasPrefix(host.prefix) ? String(call.name.dropFirst(host.prefix.count)) : call.name
    guard !name.isEmpty, name.unicodeScalars.allSatisfy(\.isNamePart) else { return nil }
    let asked = DocumentedSide(call.request, known: [], leavingOut: host.callbacks, wrapper: nil)
    let envelope = family.envelope
    let answered = DocumentedSide(call.response, known: [], leavingOut: envelope, wrapper: host.resultField)
    let failed = DocumentedSide(call.failure, known: [], leavingOut: envelope, wrapper: nil)
    return DraftInterface(
      name: name, family: family.name, host: host.id,
      number: family.service == nil ? nil : call.number?.number ?? page.numbers.first,
      link: family.service == nil ? page.numbers.first { $0.hasPrefix("https://") } : nil, kind: page.kind,
      updated: call.updated?.date,
      parameters: asked.children(of: []).map { DraftField($0, in: asked, isRequest: true) },
      result: answered.children(of: []).map { DraftField($0, in: answered, isRequest: false) },
      failure: failed.children(of: []).map { DraftField($0, in: failed, isRequest: false) },
      outcomes: call.outcomes(of: name))
  }

  private func function(of call: PageCall, isOf host: ClientHost) -> Bool {
    guard host.function.hasSuffix("{name}") else { return false }
    // A package's declarations, and a page that imports from a package, name the function without the object it is of.
    if call.function == nil, call.isDeclared || call.isSampled, !call.name.contains("."), host.style == .promise {
      return true
    }
    return (call.function ?? call.name).hasPrefix(host.prefix)
  }

  /// Values of the limits that a page of the call names.
  private func namedLimits(of expected: ExpectedCall) -> Set<Int64> {
    let pages = Set(expected.pages)
    return Set(index.catalog.limits.filter { $0.page.map { pages.contains("\($0)") } ?? false }.map(\.value))
  }

  private mutating func compareDates(_ call: PageCall, _ expected: ExpectedCall) {
    guard let date = call.updated, let known = expected.updated, date.date != known else { return }
    let isNewer = date.date > known
    add(
      isNewer ? .pageNewer : .pageOlder, call: expected.id, ["\(expected.target).docs"], at: date.at, expected.position,
      "the page of '\(expected.id)' is of \(date.date), the catalog \(isNewer ? "knows that of" : "has the one of") \(known)"
    )
  }

  // MARK: - Errcodes

  private mutating func compareErrcodes(_ call: PageCall, _ expected: ExpectedCall) {
    guard !call.errcodes.isEmpty, let table = index.errcodes(of: expected.service) else { return }
    let known = Set(table.codes.map(\.code))
    for errcode in call.errcodes where errcode.code != 0 && !known.contains(errcode.code) {
      add(
        .differs(.errcodeNotInCatalog), call: expected.id, ["errcodes.\(table.service).\(errcode.code)"],
        at: errcode.at, nil,
        "the catalog has no errcode \(errcode.code) of '\(table.service)'",
        missing: .errcode(errcode.code, service: table.service))
    }
    let listed = Set(call.errcodes.map(\.code))
    for code in expected.errcodes where !listed.contains(code) {
      add(
        .differs(.errcodeNotOnPage), call: expected.id,
        ["\(expected.target).errcodes.\(code)", "errcodes.\(table.service).\(code)"], at: call.errcodes[0].at,
        expected.position, "the page's errcodes lack \(code), which the catalog names for '\(expected.id)'")
    }
  }

  /// A page that lists the errcodes of a whole service.
  private mutating func compareErrcodes() {
    guard !page.errcodes.isEmpty else { return }
    let listed = Set(page.errcodes.map(\.code))
    // The service with which the list has most in common.
    let tables = index.catalog.errcodes.map { ($0, Set($0.codes.map(\.code)).intersection(listed).count) }
    guard let table = tables.max(by: { $0.1 < $1.1 })?.0 else { return }
    let known = Set(table.codes.map(\.code))
    for errcode in page.errcodes where errcode.code != 0 && !known.contains(errcode.code) {
      add(
        .differs(.errcodeNotInCatalog), call: nil, ["errcodes.\(table.service).\(errcode.code)"], at: errcode.at, nil,
        "the catalog has no errcode \(errcode.code) of '\(table.service)'",
        missing: .errcode(errcode.code, service: table.service))
    }
    for errcode in table.codes where !errcode.isObserved && !listed.contains(errcode.code) {
      add(
        .differs(.errcodeNotOnPage), call: nil, ["errcodes.\(table.service).\(errcode.code)"], at: page.errcodes[0].at,
        errcode.position, "the page lacks errcode \(errcode.code) of '\(table.service)'")
    }
  }
}

extension ClientHost {
  /// What the names of its functions begin with: `wx.qy.`.
  fileprivate var prefix: String { String(function.dropLast("{name}".count)) }
}
