import Catalog

extension PageRule {
  /// One line.
  public var summary: String {
    switch self {
    case .endpointNotInCatalog: "A page documents a call that the catalog does not have."
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
    case .pageNewer: "A page is newer than the catalog's record of it."
    case .pageOlder: "A page is older than the catalog's record of it."
    case .overlayEntryObsolete: "An entry of the overlay no longer applies to the page."
    case .columnsSwapped: "The cells of a row stand in each other's columns."
    case .sampleRepaired: "A sample is not JSON as it is written."
    case .sampleNotRead: "A sample could not be read, or belongs to no call."
    case .rowNotRead: "A row, or a cell of it, could not be understood."
    case .tableNotCompared: "A table says nothing about a call."
    case .codeNotRead: "A piece of code is not read."
    case .lineNotRead: "A line is too long to be read."
    }
  }

  /// Why it is told and what to do.
  public var explanation: String {
    switch self {
    case .endpointNotInCatalog:
      "Add the call; `--suggest` prints a draft. If it is a known one under a new name, rename it."
    case .endpointNotOnPage:
      "The call was moved to another page or withdrawn: correct `docs`, or say that it is `deprecated`."
    case .pathDiffers, .methodDiffers:
      "Every call would go to the wrong place, if the page is right. Look whether the service still answers the old one."
    case .fieldNotInCatalog:
      "Add the field; `--suggest` prints a draft. Decoding does not fail on it, but nobody can read or send it."
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
    case .limitDiffers: "Change the limit. Too low a bound refuses calls that would work."
    case .pageNewer: "Compare what else changed, then set `updated` to the page's date."
    case .pageOlder: "Nothing to do: the copy is not the newest. What differs may be explained by that."
    case .overlayEntryObsolete:
      "The page no longer shows what the entry corrects or accepts. Remove the entry, and what it corrected in the file itself."
    case .columnsSwapped, .sampleRepaired:
      "Nothing to do: it was read as it was meant. Look there when something nearby is odd."
    case .sampleNotRead, .rowNotRead, .lineNotRead: "Compare it by hand: nothing in it was."
    case .tableNotCompared, .codeNotRead: "Nothing to do: versions, permissions and programs are not in the catalog."
    }
  }

  /// What `wedrive-spec explain <id>` prints.
  public var page: String { "\(id) (\(level.rawValue))\n\n\(summary)\n\n\(explanation)\n" }

  /// What `wedrive-spec explain` prints: every id with its line.
  public static var index: String {
    let width = (allCases.map(\.id.count).max() ?? 0) + 2
    return allCases.map { $0.id + String(repeating: " ", count: width - $0.id.count) + $0.summary + "\n" }.joined()
  }

  /// The id that somebody may have meant.
  public static func suggestion(for id: String) -> String? { Suggestion.nearest(to: id, among: allCases.map(\.id)) }
}
