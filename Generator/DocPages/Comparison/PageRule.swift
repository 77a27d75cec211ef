import Catalog
import Findings

/// A kind of difference between the catalog and a page, or of trouble with a page.
public enum PageRule: Sendable, Hashable, CaseIterable {
  /// The page differs from the catalog.
  case differs(PageDeviation)
  /// The page is newer than the catalog's record of it.
  case pageNewer
  /// The page is older than the catalog's record of it.
  case pageOlder
  /// Lines of the page changed since its last review, and no finding is about them.
  case linesChanged
  /// The same of a copy that may be older than the reviewed page.
  case linesDiffer
  /// A watched branch of the documentation has a page that the catalog does not name.
  case pageNew
  /// The documentation has no page that the catalog names.
  case pageGone
  /// The page does not show what an entry of the overlay is about.
  case overlayEntryObsolete
  /// The page is not written as pages are.
  case remark(PageRemark.Kind)

  /// Every rule.
  public static var allCases: [PageRule] {
    PageDeviation.allCases.map(differs) + [
      .pageNewer, .pageOlder, .linesChanged, .linesDiffer, .pageNew, .pageGone, .overlayEntryObsolete,
    ]
      + PageRemark.Kind.allCases.map(remark)
  }

  /// The id.
  public var id: String {
    switch self {
    case .differs(let deviation): deviation.rawValue
    case .pageNewer: "page-newer"
    case .pageOlder: "page-older"
    case .linesChanged: "lines-changed"
    case .linesDiffer: "lines-differ"
    case .pageNew: "page-new"
    case .pageGone: "page-gone"
    case .overlayEntryObsolete: "overlay-entry-obsolete"
    case .remark(let kind): kind.rawValue
    }
  }

  /// The rule with an id.
  public static func named(_ id: String) -> PageRule? { allCases.first { $0.id == id } }

  /// How much it matters.
  public var level: FindingLevel {
    switch self {
    case .differs(let deviation): deviation.level
    case .overlayEntryObsolete: .error
    case .pageNewer, .linesChanged, .pageNew, .pageGone: .warning
    case .pageOlder, .linesDiffer: .info
    case .remark(let kind): kind.level
    }
  }
}

/// One difference between the catalog and a page, or one remark about a page.
public struct PageFinding: Sendable {
  /// The kind.
  public let rule: PageRule
  /// The call's id, as the catalog has it, or as the page names it; nil: it is about none.
  public let call: String?
  /// What it is about, as keys from the catalog's root: where a caller meets it, then where it is declared.
  public let targets: [String]
  /// Where it is on the page.
  public let page: Position
  /// Where it is in the catalog.
  public let catalog: Position?
  /// One sentence without a full stop.
  public let text: String
  /// A number that stays the same when lines move, texts are reworded and this program words things differently: it is made
  /// of the rule, the file's name, the target, and of the how manieth such finding it is.
  public internal(set) var fingerprint = ""
  /// The entry of the overlay that accepts it.
  public internal(set) var acceptance: Correction?
  /// What the catalog would have to hold.
  var missing: MissingPiece?

  /// How much it matters; nothing, once it is accepted.
  public var level: FindingLevel { rule.level }
}

extension PageFinding: Comparable {
  /// By place on the page, then by rule and text.
  public static func < (a: PageFinding, b: PageFinding) -> Bool {
    (a.page, a.rule.id, a.text) < (b.page, b.rule.id, b.text)
  }

  /// Whether both are the same finding.
  public static func == (a: PageFinding, b: PageFinding) -> Bool {
    a.rule == b.rule && a.page == b.page && a.text == b.text && a.targets == b.targets
  }
}
