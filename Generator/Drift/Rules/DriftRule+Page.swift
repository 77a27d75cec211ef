import Findings

extension DriftRule {
  /// What `wedrive-spec explain <id>` prints.
  public var page: String {
    let wayBack =
      switch mirror {
      case .rule(let id): "The way back is \(id)."
      case .itself: "The way back is the same."
      case .waived(let reason): reason
      }
    return "\(id) (\(level.rawValue) of `wedrive-spec diff`)\n\n… \(phrase). In Swift: \(effect.phrase).\n\n"
      + "\(explanation)\n\n\(wayBack)\n"
  }

  /// What `wedrive-spec explain` prints: every id with its line.
  public static var index: String {
    let width = (all.map(\.id.count).max() ?? 0) + 2
    return all.map { rule in
      let level = rule.level.rawValue
      return rule.id + String(repeating: " ", count: width - rule.id.count)
        + level + String(repeating: " ", count: 9 - level.count) + "… \(rule.phrase)\n"
    }.joined()
  }
}
