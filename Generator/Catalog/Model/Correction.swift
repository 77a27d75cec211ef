/// An entry of the overlay: where the documentation is contradicted, or differs from the catalog for a reason.
public struct Correction: Sendable {
  /// What the entry does.
  public enum Change: Sendable {
    /// These keys were put on the target.
    case set([String])
    /// These children were added to the target.
    case add([String])
    /// The target was taken out.
    case remove
    /// The catalog stays as it is, although pages differ from it in this way.
    case accept(PageDeviation)
  }

  /// What it is about, as a path of keys.
  public var target: String
  /// What it does.
  public var change: Change
  /// What the documentation says.
  public var documented: String
  /// What contradicts it.
  public var evidence: String
  /// The page that shows it.
  public var page: String?
  /// The date of the page's last edition that shows it; nil: the newest does.
  public var edition: String?
  /// Where it is written.
  public var position: Position
}

/// In what a documentation page may differ from the catalog, as far as an entry of the overlay can accept it.
///
/// The names are ids of what `wedrive-spec docs` finds.
public enum PageDeviation: String, Sendable, CaseIterable {
  case endpointNotInCatalog = "endpoint-not-in-catalog"
  case eventNotInCatalog = "event-not-in-catalog"
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
  case versionNotInCatalog = "version-not-in-catalog"
  case deprecationNotInCatalog = "deprecation-not-in-catalog"
}
