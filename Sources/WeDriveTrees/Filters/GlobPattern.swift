/// A pattern for paths, as in `.gitignore`.
///
/// `*` is any text without `/`, `?` any character but `/`, `[a-z]` and `[!a-z]` one of several, `**` any text, `\` takes the
/// next character as it is. A pattern with a `/` at its start or within is for the whole path; others are for a name at any
/// depth. One with a `/` at its end is for folders only. What matches a folder matches everything in it.
struct GlobPattern: Sendable {
  private enum Token: Sendable {
    case one(Unicode.Scalar)
    case any
    case oneOf([ClosedRange<Unicode.Scalar>], isNegated: Bool)
    /// Any text without a separator.
    case star
    /// Any text.
    case globstar
  }

  /// The pattern as it was written.
  let text: String
  private let tokens: [Token]
  private let isForFolders: Bool

  /// - Throws: ``TreeError/invalid(text:reason:)`` for a pattern that is empty, or a `[` without its end.
  init(_ text: String) throws(TreeError) {
    self.text = text
    var scalars = Array(text.unicodeScalars)
    isForFolders = scalars.last == "/"
    if isForFolders { scalars.removeLast() }
    let isAnchored = scalars.contains("/")
    if scalars.first == "/" { scalars.removeFirst() }
    guard !scalars.isEmpty else { throw .invalid(text: text, reason: "is an empty pattern") }
    var tokens: [Token] = []
    if !isAnchored { tokens.append(.globstar) }
    var index = 0
    while index < scalars.count {
      let scalar = scalars[index]
      index += 1
      switch scalar {
      case "*":
        let begins = index == 1 || scalars[index - 2] == "/"
        var stars = 1
        while index < scalars.count, scalars[index] == "*" { (index, stars) = (index + 1, stars + 1) }
        let ends = index == scalars.count || scalars[index] == "/"
        guard stars == 2, begins, ends else {
          tokens.append(.star)
          continue
        }
        // `a/**/b` is also `a/b`: the separator behind the stars belongs to them.
        if index < scalars.count { index += 1 }
        tokens.append(.globstar)
      case "?": tokens.append(.any)
      case "[":
        guard let (ranges, isNegated, end) = Self.ranges(scalars, from: index) else {
          throw .invalid(text: text, reason: "has a [ without its ]")
        }
        tokens.append(.oneOf(ranges, isNegated: isNegated))
        index = end
      case "\\" where index < scalars.count:
        tokens.append(.one(scalars[index]))
        index += 1
      default: tokens.append(.one(scalar))
      }
    }
    self.tokens = tokens
  }

  private static func ranges(
    _ scalars: [Unicode.Scalar], from start: Int
  ) -> (ranges: [ClosedRange<Unicode.Scalar>], isNegated: Bool, end: Int)? {
    var index = start
    let isNegated = index < scalars.count && (scalars[index] == "!" || scalars[index] == "^")
    if isNegated { index += 1 }
    var ranges: [ClosedRange<Unicode.Scalar>] = []
    let first = index
    while index < scalars.count {
      let low = scalars[index]
      if low == "]", index > first { return (ranges, isNegated, index + 1) }
      if index + 2 < scalars.count, scalars[index + 1] == "-", scalars[index + 2] != "]" {
        let high = scalars[index + 2]
        if low <= high { ranges.append(low...high) }
        index += 3
      } else {
        ranges.append(low...low)
        index += 1
      }
    }
    return nil
  }

  /// What is known of a path.
  enum Match: Sendable {
    case no
    /// The path does not match, but something below it may.
    case below
    case yes
  }

  /// Compares a path, or for a pattern without `/` its names.
  func match(_ path: TreePath, isFolder: Bool) -> Match {
    let scalars = Array(path.text.unicodeScalars)
    var states = Set<Int>()
    add(0, to: &states)
    for (index, scalar) in scalars.enumerated() {
      // What matches a folder on the way matches what is in it.
      if scalar == "/", states.contains(tokens.count), index > 0 { return .yes }
      var next = Set<Int>()
      for state in states where state < tokens.count {
        switch tokens[state] {
        case .one(let expected): if scalar == expected { add(state + 1, to: &next) }
        case .any: if scalar != "/" { add(state + 1, to: &next) }
        case .oneOf(let ranges, let isNegated):
          if scalar != "/", ranges.contains(where: { $0.contains(scalar) }) != isNegated { add(state + 1, to: &next) }
        case .star: if scalar != "/" { add(state, to: &next) }
        case .globstar:
          next.insert(state)
          // What follows begins where a name does.
          if scalar == "/" || state == tokens.count - 1 { add(state + 1, to: &next) }
        }
      }
      states = next
    }
    if states.contains(tokens.count), isFolder || !isForFolders { return .yes }
    guard isFolder else { return .no }
    // One step further: into the folder.
    let isOpen = states.contains { state in
      guard state < tokens.count else { return true }
      switch tokens[state] {
      case .globstar: return true
      case .one(let expected): return expected == "/"
      default: return false
      }
    }
    return isOpen ? .below : .no
  }

  /// Adds a state, and those that it passes without taking anything.
  private func add(_ state: Int, to states: inout Set<Int>) {
    guard states.insert(state).inserted, state < tokens.count else { return }
    switch tokens[state] {
    case .star: add(state + 1, to: &states)
    case .globstar: add(state + 1, to: &states)
    default: break
    }
  }
}

/// A pattern for single names, such as `*.pdf`.
public struct NamePattern: Sendable {
  private let pattern: GlobPattern

  /// - Throws: ``TreeError/invalid(text:reason:)`` for a pattern that is none, or has a `/`.
  public init(_ text: String) throws(TreeError) {
    guard !text.contains("/") else { throw .invalid(text: text, reason: "has a /, which no name has") }
    pattern = try GlobPattern(text)
  }

  /// Whether a name looks like it.
  public func matches(_ name: EntryName) -> Bool {
    pattern.match(TreePath(bytes: name.bytes.map { $0 == UInt8(ascii: "/") ? UInt8(ascii: "_") : $0 }), isFolder: false)
      == .yes
  }
}
