import TestSupport
import Testing

@testable import SwiftEmitter

@Suite("Differences of texts")
struct LineDiffTests {
  /// Lines of few kinds, so that they repeat.
  private func text(_ count: Int, _ random: inout SplitMix64) -> [String] {
    (0..<count).map { _ in "line \(random.next() % 5)" }
  }

  @Test("Both texts can be put together again, and no difference is shorter", arguments: 0..<200)
  func faithfulAndShortest(seed: Int) {
    var random = SplitMix64(seed: UInt64(seed))
    let old = text(Int(random.next() % 12), &random)
    let new = text(Int(random.next() % 12), &random)
    let diff = LineDiff(from: old.joined(separator: "\n"), to: new.joined(separator: "\n"))
    var left: [String] = []
    var right: [String] = []
    for line in diff.lines {
      switch line {
      case .same(let line):
        left.append(String(line))
        right.append(String(line))
      case .removed(let line): left.append(String(line))
      case .added(let line): right.append(String(line))
      }
    }
    #expect(left == old)
    #expect(right == new)
    #expect(diff.count.added + diff.count.removed == old.count + new.count - 2 * longestCommon(old, new))
  }

  private func longestCommon(_ a: [String], _ b: [String]) -> Int {
    var row = [Int](repeating: 0, count: b.count + 1)
    for x in a {
      var corner = 0
      for (index, y) in b.enumerated() {
        let above = row[index + 1]
        row[index + 1] = x == y ? corner + 1 : max(above, row[index])
        corner = above
      }
    }
    return row[b.count]
  }

  @Test("Differences that lie apart are shown apart, with three lines around each")
  func hunks() {
    let old = (1...30).map { "line \($0)" }
    var new = old
    new[4] = "changed"
    new.insert("inserted", at: 20)
    let diff = LineDiff(from: old.joined(separator: "\n"), to: new.joined(separator: "\n"))
    #expect(
      diff.unified(from: "a", to: "b") == """
        --- a
        +++ b
        @@ -2,7 +2,7 @@
         line 2
         line 3
         line 4
        -line 5
        +changed
         line 6
         line 7
         line 8
        @@ -18,6 +18,7 @@
         line 18
         line 19
         line 20
        +inserted
         line 21
         line 22
         line 23

        """)
  }

  @Test("Nothing is printed where nothing differs")
  func same() {
    #expect(LineDiff(from: "a\nb\n", to: "a\nb\n").unified(from: "a", to: "b").isEmpty)
  }

  @Test("Texts that have little in common are compared in bounded time, and printed in bounded length")
  func bounded() {
    let old = (0..<40_000).map { "old \($0)" }.joined(separator: "\n")
    let new = (0..<40_000).map { "new \($0)" }.joined(separator: "\n")
    let diff = LineDiff(from: old, to: new)
    #expect(diff.count == (40_000, 40_000))
    let text = diff.unified(from: "a", to: "b", maximum: 10)
    #expect(text.split(separator: "\n").count == 13)
    #expect(text.hasSuffix("… 79991 more lines\n"))
  }
}
