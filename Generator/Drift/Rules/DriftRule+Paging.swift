import Findings

extension DriftRule {
  /// Calls that answer page by page.
  static let paging: [DriftRule] =
    DriftNoun.paging.rules + [pagingSignatureChanged, pagingFieldsChanged]

  static let pagingSignatureChanged = DriftRule(
    "paging-signature-changed", .error, .sourceBreaking, "gives other items, or is asked for them otherwise",
    mirror: .itself,
    why: "The method that gives all items one by one has another signature: its cursor or its items have another type.")

  static let pagingFieldsChanged = DriftRule(
    "paging-fields-changed", .warning, .behaviour, "goes from page to page by other fields", mirror: .itself,
    why: "Nothing changes for callers if the record is right; if it is not, pages are lost or read twice.")
}
