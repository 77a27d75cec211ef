import TerminalOutput

/// What was probably meant.
enum Suggestion {
  /// The name that is nearest to `word`, if any is near enough to be a slip; otherwise the shortest that has a part which
  /// is, as `mng_capacity` has for `capacity`.
  static func nearest(to word: String, among names: some Sequence<String>) -> String? {
    let names = Array(names)
    let limit = max(1, word.count / 3)
    let letters = Array(word.lowercased())
    let near = names.map { (name: $0, distance: EditDistance.between(Array($0.lowercased()), letters)) }.filter {
      $0.distance <= limit
    }
    if let best = near.min(by: { ($0.distance, $0.name) < ($1.distance, $1.name) }) { return best.name }
    guard word.count > 2 else { return nil }
    let partial = names.filter {
      $0.lowercased().split(separator: "_").contains { EditDistance.between(Array($0), letters) <= limit }
    }
    return partial.min { ($0.count, $0) < ($1.count, $1) }
  }
}
