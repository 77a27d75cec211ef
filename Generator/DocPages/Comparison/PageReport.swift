import Catalog
import Findings

/// What comparing pages with the catalog gave.
public struct PageReport: Sendable {
  /// One page that was read.
  public struct ReadPage: Sendable {
    /// Its path.
    public var file: String
    /// How much of it was understood.
    public var counts: PageCounts
    /// What a lock keeps of it; nil: it is no page of the catalog's, or does not say which.
    public var review: PagesLock.Entry?
  }

  /// The pages that were read, in the order in which they were given.
  public internal(set) var pages: [ReadPage] = []
  /// The pages that could not be read.
  public internal(set) var failures: [(file: String, error: PageError)] = []
  /// What nothing accepts, by place.
  public internal(set) var findings: [PageFinding] = []
  /// What an entry of the overlay accepts, by place.
  public internal(set) var accepted: [PageFinding] = []

  /// A page that the documentation's directory has, or has no more.
  public struct DirectoryPage: Sendable, Hashable {
    /// The number in its address.
    public var number: String
    /// Its title.
    public var title: String
    /// The titles of the branches that it stands in.
    public var branches: [String]
    /// Its address.
    public var address: String

    /// Joins what a directory says.
    public init(number: String, title: String, branches: [String], address: String) {
      self.number = number
      self.title = title
      self.branches = branches
      self.address = address
    }
  }

  /// Tells of pages in watched branches of the directory that the catalog does not name, and of pages that it names and the
  /// documentation has no more.
  ///
  /// - Parameter isFirst: Whether the directory has never been reviewed: then its pages are not new, and told in one finding.
  public mutating func add(new pages: [DirectoryPage], gone: [DirectoryPage], isFirst: Bool = false) {
    if isFirst, pages.count > 1, let first = pages.first {
      let shown = pages.prefix(PageReport.maximumPages).map { "\($0.number) '\($0.title)'" }.joined(separator: ", ")
      let more = pages.count > PageReport.maximumPages ? " and \(pages.count - PageReport.maximumPages) more" : ""
      add(
        .pageNew, first,
        """
        the watched branches have \(pages.count) pages that the catalog does not name, and that were never reviewed: \
        \(shown)\(more); `watch --reviewed` notes them, and only later ones are told then
        """)
    } else {
      for page in pages {
        let branch = page.branches.isEmpty ? "" : " below '\(page.branches.joined(separator: " / "))'"
        add(.pageNew, page, "the documentation has a page '\(page.title)'\(branch) that the catalog does not name")
      }
    }
    for page in gone {
      add(.pageGone, page, "the documentation has no page \(page.number) any more, which the catalog names")
    }
    findings.sort()
    number()
  }

  /// Most pages that one finding lists.
  private static let maximumPages = 20

  private mutating func add(_ rule: PageRule, _ page: DirectoryPage, _ text: String) {
    findings.append(
      PageFinding(
        rule: rule, call: nil, targets: ["pages.\(page.number)"],
        page: Position(file: page.address, line: 1, column: 1),
        catalog: nil, text: text))
  }

  /// One line: how many findings of each level, and what was not read.
  public var summary: String {
    func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
    let levels = FindingLevel.allCases.map { level in
      counted(findings.count { $0.level == level }, level == .info ? "remark" : level.rawValue)
    }
    let unread = failures.isEmpty ? "" : "; \(counted(failures.count, "page")) not read"
    return "\(levels.joined(separator: ", ")); \(accepted.count) accepted\(unread)"
  }

  /// Gives each finding its fingerprint. Whether it is accepted does not matter to it.
  mutating func number() {
    let all =
      (findings.indices.map { (findings[$0], \PageReport.findings[$0]) }
      + accepted.indices.map { (accepted[$0], \PageReport.accepted[$0]) }).sorted { $0.0 < $1.0 }
    var seen: [[String]: Int] = [:]
    for (finding, place) in all {
      let file = finding.page.file.split(separator: "/").last.map(String.init) ?? ""
      let parts = [finding.rule.id, file, finding.targets.first ?? finding.call ?? ""]
      seen[parts, default: 0] += 1
      self[keyPath: place].fingerprint = Fingerprint.of(parts + [String(seen[parts, default: 0])])
    }
  }
}
