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
