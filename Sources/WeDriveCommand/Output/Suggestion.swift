/// What was probably meant.
enum Suggestion {
  /// The name that is nearest to `word`, if any is near enough to be a slip; otherwise the shortest that has a part which
  /// is, as `mng_capacity` has for `capacity`.
  static func nearest(to word: String, among names: some Sequence<String>) -> String? {
    let names = Array(names)
    let limit = max(1, word.count / 3)
    let word = word.lowercased()
    let near = names.map { (name: $0, distance: distance($0.lowercased(), word)) }.filter { $0.distance <= limit }
    if let best = near.min(by: { ($0.distance, $0.name) < ($1.distance, $1.name) }) { return best.name }
    guard word.count > 2 else { return nil }
    let partial = names.filter {
      $0.lowercased().split(separator: "_").contains { distance(String($0), word) <= limit }
    }
    return partial.min { ($0.count, $0) < ($1.count, $1) }
  }

  /// Insertions, deletions, replacements and swaps of neighbours that turn one word into the other.
  static func distance(_ first: String, _ second: String) -> Int {
    let (a, b) = (Array(first), Array(second))
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var best = min(row[j] + 1, last[j + 1] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, beforeLast[j - 1] + 1) }
        row.append(best)
      }
      (beforeLast, last) = (last, row)
    }
    return last[b.count]
  }
}
