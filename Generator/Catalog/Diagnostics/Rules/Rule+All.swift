extension Rule {
  /// The one table, in the order in which `explain` lists it.
  public static let all: [Rule] = files + shape + references + duplicates + naming + fields + calls + overlay

  /// The rule with an id.
  public static func named(_ id: String) -> Rule? { all.first { $0.id == id } }

  /// The id that was probably meant: of this table, or one of others.
  public static func suggestion(for id: String, or others: [String] = []) -> String? {
    Suggestion.nearest(to: id, among: all.map(\.id) + others)
  }
}

extension Rule {
  /// What `wedrive-spec explain <id>` prints.
  public var page: String {
    let indented = example.split(separator: "\n", omittingEmptySubsequences: false).map {
      $0.isEmpty ? "" : "    \($0)"
    }
    return "\(id) (\(severity.rawValue))\n\n\(summary)\n\n\(explanation)\n\n\(indented.joined(separator: "\n"))\n"
  }

  /// What `wedrive-spec explain` prints: every id with its line.
  public static var index: String {
    let width = (all.map(\.id.count).max() ?? 0) + 2
    return all.map { $0.id + String(repeating: " ", count: width - $0.id.count) + $0.summary + "\n" }.joined()
  }
}
