import TerminalOutput

/// "Did you mean": the nearest name by edit distance.
package enum Suggestion {
  /// The candidate that differs least from `name`, if it differs by no more than about a third of its letters.
  /// Of equally near ones it is the first in alphabetical order, so that the answer does not depend on any order.
  package static func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
    let wanted = Array(name.lowercased().utf8.prefix(64))
    guard !wanted.isEmpty else { return nil }
    var best: (name: String, distance: Int)?
    for candidate in candidates where candidate != name {
      let other = Array(candidate.lowercased().utf8.prefix(64))
      // One letter makes all the difference between very short names.
      let shorter = min(wanted.count, other.count)
      let allowed = shorter < 3 ? 0 : max(1, shorter / 3)
      guard abs(other.count - wanted.count) <= allowed else { continue }
      let distance = EditDistance.between(wanted, other)
      guard distance <= allowed else { continue }
      if let known = best, (known.distance, known.name) <= (distance, candidate) { continue }
      best = (candidate, distance)
    }
    return best?.name
  }

  /// `; did you mean 'x'?`, or nothing.
  static func clause(for name: String, among candidates: some Sequence<String>) -> String {
    nearest(to: name, among: candidates).map { "; did you mean '\($0)'?" } ?? ""
  }

  /// The same for a key. One that holds an allowed one among its words means that one, as `max-length` does `length`;
  /// so does what schemas of other kinds call it.
  static func clause(forKey name: String, among allowed: [String]) -> String {
    let nearest = nearest(to: name, among: allowed)
    let words = SwiftName.words(of: name)
    let means =
      nearest ?? foreign[name].flatMap { allowed.contains($0) ? $0 : nil }
      ?? allowed.filter { $0 != "type" && words.contains($0) }.min()
    return means.map { "; did you mean '\($0)'?" } ?? ""
  }

  /// Keys of JSON Schema and OpenAPI → the catalog's.
  private static let foreign = [
    "description": "about", "enum": "values", "properties": "object", "maximum": "range", "minimum": "range",
    "max": "range", "min": "range", "operationId": "swift", "title": "summary",
  ]
}
