/// The difference of two texts, line by line.
struct LineDiff {
  enum Line: Equatable {
    case same(Substring), removed(Substring), added(Substring)
  }

  /// Texts that differ in more lines than this are shown as replaced altogether between their first and their last
  /// difference: the search takes time and memory by the square of that number.
  static let maximumDifferences = 1_000

  let lines: [Line]

  init(from old: String, to new: String) {
    var old = Self.split(old)[...]
    var new = Self.split(new)[...]
    var head: [Line] = []
    while let line = old.first, line == new.first {
      head.append(.same(line))
      old.removeFirst()
      new.removeFirst()
    }
    var tail: [Line] = []
    while let line = old.last, line == new.last {
      tail.append(.same(line))
      old.removeLast()
      new.removeLast()
    }
    lines = head + Self.middle(Array(old), Array(new)) + tail.reversed()
  }

  /// How many lines were added or removed.
  var count: (added: Int, removed: Int) {
    lines.reduce(into: (0, 0)) { count, line in
      switch line {
      case .added: count.0 += 1
      case .removed: count.1 += 1
      case .same: break
      }
    }
  }

  private static func split(_ text: String) -> [Substring] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  /// The shortest way from one to the other, after Myers.
  private static func middle(_ old: [Substring], _ new: [Substring]) -> [Line] {
    let replaced = old.map(Line.removed) + new.map(Line.added)
    guard !old.isEmpty, !new.isEmpty else { return replaced }
    let maximum = min(old.count + new.count, maximumDifferences)
    // How far into `old` each diagonal was reached with so many differences; diagonals from -most to most.
    var reach = [Int](repeating: 0, count: 2 * maximum + 2)
    var history: [[Int]] = []
    for differences in 0...maximum {
      history.append(reach)
      for diagonal in stride(from: -differences, through: differences, by: 2) {
        var x =
          isDown(diagonal, differences, reach, maximum)
          ? reach[diagonal + 1 + maximum] : reach[diagonal - 1 + maximum] + 1
        while x < old.count, x - diagonal < new.count, old[x] == new[x - diagonal] { x += 1 }
        reach[diagonal + maximum] = x
        if x >= old.count, x - diagonal >= new.count { return path(history, old, new, maximum) }
      }
    }
    return replaced
  }

  /// Whether the best way onto a diagonal is by a line added, rather than by one removed.
  private static func isDown(_ diagonal: Int, _ differences: Int, _ reach: [Int], _ maximum: Int) -> Bool {
    diagonal == -differences
      || (diagonal != differences && reach[diagonal - 1 + maximum] < reach[diagonal + 1 + maximum])
  }

  /// Follows the steps back from the end.
  private static func path(_ history: [[Int]], _ old: [Substring], _ new: [Substring], _ maximum: Int) -> [Line] {
    var lines: [Line] = []
    var x = old.count
    var y = new.count
    for (differences, reach) in history.enumerated().reversed() where x > 0 || y > 0 {
      let diagonal = x - y
      let isDown = isDown(diagonal, differences, reach, maximum)
      let before = isDown ? diagonal + 1 : diagonal - 1
      let startX = differences == 0 ? 0 : reach[before + maximum]
      let startY = differences == 0 ? 0 : startX - before
      while x > startX, y > startY {
        lines.append(.same(old[x - 1]))
        x -= 1
        y -= 1
      }
      guard differences > 0 else { break }
      lines.append(isDown ? .added(new[y - 1]) : .removed(old[x - 1]))
      x = startX
      y = startY
    }
    return lines.reversed()
  }
}

extension LineDiff {
  /// Lines of context around each difference.
  private static let context = 3

  /// As `diff -u` prints it; empty where nothing differs. What exceeds `most` lines is left out and counted.
  func unified(from old: String, to new: String, maximum: Int = 400) -> String {
    var text: [String] = []
    var oldLine = 1
    var newLine = 1
    for (range, lead) in hunks {
      for line in lines[lead] {
        if line.isOld { oldLine += 1 }
        if line.isNew { newLine += 1 }
      }
      let hunk = lines[range]
      let removed = hunk.count(where: \.isOld)
      let added = hunk.count(where: \.isNew)
      // An empty side is said to be at the line before.
      text.append(
        "@@ -\(removed == 0 ? oldLine - 1 : oldLine),\(removed) +\(added == 0 ? newLine - 1 : newLine),\(added) @@")
      text += hunk.map(\.text)
      oldLine += removed
      newLine += added
    }
    guard !text.isEmpty else { return "" }
    var shown = ["--- \(old)", "+++ \(new)"] + text.prefix(maximum)
    if text.count > maximum { shown.append("… \(text.count - maximum) more lines") }
    return shown.joined(separator: "\n") + "\n"
  }

  /// Ranges of lines to show, each with the lines that are passed over before it.
  private var hunks: [(shown: Range<Int>, before: Range<Int>)] {
    var ranges: [Range<Int>] = []
    for (index, line) in lines.enumerated() where !(line.isOld && line.isNew) {
      let range = max(0, index - Self.context)..<min(lines.count, index + Self.context + 1)
      if let last = ranges.last, range.lowerBound <= last.upperBound {
        ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
      } else {
        ranges.append(range)
      }
    }
    var end = 0
    return ranges.map { range in
      defer { end = range.upperBound }
      return (range, end..<range.lowerBound)
    }
  }
}

extension LineDiff.Line {
  fileprivate var isOld: Bool { if case .added = self { false } else { true } }
  fileprivate var isNew: Bool { if case .removed = self { false } else { true } }

  fileprivate var text: String {
    switch self {
    case .same(let line): " \(line)"
    case .removed(let line): "-\(line)"
    case .added(let line): "+\(line)"
    }
  }
}
