/// The lines of a page, each as a short hash of what it says, for telling which ones have changed.
struct PageLineHashes: Sendable {
  /// The line's number and its hash, for each line that is not empty.
  private(set) var lines: [(number: Int, hash: UInt32)] = []

  init(_ lines: [Excerpt]) {
    var lines = lines[...]
    // What stands in a page's head differs from copy to copy.
    if lines.first?.trimmed.text == "---",
      let end = lines.dropFirst().prefix(100).firstIndex(where: { $0.trimmed.text == "---" })
    {
      lines = lines[(end + 1)...]
    }
    for line in lines {
      guard let hash = PageLineHashes.hash(line) else { continue }
      self.lines.append((line.line, hash))
    }
  }

  var hashes: [UInt32] { lines.map(\.hash) }

  /// FNV-1a, folded to 24 bits; nil for a line without text. Space, rules and marks around words count for nothing.
  private static func hash(_ line: Excerpt) -> UInt32? {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    var isEmpty = true
    var isAfterSpace = false
    for scalar in line.trimmed.scalars where !"*`#".unicodeScalars.contains(scalar) {
      if scalar.isPageSpace {
        isAfterSpace = true
        continue
      }
      if isAfterSpace, !isEmpty { hash = (hash ^ 0x20) &* 0x100_0000_01b3 }
      isAfterSpace = false
      isEmpty = false
      hash = (hash ^ UInt64(scalar.value)) &* 0x100_0000_01b3
    }
    return isEmpty ? nil : UInt32(truncatingIfNeeded: (hash >> 48) ^ (hash >> 24) ^ hash) & 0xFF_FFFF
  }

  /// Most lines that are set against each other in order; of more, it is only told which ones are new.
  private static let maximumCompared = 10_000

  /// What differs from the reviewed lines: numbers of new and changed lines, and of the lines before which some are gone.
  func changes(since reviewed: [UInt32]) -> [Int] {
    guard hashes.count + reviewed.count <= PageLineHashes.maximumCompared else {
      let known = Set(reviewed)
      return lines.filter { !known.contains($0.hash) }.map(\.number)
    }
    let difference = hashes.difference(from: reviewed)
    var changed = Set(
      difference.insertions.compactMap { change in
        if case .insert(let offset, _, _) = change { lines[offset].number } else { nil }
      })
    // A line that is gone is told where it stood; if another came there, that one is told already.
    var removed = Set(
      difference.removals.compactMap { change in if case .remove(let offset, _, _) = change { offset } else { nil } })
    var inserted = Set(
      difference.insertions.compactMap { change in if case .insert(let offset, _, _) = change { offset } else { nil } })
    var old = 0
    var new = 0
    while !removed.isEmpty {
      if removed.contains(old) {
        var hasReplacement = false
        while removed.remove(old) != nil { old += 1 }
        while inserted.remove(new) != nil {
          new += 1
          hasReplacement = true
        }
        if !hasReplacement { changed.insert(lines.isEmpty ? 1 : lines[min(new, lines.count - 1)].number) }
      } else {
        while inserted.remove(new) != nil { new += 1 }
        old += 1
        new += 1
      }
    }
    return changed.sorted()
  }
}
