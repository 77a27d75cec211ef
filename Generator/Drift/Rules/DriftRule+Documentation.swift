import Findings

extension DriftRule {
  /// What is said about things. Programs are not concerned.
  static let documentation: [DriftRule] = [textChanged, pagesChanged, pageDateWentBack, pageDateAdvanced]

  static let textChanged = DriftRule(
    "text-changed", .info, .none, "is described otherwise", mirror: .itself,
    why: """
      Summary, meaning, advice, Chinese term, history or evidence. Rewording is never more than information; if the text
      tells of a change of behaviour, the catalog should say so in a key as well. Fingerprints do not depend on texts.
      """)

  static let pagesChanged = DriftRule(
    "pages-changed", .info, .none, "is documented on other pages", mirror: .itself,
    why: "Links in documentation comments lead elsewhere.")

  static let pageDateAdvanced = DriftRule(
    "page-date-advanced", .info, .none, "has newer documentation", mirror: "page-date-went-back",
    why: "The page has changed; findings beside this one should say what.")

  static let pageDateWentBack = DriftRule(
    "page-date-went-back", .warning, .none, "has older documentation", mirror: "page-date-advanced",
    why: "The catalog was written from a newer page before. An old state may have been merged.")
}
