/// In what a documentation page may differ from the catalog, as far as an entry of the overlay can accept it.
///
/// The names are ids of what `wedrive-spec docs` finds.
public enum PageDeviation: String, Sendable, CaseIterable {
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
}
