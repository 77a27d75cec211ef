/// One correction: what it changes, and on what evidence.
struct OverlayEntry {
  enum Change {
    /// Keys to put on the target's mapping; null removes the key.
    case set([Node.Entry])
    /// New children of the target's mapping.
    case add([Node.Entry])
    case remove
    /// Nothing: pages that differ in this way are right in what they say, or known to be wrong.
    case accept(PageDeviation)
  }

  let target: String
  let targetSpan: Span
  let change: Change
  /// The place of `set`, `add` or `remove`.
  let changeSpan: Span
  private let documented: String
  private let evidence: String
  private let page: String?
  private let edition: String?

  var path: [String] { target.split(separator: ".", omittingEmptySubsequences: false).map(String.init) }

  /// Nil, with diagnostics, if the entry is not well formed.
  init?(_ node: Node, report: Report) {
    let place = node.entries?.first?.keySpan ?? node.span
    guard let keys = KeyReader(node, .correction, owner: "this overlay entry", at: place, report: report) else {
      return nil
    }
    documented = keys.text("documented") ?? ""
    evidence = keys.text("evidence") ?? ""
    _ = keys.pastDay("date")
    edition = keys.pastDay("edition")
    page = keys.text("page")
    let target = keys.text("target")
    let changes = ["set", "add", "remove", "accept"].compactMap(keys.entry)
    guard changes.count == 1, let change = changes.first else {
      let found = changes.isEmpty ? "none" : changes.map { "'\($0.key)'" }.joined(separator: " and ")
      report.add(
        .overlayMalformed, at: changes.last?.keySpan ?? place,
        "an overlay entry has exactly one of 'set', 'add', 'remove' and 'accept', and this has \(found)")
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
    case "accept":
      guard let deviation = keys.word("accept", PageDeviation.self) else { return nil }
      self.change = .accept(deviation)
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

  /// The entry as those see it who compare pages.
  func correction(at position: Position) -> Correction {
    let change: Correction.Change =
      switch change {
      case .set(let keys): .set(keys.map(\.key))
      case .add(let children): .add(children.map(\.key))
      case .remove: .remove
      case .accept(let deviation): .accept(deviation)
      }
    return Correction(
      target: target, change: change, documented: documented, evidence: evidence, page: page, edition: edition,
      position: position)
  }
}
