import Testing

@testable import WeDriveRuntime

@Suite struct PageProgressTests {
  /// How many pages are fetched before the walk is stopped; nil if it is not within 1,000.
  private func pages<Cursor: Equatable & Sendable>(
    from start: Cursor?, empty: Bool = false, _ next: (Int) -> Cursor?
  ) -> Int? {
    var progress = PageProgress<Cursor>()
    var start = start
    for page in 1...1000 {
      let following = next(page)
      if progress.stall(at: start, next: following, isEmpty: empty) != nil { return page }
      start = following
    }
    return nil
  }

  @Test func `an offset has to grow`() {
    #expect(pages(from: UInt32(0)) { $0.isMultiple(of: 2) ? 3 : 5 } == 2)
    #expect(pages(from: UInt32(0)) { _ in 5 } == 2)
    #expect(pages(from: UInt32(0)) { _ in 0 } == 1)
    #expect(pages(from: Int64(0)) { _ in -1 } == 1)
    #expect(pages(from: UInt32(0)) { UInt32($0) * 10 } == nil)
  }

  @Test(arguments: [1, 2, 3, 7, 50]) func `a circle of cursors is found`(length: Int) throws {
    let found = try #require(pages(from: "") { "c\($0 % length)" })
    #expect(found <= 4 * length + 1)
    let late = try #require(pages(from: "") { $0 < 20 ? "a\($0)" : "c\($0 % length)" })
    #expect(late <= 4 * (20 + length))
  }

  @Test func `cursors that do not come again go on`() { #expect(pages(from: "") { "c\($0)" } == nil) }

  @Test func `so many empty pages in a row are the end`() {
    #expect(pages(from: UInt32(0), empty: true) { UInt32($0) } == PageProgress<UInt32>.maximumEmptyPages)
    #expect(pages(from: "" as String?) { _ in nil } == 1)
  }
}
