import Catalog

extension PageRule {
  /// One line.
  public var summary: String {
    switch self {
    case .differs(let deviation): deviation.summary
    case .remark(let kind): kind.summary
    case .pageNewer: "A page is newer than the catalog's record of it."
    case .pageOlder: "A page is older than the catalog's record of it."
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

  /// The id that somebody may have meant.
  public static func suggestion(for id: String) -> String? { Suggestion.nearest(to: id, among: allCases.map(\.id)) }
}
