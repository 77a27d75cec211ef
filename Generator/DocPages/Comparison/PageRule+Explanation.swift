import Catalog

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
