import Catalog
import Findings

extension PageDeviation {
  /// One line.
  var summary: String {
    switch self {
    case .endpointNotInCatalog: "A page documents a call that the catalog does not have."
    case .eventNotInCatalog: "A page documents an event that the catalog does not have."
    case .endpointNotOnPage: "A page no longer documents a call that the catalog says it does."
    case .pathDiffers: "A call has another path on its page."
    case .methodDiffers: "A call has another HTTP method on its page."
    case .fieldNotInCatalog: "A page shows a field that the catalog does not have."
    case .fieldNotOnPage: "The catalog has a field that the page shows neither in a table nor in a sample."
    case .fieldNotInTable: "A page shows a field in a sample only; its table leaves it out."
    case .typeDiffers: "A page's table gives a field another type."
    case .sampleTypeDiffers: "A page's sample shows a value of another type."
    case .requiredDiffers: "A page says otherwise whether a field is required."
    case .valueNotInCatalog: "A page shows a value that the catalog does not list, or not here."
    case .valueNotOnPage: "The catalog lists a value that the page does not."
    case .errcodeNotInCatalog: "A page lists an errcode that the catalog does not have."
    case .errcodeNotOnPage: "The catalog has an errcode that the page's list leaves out."
    case .limitNotInCatalog: "A page names a bound that the catalog does not have."
    case .limitNotOnPage: "The catalog has a bound that the page does not name."
    case .limitDiffers: "A page names another bound."
    case .versionNotInCatalog: "A page names a version of the client that the catalog does not."
    case .deprecationNotInCatalog: "A page says that a call or a field is going away, and the catalog does not."
    }
  }

  /// Why it is told and what to do.
  var explanation: String {
    switch self {
    case .endpointNotInCatalog:
      "Add the call; `--suggest` prints a draft. If it is a known one under a new name, rename it."
    case .eventNotInCatalog:
      "Add the event, or leave its page out. If it is a known one under a new name, correct what it is told by (`match`)."
    case .endpointNotOnPage:
      "The call was moved to another page or withdrawn: correct `docs`, or say that it is `deprecated`."
    case .pathDiffers, .methodDiffers:
      "Every call would go to the wrong place, if the page is right. Look whether the service still answers the old one."
    case .fieldNotInCatalog:
      "Add the field; `--suggest` prints a draft. Decoding does not fail on it, but it can be neither read nor sent."
    case .fieldNotOnPage:
      "Remove the field, or, if servers may still send it, keep it in the overlay with `until` and the evidence."
    case .fieldNotInTable:
      "Samples are wrong more often than tables. If the field is real, accept the difference in the overlay with what else shows it."
    case .typeDiffers, .sampleTypeDiffers:
      "Where table and sample contradict each other, decide by evidence, and write a `set` into the overlay."
    case .requiredDiffers:
      "Requiring what is optional refuses calls that would work; the opposite sends calls that fail."
    case .valueNotInCatalog:
      "Add the value; `--suggest` prints a draft. Enums are open, so that nothing fails meanwhile. A value that exists and is not allowed for this field or this call shows here, too."
    case .valueNotOnPage: "Remove the value, give it `until`, or limit it with `where` or `values`."
    case .errcodeNotInCatalog: "Add the code with what a caller should do; `--suggest` prints a draft."
    case .errcodeNotOnPage: "Remove the code, or say that it was `observed`."
    case .limitNotInCatalog: "Add it to `limits` and name it where the field has its bound."
    case .limitNotOnPage: "Remove the bound, or accept the difference with what else says so."
    case .versionNotInCatalog:
      "Say from which version on the interface, or the field, exists (`clients`, `since`)."
    case .deprecationNotInCatalog: "Say with `deprecated` what to use instead, or with `until` when it ends."
    case .limitDiffers: "Change the limit. Too low a bound refuses calls that would work."
    }
  }

  /// How much it matters.
  var level: FindingLevel {
    switch self {
    case .endpointNotInCatalog, .eventNotInCatalog, .endpointNotOnPage, .pathDiffers, .methodDiffers,
      .fieldNotInCatalog, .fieldNotOnPage,
      .typeDiffers, .requiredDiffers, .valueNotInCatalog, .errcodeNotInCatalog, .limitDiffers:
      .error
    case .fieldNotInTable, .sampleTypeDiffers, .valueNotOnPage, .errcodeNotOnPage, .limitNotInCatalog, .limitNotOnPage,
      .versionNotInCatalog, .deprecationNotInCatalog:
      .warning
    }
  }
}
