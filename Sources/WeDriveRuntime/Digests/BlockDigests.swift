/// The digests of a content's blocks, as the chunk protocol wants them (`block_sha`, 分块累积sha).
///
/// One SHA-1 runs over the whole content. After each block but the last, the entry is its state, without padding, five
/// words with the least significant byte first; the last entry is the ordinary SHA-1 of everything. So each entry is
/// the state in which the next block begins, and any block can be checked alone: see ``matches(_:block:)``.
public struct BlockDigests: Sendable, Hashable {
  /// The size of a block, in bytes; the last one may be shorter.
  public static let blockSize = 2_097_152

  /// The size of the content, in bytes.
  public let size: UInt64
  /// One entry for each block, in order: 40 lower-case hexadecimal digits.
  public let entries: [String]

  /// How many blocks a content has; an empty one has none.
  public static func blockCount(of size: UInt64) -> Int {
    size == 0 ? 0 : Int((size - 1) / UInt64(blockSize)) + 1
  }

  /// Takes digests that were computed elsewhere; nil if their number does not fit the size, or one is not 40 lower-case
  /// hexadecimal digits.
  public init?(size: UInt64, entries: [String]) {
    guard entries.count == Self.blockCount(of: size), entries.allSatisfy(Self.isWellFormed) else { return nil }
    self.size = size
    self.entries = entries
  }

  /// Computes them for content in memory.
  public init(_ content: [UInt8]) {
    var accumulator = Accumulator()
    content.withUnsafeBytes { accumulator.append($0) }
    self = accumulator.finish()
  }

  /// Whether this is 40 lower-case hexadecimal digits.
  public static func isWellFormed(_ entry: String) -> Bool {
    entry.utf8.count == 2 * RunningSHA1.size && Hexadecimal.bytes(entry) != nil
  }

  /// The SHA-1 of the whole content; nil for an empty one.
  public var sha1: String? { entries.last }

  /// SHA-256 of all entries, which tells this content from others.
  package var hash: [UInt8] { ContentDigest.of(entries.joined(), .sha256) ?? [] }

  /// Where a block lies in the content; blocks are counted from 1.
  public func range(of block: Int) -> Range<UInt64> {
    let start = UInt64(block - 1) * UInt64(Self.blockSize)
    return start..<min(start + UInt64(Self.blockSize), size)
  }

  /// Whether `bytes` are a block of this content, counted from 1. Nothing else of the content is needed.
  public func matches(_ bytes: UnsafeRawBufferPointer, block: Int) -> Bool {
    guard entries.indices.contains(block - 1), bytes.count == range(of: block).count else { return false }
    return Self.matches(bytes, block: block, of: entries)
  }

  /// The same for entries as they came, whose content's size is not known: the last block may have any length up to a
  /// whole one.
  package static func matches(_ bytes: UnsafeRawBufferPointer, block: Int, of entries: [String]) -> Bool {
    guard entries.indices.contains(block - 1) else { return false }
    let isLast = block == entries.count
    guard isLast ? (1...blockSize).contains(bytes.count) : bytes.count == blockSize else { return false }
    var sha1 = RunningSHA1()
    if block > 1 {
      guard let started = RunningSHA1(state: entries[block - 2], after: UInt64(block - 1) * UInt64(blockSize)) else {
        return false
      }
      sha1 = started
    }
    sha1.update(bytes)
    return (isLast ? sha1.finalise() : sha1.state) == entries[block - 1]
  }
}

extension BlockDigests {
  /// Digests under way, over content that arrives piece by piece, in pieces of any size.
  public struct Accumulator: Sendable {
    private var sha1 = RunningSHA1()
    private var entries: [String] = []
    /// Bytes taken so far.
    public private(set) var size: UInt64 = 0

    /// Starts at the beginning of a content.
    public init() {}

    /// Takes the next bytes. Blocks for as long as hashing takes: about a millisecond for a block.
    public mutating func append(_ bytes: UnsafeRawBufferPointer) {
      var rest = bytes[...]
      while !rest.isEmpty {
        let inBlock = Int(size % UInt64(BlockDigests.blockSize))
        // Only when more follows is it known that a whole block was not the last.
        if size > 0, inBlock == 0 { entries.append(sha1.state) }
        let piece = rest.prefix(BlockDigests.blockSize - inBlock)
        sha1.update(UnsafeRawBufferPointer(rebasing: piece))
        size += UInt64(piece.count)
        rest = rest.dropFirst(piece.count)
      }
    }

    /// The digests of everything that was taken.
    public consuming func finish() -> BlockDigests {
      if size > 0 { entries.append(sha1.finalise()) }
      return BlockDigests(computed: size, entries)
    }
  }

  private init(computed size: UInt64, _ entries: [String]) {
    self.size = size
    self.entries = entries
  }
}
