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
