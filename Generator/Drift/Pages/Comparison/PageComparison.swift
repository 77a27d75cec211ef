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
    var endpoint: Endpoint
    var place: Position
    var pages: [String]
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
      switch match {
      case .found(let endpoint):
        compare(call, endpoint, vocabulary)
      case .renamed(let endpoint):
        add(
          .pathDiffers, call: endpoint.id, ["endpoints.\(endpoint.id).path", "endpoints.\(endpoint.id)"], at: call.at,
          endpoint.position, "the page calls '\(endpoint.id)' '\(call.address?.path ?? call.name)'")
        compare(call, endpoint, vocabulary)
      case .unknown(let nearest):
        let clause = nearest.map { "; did you mean '\($0)'?" } ?? ""
        add(
          .endpointNotInCatalog, call: call.name, ["endpoints.\(call.name)"], at: call.at, nil,
          "the catalog has no call '\(call.address?.path ?? call.name)'\(clause)")
      }
    }
    for (endpoint, at) in absent {
      add(
        .endpointNotOnPage, call: endpoint.id, ["endpoints.\(endpoint.id)"], at: at, endpoint.position,
        "the page does not document '\(endpoint.id)', although the catalog says so")
    }
    compareErrcodes()
  }

  mutating func add(
    _ rule: PageRule, call: String?, _ targets: [String], at: Excerpt, _ catalog: Position?, _ text: String,
    isExplained: Bool = false
  ) {
    let finding = PageFinding(
      rule: rule, call: call, targets: targets, page: page.position(at), catalog: catalog, text: text, acceptance: nil)
    if isExplained { explained.append(finding) } else { findings.append(finding) }
  }

  // MARK: - The page itself

  private mutating func remark() {
    for remark in page.remarks {
      let rule: PageRule =
        switch remark.kind {
        case .columnsSwapped: .columnsSwapped
        case .sampleRepaired: .sampleRepaired
        case .sampleNotRead: .sampleNotRead
        case .rowNotRead: .rowNotRead
        case .tableNotCompared: .tableNotCompared
        case .codeNotRead: .codeNotRead
        case .lineNotRead: .lineNotRead
        }
      add(rule, call: nil, [], at: remark.at, nil, remark.text)
    }
  }

  // MARK: - Calls

  private mutating func compare(_ call: PageCall, _ endpoint: Endpoint, _ vocabulary: PageVocabulary) {
    let target = "endpoints.\(endpoint.id)"
    if let (method, at) = call.method, method != endpoint.method.rawValue {
      add(
        .methodDiffers, call: endpoint.id, ["\(target).method", target], at: at, endpoint.position,
        "the page sends '\(endpoint.id)' with \(method), the catalog with \(endpoint.method.rawValue)")
    }
    compareDates(call, endpoint)
    let service = index.service(of: endpoint)
    let envelope = service.map { [$0.codeField, $0.messageField] } ?? []
    let token = service.map { [$0.tokenParameter] } ?? []
    let request = index.request(of: endpoint)
    let response = index.response(of: endpoint)
    var targets: Set<String> = [target]
    for field in request.unfolded + response.unfolded {
      targets.formUnion(field.targets)
      if let values = field.values { targets.insert("enums.\(values.type).values") }
    }
    compared.append(
      ComparedCall(
        endpoint: endpoint, place: page.position(call.at), pages: index.pages(of: endpoint),
        updated: call.updated?.date, targets: targets))

    var comparison = CallComparison(
      endpoint: endpoint, call: call, updated: call.updated?.date,
      namedLimits: namedLimits(of: endpoint), output: self)
    comparison.compare(
      request, DocumentedSide(call.request, known: request.unfolded.map(\.path), leavingOut: Set(token)),
      isRequest: true)
    comparison.compare(
      response, DocumentedSide(call.response, known: response.unfolded.map(\.path), leavingOut: Set(envelope)),
      isRequest: false)
    comparison.compareLimits(request + response)
    self = comparison.output
    compareErrcodes(call, endpoint)
  }

  /// Values of the limits that a page of the call names.
  private func namedLimits(of endpoint: Endpoint) -> Set<Int64> {
    let pages = Set(index.pages(of: endpoint))
    return Set(index.catalog.limits.filter { $0.page.map { pages.contains("\($0)") } ?? false }.map(\.value))
  }

  private mutating func compareDates(_ call: PageCall, _ endpoint: Endpoint) {
    guard let date = call.updated, let known = endpoint.documentation.updated, date.date != known else { return }
    let isNewer = date.date > known
    add(
      isNewer ? .pageNewer : .pageOlder, call: endpoint.id, ["endpoints.\(endpoint.id).docs"], at: date.at,
      endpoint.position,
      "the page of '\(endpoint.id)' is of \(date.date), the catalog \(isNewer ? "knows that of" : "has the one of") \(known)"
    )
  }

  // MARK: - Errcodes

  private mutating func compareErrcodes(_ call: PageCall, _ endpoint: Endpoint) {
    guard !call.errcodes.isEmpty, let table = index.errcodes(of: endpoint) else { return }
    let known = Set(table.codes.map(\.code))
    for errcode in call.errcodes where errcode.code != 0 && !known.contains(errcode.code) {
      add(
        .errcodeNotInCatalog, call: endpoint.id, ["errcodes.\(table.service).\(errcode.code)"], at: errcode.at, nil,
        "the catalog has no errcode \(errcode.code) of '\(table.service)'")
    }
    let listed = Set(call.errcodes.map(\.code))
    for code in endpoint.errcodes where !listed.contains(code) {
      add(
        .errcodeNotOnPage, call: endpoint.id,
        ["endpoints.\(endpoint.id).errcodes.\(code)", "errcodes.\(table.service).\(code)"], at: call.errcodes[0].at,
        endpoint.position, "the page's errcodes lack \(code), which the catalog names for '\(endpoint.id)'")
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
        .errcodeNotInCatalog, call: nil, ["errcodes.\(table.service).\(errcode.code)"], at: errcode.at, nil,
        "the catalog has no errcode \(errcode.code) of '\(table.service)'")
    }
    for errcode in table.codes where !errcode.isObserved && !listed.contains(errcode.code) {
      add(
        .errcodeNotOnPage, call: nil, ["errcodes.\(table.service).\(errcode.code)"], at: page.errcodes[0].at,
        errcode.position, "the page lacks errcode \(errcode.code) of '\(table.service)'")
    }
  }
}
