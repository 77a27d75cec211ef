import Synchronization
import WeDriveHTTP
import WeDriveRuntime
import WeDriveTransfers

/// A source whose content has been read once, with what came out of that: its blocks' digests, and what each block is told
/// by when it is read again.
struct HashedSource: Sendable {
  let source: UploadSource
  let digests: BlockDigests
  private let key: GMACKey
  /// One for each block, in order; nil where none could be made.
  private let tags: [GMACKey.Tag?]

  /// Where blocks are made ready. Two outrun any network; and the C library keeps some megabytes of what was freed for each
  /// thread that had them.
  static let threads = BlockingWork(threads: 2)

  /// Reads all of the content, away from the cooperative pool. `progress` is told how many bytes are done.
  ///
  /// While a block is hashed, the next one is read.
  init(
    _ source: UploadSource, _ progress: (Int64) -> Void
  ) async throws(UploadFailure.Cause) {
    let key = GMACKey()
    let hashing = Hashing()
    var (room, other) = (BlockRoom(), BlockRoom())
    var tags: [GMACKey.Tag?] = []
    var done: UInt64 = 0
    var filled = await Self.fill(room, from: source, at: 0, key)
    while true {
      if Task.isCancelled { throw .error(.cancelled(endpoint: "upload")) }
      let (count, tag) = try filled.get()
      guard count > 0 else { break }
      tags.append(tag)
      done += UInt64(count)
      let (full, free) = (room, other)
      async let following = Self.fill(free, from: source, at: done, key)
      await Self.threads.run { hashing.take(UnsafeRawBufferPointer(rebasing: full.bytes[..<count])) }
      filled = await following
      (room, other) = (free, full)
      progress(Int64(done))
    }
    self.source = source
    self.digests = hashing.finish()
    self.key = key
    self.tags = tags
  }

  private typealias Filling = (count: Int, tag: GMACKey.Tag?)

  /// Reads as much as a block from there on; nothing at the end.
  private static func fill(
    _ room: BlockRoom, from source: UploadSource, at offset: UInt64, _ key: GMACKey
  ) async -> Result<Filling, UploadFailure.Cause> {
    let end = min(UInt64(source.size), offset + UInt64(BlockDigests.blockSize))
    guard offset < end else { return .success((0, nil)) }
    let count = Int(end - offset)
    return await threads.run {
      Result { () throws(UploadFailure.Cause) in
        try reading(offset) { () throws(UploadSource.Failure) in try source.read(offset..<end, into: room.bytes) }
        return (count, key.tag(of: UnsafeRawBufferPointer(rebasing: room.bytes[..<count])))
      }
    }
  }

  /// One block, counted from 1, read again and seen to be what it was: nothing else is ever sent. Blocks, on one of
  /// ``threads``.
  func block(_ block: Int) throws(UploadFailure.Cause) -> [UInt8] {
    guard source.isInPlace() else { throw .sourceChanged(block: block) }
    let range = digests.range(of: block)
    let bytes = try Self.reading(range.lowerBound) { () throws(UploadSource.Failure) in try source.read(range) }
    guard bytes.withUnsafeBytes({ isUnchanged($0, block) }) else { throw .sourceChanged(block: block) }
    return bytes
  }

  private func isUnchanged(_ bytes: UnsafeRawBufferPointer, _ block: Int) -> Bool {
    guard let known = tags[block - 1] else { return digests.matches(bytes, block: block) }
    return key.tag(of: bytes) == known
  }

  private static func reading<Value>(
    _ offset: UInt64, _ work: () throws(UploadSource.Failure) -> Value
  ) throws(UploadFailure.Cause) -> Value {
    do throws(UploadSource.Failure) {
      return try work()
    } catch {
      switch error {
      case .changed: throw .sourceChanged(block: Int(offset / UInt64(BlockDigests.blockSize)) + 1)
      case .file(let failure): throw .error(.file(failure))
      }
    }
  }
}

/// Digests that several threads add to, one after the other.
private final class Hashing: Sendable {
  private let digests = Mutex(BlockDigests.Accumulator())

  func take(_ bytes: UnsafeRawBufferPointer) { digests.withLock { $0.append(bytes) } }

  func finish() -> BlockDigests { digests.withLock { $0.finish() } }
}

/// Room for a block. It is used again and again: what is allocated and freed on many threads adds up.
///
/// `@unchecked`: one thread at a time fills or reads it, which ``HashedSource`` sees to by waiting.
private final class BlockRoom: @unchecked Sendable {
  let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: BlockDigests.blockSize, alignment: 16)

  deinit { bytes.deallocate() }
}
