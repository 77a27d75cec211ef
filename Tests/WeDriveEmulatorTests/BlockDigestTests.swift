import Testing

@testable import WeDriveEmulator

@Suite("The digests of the chunk protocol")
struct BlockDigestTests {
  /// Bytes 0 to 250, over and over.
  private func pattern(_ count: Int) -> [UInt8] { (0..<count).map { UInt8($0 % 251) } }

  private func verifies(_ content: [UInt8], _ blockSHA: [String]) -> Bool {
    (1...blockSHA.count).allSatisfy { index in
      let start = (index - 1) * BlockDigest.blockSize
      let part = Array(content[start..<min(start + BlockDigest.blockSize, content.count)])
      return BlockDigest.verify(part, part: index, of: blockSHA)
    }
  }

  @Test("The published example verifies part by part")
  func publishedExample() {
    let line = Array("1234567890\r\n".utf8)
    let content = (0..<5_999_998).map { line[$0 % 12] }
    #expect(
      verifies(
        content,
        [
          "5186fee37e9f7e77a1f6bea8d4e32638d5186d44", "cf540965f3190bc0c6367147ab0ac64dc9eff6a0",
          "bda1e884e1cb23a5cbdea73d2e00e23baa72d2f5",
        ]))
  }

  @Test(
    "Every size around a block's border verifies",
    arguments: [
      (2_097_151, ["f7897dd9b7edfec862b78ec105b8697aeca00812"]),
      (2_097_152, ["20e1307de838fb67c28577c7ec9d1c6288eb2883"]),
      (2_097_153, ["657c72d675f1e792607e5c0a7405f66cbdb8c290", "dc7347cdc287a0f623639553a5fde5012184f78e"]),
      (4_194_304, ["657c72d675f1e792607e5c0a7405f66cbdb8c290", "077c791119e055e7a0ae5e507089a3f9114836f5"]),
      (
        4_194_305,
        [
          "657c72d675f1e792607e5c0a7405f66cbdb8c290", "4b64438a2a84291379ac6d3fa0f0b1a3e8fd28ea",
          "b4af8f5269b5a9aede8417cf4f698f4d9c65b23a",
        ]
      ),
    ])
  func borders(size: Int, blockSHA: [String]) {
    #expect(BlockDigest.blockCount(of: UInt64(size)) == blockSHA.count)
    #expect(verifies(pattern(size), blockSHA))
  }

  @Test("One wrong bit, a wrong place or a wrong length is noticed")
  func mistakes() {
    let blockSHA = ["657c72d675f1e792607e5c0a7405f66cbdb8c290", "dc7347cdc287a0f623639553a5fde5012184f78e"]
    let content = pattern(2_097_153)
    var first = Array(content[..<BlockDigest.blockSize])
    #expect(BlockDigest.verify(first, part: 1, of: blockSHA))
    #expect(!BlockDigest.verify(first, part: 2, of: blockSHA))
    #expect(!BlockDigest.verify(Array(first.dropLast()), part: 1, of: blockSHA))
    #expect(!BlockDigest.verify(first, part: 0, of: blockSHA))
    #expect(!BlockDigest.verify(first, part: 3, of: blockSHA))
    first[77] ^= 1
    #expect(!BlockDigest.verify(first, part: 1, of: blockSHA))
    // The digest of each prefix on its own, which a careless client sends, is something else.
    #expect(!BlockDigest.verify(Array(content[..<BlockDigest.blockSize]), part: 1, of: [BlockDigest.sha1(first), ""]))
  }

  @Test("Whole digests are the ordinary ones")
  func whole() {
    #expect(BlockDigest.sha1(Array("abc".utf8)) == "a9993e364706816aba3e25717850c26c9cd0d89d")
    #expect(BlockDigest.md5(Array("abc".utf8)) == "900150983cd24fb0d6963f7d28e17f72")
    #expect(BlockDigest.md5([]) == "d41d8cd98f00b204e9800998ecf8427e")
  }
}
