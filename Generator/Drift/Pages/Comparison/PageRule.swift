import Catalog

/// A kind of difference between the catalog and a page, or of trouble with a page. The raw value is the id.
public enum PageRule: String, Sendable, CaseIterable {
  case endpointNotInCatalog = "endpoint-not-in-catalog"
  case endpointNotOnPage = "endpoint-not-on-page"
  case pathDiffers = "path-differs"
  case methodDiffers = "method-differs"
  case fieldNotInCatalog = "field-not-in-catalog"
  case fieldNotOnPage = "field-not-on-page"
  case fieldNotInTable = "field-not-in-table"
  case typeDiffers = "page-type-differs"
  case sampleTypeDiffers = "sample-type-differs"
  case requiredDiffers = "required-differs"
  case valueNotInCatalog = "value-not-in-catalog"
  case valueNotOnPage = "value-not-on-page"
  case errcodeNotInCatalog = "errcode-not-in-catalog"
  case errcodeNotOnPage = "errcode-not-on-page"
  case limitNotInCatalog = "limit-not-in-catalog"
  case limitNotOnPage = "limit-not-on-page"
  case limitDiffers = "limit-differs"
  case pageNewer = "page-newer"
  case pageOlder = "page-older"
  case overlayEntryObsolete = "overlay-entry-obsolete"
  case columnsSwapped = "columns-swapped"
  case sampleRepaired = "sample-repaired"
  case sampleNotRead = "sample-not-read"
  case rowNotRead = "row-not-read"
  case tableNotCompared = "table-not-compared"
  case codeNotRead = "code-not-read"
  case lineNotRead = "line-not-read"

  /// The id.
  public var id: String { rawValue }

  /// The rule with an id.
  public static func named(_ id: String) -> PageRule? { PageRule(rawValue: id) }

  /// As what an entry of the overlay can accept it; nil: it cannot.
  public var deviation: PageDeviation? { PageDeviation(rawValue: rawValue) }

  /// How much it matters.
  public var level: FindingLevel {
    switch self {
    case .endpointNotInCatalog, .endpointNotOnPage, .pathDiffers, .methodDiffers, .fieldNotInCatalog, .fieldNotOnPage,
      .typeDiffers, .requiredDiffers, .valueNotInCatalog, .errcodeNotInCatalog, .limitDiffers, .overlayEntryObsolete:
      .error
    case .fieldNotInTable, .sampleTypeDiffers, .valueNotOnPage, .errcodeNotOnPage, .limitNotInCatalog, .limitNotOnPage,
      .pageNewer, .sampleNotRead, .rowNotRead, .lineNotRead:
      .warning
    case .pageOlder, .columnsSwapped, .sampleRepaired, .tableNotCompared, .codeNotRead: .info
    }
  }
}
