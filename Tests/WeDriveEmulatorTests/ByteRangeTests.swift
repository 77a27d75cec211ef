import Testing

@testable import WeDriveEmulator

@Suite("Byte ranges")
struct ByteRangeTests {
  @Test(
    "A header of ten bytes of content",
    arguments: [
      (nil, ByteRange.whole), ("bytes=0-", .part(0..<10)), ("bytes=3-5", .part(3..<6)), ("bytes=3-99", .part(3..<10)),
      ("bytes=9-9", .part(9..<10)), ("bytes=10-", .unsatisfiable), ("bytes=10-12", .unsatisfiable),
      ("bytes=-4", .part(6..<10)), ("bytes=-40", .part(0..<10)), ("bytes=-0", .unsatisfiable), ("bytes=5-3", .whole),
      ("bytes=0-1,4-5", .whole), ("lines=1-2", .whole), ("bytes=", .whole), ("bytes=-", .whole), ("bytes=x-y", .whole),
      ("bytes=0-18446744073709551615", .part(0..<10)), ("bytes=0-18446744073709551616", .whole),
    ] as [(String?, ByteRange)])
  func parses(header: String?, expected: ByteRange) {
    #expect(ByteRange(header, size: 10) == expected)
  }

  @Test("An empty content has no part")
  func empty() {
    #expect(ByteRange("bytes=0-", size: 0) == .unsatisfiable)
    #expect(ByteRange("bytes=-5", size: 0) == .unsatisfiable)
    #expect(ByteRange(nil, size: 0) == .whole)
  }
}
