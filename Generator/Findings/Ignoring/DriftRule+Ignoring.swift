extension DriftRule {
  /// Entries of the file given with `--ignore`.
  package static let ignoring: [DriftRule] = [ignoreEntryUnmatched, ignoreEntryExpired]

  package static let ignoreEntryUnmatched = DriftRule(
    "ignore-entry-unmatched", .warning, .none, "accepts nothing that was found",
    mirror: .waived("It is about the review and not about a catalog, so there is no way back."),
    why: "The change was taken back, or has been released: remove the entry, so that it hides nothing later.")

  package static let ignoreEntryExpired = DriftRule(
    "ignore-entry-expired", .warning, .none, "has expired",
    mirror: .waived("It is about the review and not about a catalog, so there is no way back."),
    why: "What it accepted counts again. Decide anew: extend `until`, or undo the change.")
}
