import Catalog

/// Compares the fields of one call.
struct CallComparison {
  let expected: ExpectedCall
  let call: PageCall
  /// The page's own date.
  let updated: String?
  /// Values of the limits that the catalog finds on the call's pages.
  let namedLimits: Set<Int64>
  /// Where findings go.
  var output: PageComparison
  /// Every bound that the page names for the call.
  let limitsOnPage: Set<Int64>

  init(
    expected: ExpectedCall, call: PageCall, updated: String?, namedLimits: Set<Int64>, output: PageComparison
  ) {
    self.expected = expected
    self.call = call
    self.updated = updated
    self.namedLimits = namedLimits
    self.output = output
    let rows = (call.request.tables + call.response.tables + call.failure.tables).flatMap(\.rows)
    let mentions = call.limits + rows.flatMap { $0.description.flatMap { LimitMention.all(in: $0) } }
    limitsOnPage = Set(mentions.map(\.value))
  }

  mutating func add(
    _ deviation: PageDeviation, _ targets: [String], at: Excerpt, _ catalog: Position?, _ text: String,
    isExplained: Bool = false,
    missing: MissingPiece? = nil
  ) {
    output.add(
      .differs(deviation), call: expected.id, targets, at: at, catalog, text, isExplained: isExplained, missing: missing
    )
  }

  /// Whether something had ended before the page was written.
  func isOver(_ until: String?) -> Bool {
    guard let until else { return false }
    return updated.map { until <= $0 } ?? true
  }

  mutating func run() {
    compareVersions()
    compareDeprecation()
    compare(expected.request, call.request, part: .request)
    compare(expected.response, call.response, part: .response)
    if !expected.failure.isEmpty, !call.failure.isEmpty {
      compare(expected.failure, call.failure, part: .failure)
    }
    compareOutcomes()
    compareLimits()
  }
}
