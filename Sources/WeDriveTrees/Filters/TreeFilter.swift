/// Which entries of a tree take part. What is left out is left alone on both sides: neither sent nor deleted.
///
/// The first rule that matches decides. What no rule matches takes part, unless something was to be included by
/// ``include(_:)``.
public struct TreeFilter: Sendable {
  private struct Rule: Sendable {
    let takes: Bool
    let pattern: GlobPattern
  }

  private var rules: [Rule] = []
  private var leavesOthers = false
  /// The sizes of files that take part, in bytes.
  public var sizes: ClosedRange<UInt64> = 0...UInt64.max
  /// Only files that were changed at this time or later take part, in seconds since 1970.
  public var newerThan: UInt64?

  /// Everything takes part.
  public static let everything = TreeFilter()

  /// Everything takes part.
  public init() {}

  /// Lets entries take part that match a pattern, and in the end nothing else.
  ///
  /// - Throws: ``TreeError/invalid(text:reason:)`` for a pattern that is none.
  public mutating func include(_ pattern: String) throws(TreeError) {
    rules.append(Rule(takes: true, pattern: try GlobPattern(pattern)))
    leavesOthers = true
  }

  /// Leaves out entries that match a pattern.
  ///
  /// - Throws: ``TreeError/invalid(text:reason:)`` for a pattern that is none.
  public mutating func exclude(_ pattern: String) throws(TreeError) {
    rules.append(Rule(takes: false, pattern: try GlobPattern(pattern)))
  }

  /// Adds the rules of a text: a line `+ pattern` or `- pattern` each; lines that begin with `#` say nothing.
  ///
  /// - Throws: ``TreeError/invalid(text:reason:)`` with the line that is none of these.
  public mutating func add(rules text: String, from source: String) throws(TreeError) {
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let line = line.last == "\r" ? line.dropLast() : line
      if line.isEmpty || line.hasPrefix("#") { continue }
      guard line.hasPrefix("+ ") || line.hasPrefix("- ") else {
        throw .invalid(text: "\(source):\(number + 1)", reason: "is neither `+ pattern` nor `- pattern`")
      }
      rules.append(Rule(takes: line.hasPrefix("+"), pattern: try GlobPattern(String(line.dropFirst(2)))))
    }
  }

  /// Names that are never sent and never fetched: what this library itself keeps at the service.
  static func isOwn(_ name: EntryName) -> Bool {
    name.bytes.starts(with: Self.ownPrefix) || name.bytes.starts(with: Self.treePrefix)
  }
  private static let ownPrefix = Array(".wedrive-staging".utf8)
  private static let treePrefix = Array(".wedrive-tree".utf8)

  /// Whether a file or document takes part.
  func takes(_ path: TreePath, size: UInt64, modified: UInt64) -> Bool {
    guard sizes.contains(size) else { return false }
    if let newerThan, modified < newerThan { return false }
    for rule in rules where rule.pattern.match(path, isFolder: false) == .yes { return rule.takes }
    return !leavesOthers
  }

  /// Whether something in a folder may take part; one where nothing may is not listed.
  func mayTakeBelow(_ path: TreePath) -> Bool {
    for rule in rules {
      switch rule.pattern.match(path, isFolder: true) {
      case .yes: return rule.takes
      case .below where rule.takes: return true
      case .below, .no: continue
      }
    }
    return !leavesOthers
  }

  /// Whether a folder itself takes part, even if it is empty.
  func takesFolder(_ path: TreePath) -> Bool {
    for rule in rules where rule.pattern.match(path, isFolder: true) == .yes { return rule.takes }
    return !leavesOthers
  }

  /// The same filter has the same text.
  var text: String {
    rules.map { ($0.takes ? "+ " : "- ") + $0.pattern.text }.joined(separator: "\n") + "\n\(leavesOthers) \(sizes)"
  }
}
