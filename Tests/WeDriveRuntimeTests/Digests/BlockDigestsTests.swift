import TestSupport
import Testing
import WeDriveRuntime

@Suite("The digests of the chunk protocol")
struct BlockDigestsTests {
  /// Bytes 0 to 250, over and over.
  /// The file of the official example.
  private static let publishedContent: [UInt8] = {
    let line = Array("1234567890\r\n".utf8)
    return (0..<5_999_998).map { line[$0 % 12] }
  }()

  /// Every published and derived vector.
  static let vectors: [(name: String, content: [UInt8], entries: [String])] = [
    (
      "published", publishedContent,
      [
        "5186fee37e9f7e77a1f6bea8d4e32638d5186d44", "cf540965f3190bc0c6367147ab0ac64dc9eff6a0",
        "bda1e884e1cb23a5cbdea73d2e00e23baa72d2f5",
      ]
    ),
    ("a", Array("a".utf8), ["86f7e437faa5a7fce15d1ddcb9eaeaea377667b8"]),
    ("abc", Array("abc".utf8), ["a9993e364706816aba3e25717850c26c9cd0d89d"]),
    ("2 MiB - 1", pattern(2_097_151), ["f7897dd9b7edfec862b78ec105b8697aeca00812"]),
    ("2 MiB", pattern(2_097_152), ["20e1307de838fb67c28577c7ec9d1c6288eb2883"]),
    (
      "2 MiB + 1", pattern(2_097_153),
      ["657c72d675f1e792607e5c0a7405f66cbdb8c290", "dc7347cdc287a0f623639553a5fde5012184f78e"]
    ),
    (
      "4 MiB", pattern(4_194_304),
      ["657c72d675f1e792607e5c0a7405f66cbdb8c290", "077c791119e055e7a0ae5e507089a3f9114836f5"]
    ),
    (
      "4 MiB + 1", pattern(4_194_305),
      [
        "657c72d675f1e792607e5c0a7405f66cbdb8c290", "4b64438a2a84291379ac6d3fa0f0b1a3e8fd28ea",
        "b4af8f5269b5a9aede8417cf4f698f4d9c65b23a",
      ]
    ),
    (
      "5 MiB", pattern(5_242_880),
      [
        "657c72d675f1e792607e5c0a7405f66cbdb8c290", "4b64438a2a84291379ac6d3fa0f0b1a3e8fd28ea",
        "4419108489f30c94a14b667ce4e51fcc62ad8b19",
      ]
    ),
    (
      "6 MiB of zeros", [UInt8](repeating: 0, count: 6_291_456),
      [
        "0e555f3d864fa4796ebc5c499da6fc8bcc0408bf", "9867dd6a8aa0918a12afbaa7c8b40c147bb8dbc3",
        "3fe7a5994304d180a443254fb3f512253be3a29d",
      ]
    ),
  ]

  @Test("Every vector comes out, whatever pieces the content arrives in", arguments: vectors.indices)
  func vector(index: Int) {
    let (name, content, entries) = Self.vectors[index]
    #expect(BlockDigests(content).entries == entries, "\(name)")
    #expect(BlockDigests(content).size == UInt64(content.count))
    for piece in [1_000_003, 2_097_152, 3_000_000] where content.count > 3 {
      var accumulator = BlockDigests.Accumulator()
      for start in stride(from: 0, to: content.count, by: piece) {
        content[start..<min(start + piece, content.count)].withUnsafeBytes { accumulator.append($0) }
      }
      #expect(accumulator.finish().entries == entries, "\(name) in pieces of \(piece)")
    }
  }

  @Test("Every block of every vector can be checked alone", arguments: vectors.indices)
  func blocksAlone(index: Int) throws {
    let (name, content, entries) = Self.vectors[index]
    let digests = try #require(BlockDigests(size: UInt64(content.count), entries: entries))
    for block in 1...entries.count {
      let range = digests.range(of: block)
      var bytes = Array(content[Int(range.lowerBound)..<Int(range.upperBound)])
      #expect(bytes.withUnsafeBytes { digests.matches($0, block: block) }, "\(name), block \(block)")
      bytes[bytes.count / 2] ^= 1
      #expect(!bytes.withUnsafeBytes { digests.matches($0, block: block) }, "\(name), block \(block), one bit")
    }
  }

  @Test("A wrong place or a wrong length is noticed")
  func mistakes() throws {
    let content = pattern(2_097_153)
    let digests = BlockDigests(content)
    let first = Array(content[..<BlockDigests.blockSize])
    for block in [-1, 0, 2, 3] { #expect(!first.withUnsafeBytes { digests.matches($0, block: block) }) }
    #expect(!first.dropLast().withUnsafeBytes { digests.matches($0, block: 1) })
    // The digest of each prefix on its own, which a careless client sends, is something else.
    let careless = try #require(
      BlockDigests(size: 2_097_153, entries: [BlockDigests(first).entries[0], digests.entries[1]]))
    #expect(!first.withUnsafeBytes { careless.matches($0, block: 1) })
  }

  @Test("An empty content has no blocks; a state far into a file keeps its length")
  func edges() {
    #expect(BlockDigests([]).entries == [])
    #expect(BlockDigests.blockCount(of: 0) == 0)
    #expect(BlockDigests.blockCount(of: 20 << 30) == 10_240)
    #expect(BlockDigests(size: 1, entries: []) == nil)
    #expect(BlockDigests(size: 1, entries: [String(repeating: "A", count: 40)]) == nil)
    // From block 257 on, the count of bits needs more than 32 bits.
    let block = [UInt8](repeating: 7, count: BlockDigests.blockSize)
    var accumulator = BlockDigests.Accumulator()
    for _ in 0..<259 { block.withUnsafeBytes { accumulator.append($0) } }
    let digests = accumulator.finish()
    for number in [256, 257, 258, 259] { #expect(block.withUnsafeBytes { digests.matches($0, block: number) }) }
  }
}
