import Catalog
import Findings

extension PageRule {
  /// One line.
  public var summary: String {
    switch self {
    case .differs(let deviation): deviation.summary
    case .remark(let kind): kind.summary
    case .pageNewer: "A page is newer than the catalog's record of it."
    case .pageOlder: "A page is older than the catalog's record of it."
    case .linesChanged: "Lines of a page changed since its last review, and no finding is about them."
    case .linesDiffer: "A copy without a date, or an older one, differs from the page as it was reviewed."
    case .pageNew: "The documentation has a page in a watched branch that the catalog does not name."
    case .pageGone: "The documentation has no page that the catalog names."
    case .overlayEntryObsolete: "An entry of the overlay no longer applies to the page."
    }
  }

  /// Why it is told and what to do.
  public var explanation: String {
    switch self {
    case .differs(let deviation): deviation.explanation
    case .remark(let kind): kind.explanation
    case .pageNewer: "Compare what else changed, then set `updated` to the page's date."
    case .pageOlder: "Nothing to do: the copy is not the newest. What differs may be explained by that."
    case .linesChanged:
      "Read them: they may say something in a form that is not understood. `wedrive-spec docs --reviewed` then keeps the page as it is now."
    case .linesDiffer: "Nothing to do, if the copy is old."
    case .pageNew:
      "See whether it documents something that belongs in the catalog. `wedrive-spec watch --reviewed` notes it as known."
    case .pageGone: "See where its call went, and correct `docs`."
    case .overlayEntryObsolete:
      "The page no longer shows what the entry corrects or accepts. Remove the entry, and what it corrected in the file itself."
    }
  }

  /// What `wedrive-spec explain <id>` prints.
  public var page: String { "\(id) (\(level.rawValue))\n\n\(summary)\n\n\(explanation)\n" }

  /// What `wedrive-spec explain` prints: every id with its line.
  public static var index: String {
    let width = (allCases.map(\.id.count).max() ?? 0) + 2
    return allCases.map { $0.id + String(repeating: " ", count: width - $0.id.count) + $0.summary + "\n" }.joined()
  }

  /// The id that was probably meant.
  public static func suggestion(for id: String) -> String? { Suggestion.nearest(to: id, among: allCases.map(\.id)) }
}

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

extension PageRemark.Kind {
  /// One line.
  var summary: String {
    switch self {
    case .columnsSwapped: "The cells of a row stand in each other's columns."
    case .sampleRepaired: "A sample is not JSON as it is written."
    case .sampleNotRead: "A sample could not be read, or belongs to no call."
    case .rowNotRead: "A row, or a cell of it, could not be understood."
    case .commentNotRead: "Rows of a table are commented out."
    case .objectElsewhere: "An object's table stands elsewhere than the row that names it."
    case .objectUnnamed: "No row names the object that a table describes."
    case .sampleShowsList: "A table types a field as one value, and a sample shows a list of them."
    case .eventTable: "A table lists the nodes of an event, on a page that documents calls."
    case .valueTable: "A table whose heading names neither fields nor values is read as a list of values."
    case .nothingRead: "A page documents no call, a call has no table, or a table has no row."
    case .tableNotCompared: "A table says nothing about a call."
    case .codeNotRead: "A piece of code is not read."
    case .lineNotRead: "A line is too long to be read."
    }
  }

  /// Why it is told and what to do.
  var explanation: String {
    switch self {
    case .columnsSwapped, .sampleRepaired:
      "Nothing to do: it was read as it was meant. Look there when something nearby is odd."
    case .sampleShowsList: "The draft takes the list; see which of the two the service means."
    case .eventTable: "Nothing to do: its rows are compared with the event, not with the calls."
    case .valueTable: "Nothing to do: its rows are compared with the values of what the section is named for."
    case .objectElsewhere: "Nothing to do: its rows are compared where the row is."
    case .objectUnnamed: "Its rows are compared as if they stood beside the others of their side; see whether they do."
    case .nothingRead: "See whether the page documents something in a form that is not read."
    case .commentNotRead: "Nothing to do: a reader of the page does not see them."
    case .sampleNotRead, .rowNotRead, .lineNotRead: "Compare it by hand: nothing in it was."
    case .tableNotCompared, .codeNotRead: "Nothing to do: versions, permissions and programs are not in the catalog."
    }
  }

  /// How much it matters.
  var level: FindingLevel {
    switch self {
    case .sampleNotRead, .rowNotRead, .lineNotRead, .nothingRead: .warning
    case .objectElsewhere, .objectUnnamed, .commentNotRead, .sampleShowsList, .eventTable, .valueTable: .info
    case .columnsSwapped, .sampleRepaired, .tableNotCompared, .codeNotRead: .info
    }
  }
}
