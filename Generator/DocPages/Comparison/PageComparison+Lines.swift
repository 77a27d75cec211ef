extension PageComparison {
  /// Tells which lines have changed since the page was reviewed and are not what a finding is about. A page that documents
  /// nothing was found to be an overview by its review, and is not told again before it changes.
  mutating func compareLines(with lock: PagesLock) {
    guard let entry = lock.entry(of: page.numbers) else { return }
    let isOverview = page.documentsNothing
    if isOverview { withdraw(.nothingRead) }
    let told = Set((findings + explained).filter { $0.rule != .remark(.sampleRepaired) }.map(\.page.line))
    let changed = page.lines.changes(since: entry.lines).filter { !told.contains($0) && !page.dateLines.contains($0) }
    guard let first = changed.first else { return }
    let isOlder = page.updated.map { date in entry.date.map { date < $0 } ?? false } ?? (entry.date != nil)
    let count = changed.count == 1 ? "1 line has" : "\(changed.count) lines have"
    let shown = changed.prefix(PageComparison.maximumLines).map(String.init).joined(separator: ", ")
    let more =
      changed.count > PageComparison.maximumLines ? " and \(changed.count - PageComparison.maximumLines) more" : ""
    if isOverview, !isOlder { remarkOnPage(.nothingRead) }
    let since = entry.date.map { " of \($0)" } ?? ""
    add(
      isOlder ? .linesDiffer : .linesChanged, call: nil, ["pages.\(entry.page)"], at: Excerpt(line: first, scalars: []),
      nil,
      "\(count) changed since the reviewed page\(since) in a way that no finding is about: \(shown)\(more)")
  }

  /// How many lines are listed.
  private static let maximumLines = 40
}
