/// One correction: what it changes, and on what evidence.
struct OverlayEntry {
  enum Change {
    /// Keys to put on the target's mapping; null removes the key.
    case set([Node.Entry])
    /// New children of the target's mapping.
    case add([Node.Entry])
    case remove
  }

  let target: String
  let targetSpan: Span
  let change: Change
  /// The place of `set`, `add` or `remove`.
  let changeSpan: Span

  var path: [String] { target.split(separator: ".", omittingEmptySubsequences: false).map(String.init) }

  /// Nil, with diagnostics, if the entry is not well formed.
  init?(_ node: Node, report: Report) {
    let place = node.entries?.first?.keySpan ?? node.span
    guard
      let keys = KeyReader(
        node, owner: "this overlay entry", at: place,
        allowed: ["target", "set", "add", "remove", "documented", "evidence", "date", "page"], report: report)
    else { return nil }
    for key in ["documented", "evidence"] { _ = keys.requiredText(key) }
    if let date = keys.requiredText("date"), let entry = keys.entry("date"), !CalendarDate.isValid(date) {
      report.add(.badDate, at: entry.value.span, "'date' of this overlay entry is '\(date)', not a date (YYYY-MM-DD)")
    }
    _ = keys.integer("page")
    let target = keys.requiredText("target")
    let changes = ["set", "add", "remove"].compactMap(keys.entry)
    guard changes.count == 1, let change = changes.first else {
      let found = changes.isEmpty ? "none" : changes.map { "'\($0.key)'" }.joined(separator: " and ")
      report.add(
        .overlayMalformed, at: changes.last?.keySpan ?? place,
        "an overlay entry has exactly one of 'set', 'add' and 'remove', and this has \(found)")
      return nil
    }
    switch change.key {
    case "remove":
      guard let remove = keys.flag("remove") else { return nil }
      if !remove {
        report.add(.overlayMalformed, at: change.value.span, "'remove' can only be true")
        return nil
      }
      self.change = .remove
    default:
      guard let entries = keys.mapping(change.key) else { return nil }
      if entries.isEmpty {
        report.add(.overlayMalformed, at: change.keySpan, "'\(change.key)' of this overlay entry holds nothing")
        return nil
      }
      self.change = change.key == "set" ? .set(entries) : .add(entries)
    }
    guard let target, let targetEntry = keys.entry("target") else { return nil }
    self.target = target
    targetSpan = targetEntry.value.span
    changeSpan = change.keySpan
  }
}
