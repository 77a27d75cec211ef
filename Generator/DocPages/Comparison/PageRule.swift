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
  /// The page does not show what an entry of the overlay is about.
  case overlayEntryObsolete
  /// The page is not written as pages are.
  case remark(PageRemark.Kind)

  /// Every rule.
  public static var allCases: [PageRule] {
    PageDeviation.allCases.map(differs) + [.pageNewer, .pageOlder, .overlayEntryObsolete]
      + PageRemark.Kind.allCases.map(remark)
  }

  /// The id.
  public var id: String {
    switch self {
    case .differs(let deviation): deviation.rawValue
    case .pageNewer: "page-newer"
    case .pageOlder: "page-older"
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
    case .pageNewer: .warning
    case .pageOlder: .info
    case .remark(let kind): kind.level
    }
  }
}
