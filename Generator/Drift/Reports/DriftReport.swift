import Catalog
import Findings

/// What a comparison found, without what was accepted: what the report formats render.
public struct DriftReport: Sendable {
  /// What stands before the paths of one side's files.
  public struct Side: Sendable, Equatable {
    /// The revision; nil for a folder.
    public var revision: String?
    /// The catalog's folder.
    public var folder: String

    /// A side in a revision or in a folder.
    public init(revision: String?, folder: String) {
      self.revision = revision
      self.folder = folder
    }

    /// `Spec`, or `HEAD:Spec`.
    public var label: String { (revision.map { "\($0):" } ?? "") + folder }
  }

  /// The side compared with.
  public let base: Side
  /// The side that is looked at.
  public let head: Side
  /// What was found and not accepted, the most severe first.
  public let findings: [Finding]
  /// What was found and is accepted.
  public let accepted: [Review.Accepted]

  /// Compares two catalogs.
  ///
  /// - Parameters:
  ///   - base: The earlier catalog, and where it is from.
  ///   - head: The later one.
  ///   - observed: What clients have met in replies.
  ///   - ignoring: What has been accepted.
  ///   - today: `YYYY-MM-DD`: entries of the list that end before it do not hold any more.
  public init(
    base: (catalog: Catalog, side: Side), head: (catalog: Catalog, side: Side), observed: ObservedReplies? = nil,
    ignoring list: IgnoreList? = nil, today: String
  ) {
    self.base = base.side
    self.head = head.side
    var found = Comparison.findings(from: base.catalog, to: head.catalog, observed: observed)
    for index in found.indices {
      found[index].base = found[index].base?.below(base.side)
      found[index].head = found[index].head?.below(head.side)
    }
    let review = Review(of: found, by: list?.entries ?? [], today: today)
    findings = (review.open + review.remarks).sorted()
    accepted = review.accepted
  }

  /// How many findings have a level.
  public func count(_ level: FindingLevel) -> Int { findings.count { $0.level == level } }

  /// Whether anything is at least as severe.
  public func reaches(_ threshold: FindingLevel) -> Bool { findings.contains { $0.level >= threshold } }

  /// The rules of everything found, in the order of the table.
  var rules: [DriftRule] {
    let used = Set(findings.map(\.rule)).union(accepted.map(\.finding.rule))
    return DriftRule.all.filter(used.contains)
  }

  /// `2 errors, 1 warning and 3 notices`, or that nothing differs.
  public var summary: String {
    let counts = FindingLevel.allCases.compactMap { level -> String? in
      let count = count(level)
      return count == 0 ? nil : "\(count) \(level.noun)\(count == 1 ? "" : "s")"
    }
    let listed =
      counts.count > 1 ? counts.dropLast().joined(separator: ", ") + " and " + (counts.last ?? "") : counts.first
    let rest = accepted.isEmpty ? "" : "; \(accepted.count) accepted"
    return (listed ?? "no differences") + rest
  }
}

extension Location {
  /// The same place, seen from where the catalog's folder is.
  func below(_ side: DriftReport.Side) -> Location {
    var location = self
    location.revision = side.revision
    location.file = side.folder.isEmpty || side.folder == "." ? file : "\(side.folder)/\(file)"
    return location
  }
}

/// How a drift report is printed.
public enum ReportFormat: String, Sendable, CaseIterable {
  /// `file:line:col: error: text [id]`, as compilers do, with notes.
  case text
  /// A summary and tables, for the comment on a pull request.
  case markdown
  /// One object; its schema is `drift-report.schema.json`.
  case json
  /// Workflow commands that GitHub shows beside the changed lines.
  case github
  /// The Static Analysis Results Interchange Format, version 2.1.0.
  case sarif
  /// One page that needs nothing else.
  case html

  /// The whole report, with a line end.
  public func render(_ report: DriftReport) -> String {
    switch self {
    case .text: TextReport.render(report)
    case .markdown: MarkdownReport.render(report)
    case .json: JSONReport.render(report)
    case .github: GitHubReport.render(report)
    case .sarif: SARIFReport.render(report)
    case .html: HTMLReport.render(report)
    }
  }
}
