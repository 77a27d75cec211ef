import Synchronization
import WeDriveHTTP
import WeDriveRuntime

/// Reads blocks of a source, and sees that they are what they were. Away from the cooperative pool.
package struct BlockReading: Sendable {
  package let source: UploadSource

  package init(source: UploadSource) {
    self.source = source
  }

  /// Where blocks are made ready. Two outrun any network; and the C library keeps some megabytes of what was freed for each
  /// thread that had them.
  package static let threads = BlockingWork(threads: 2)

  /// The digests of the whole content. `progress` is told how many bytes are done.
  ///
  /// While a block is hashed, the next one is read.
  package func digests(_ progress: (Int64) -> Void) async throws(UploadFailure.Cause) -> BlockDigests {
    let hashing = Hashing()
    var (room, other) = (BlockRoom(), BlockRoom())
    var done: UInt64 = 0
    var filled = await fill(room, at: 0)
    while true {
      if Task.isCancelled { throw .error(.cancelled(endpoint: "upload")) }
      let count = try filled.get()
      guard count > 0 else { return hashing.finish() }
      done += UInt64(count)
      let (full, free) = (room, other)
      async let following = fill(free, at: done)
      await Self.threads.run { hashing.take(UnsafeRawBufferPointer(rebasing: full.bytes[..<count])) }
      filled = await following
      (room, other) = (free, full)
      progress(Int64(done))
    }
  }

  /// Reads as much as a block from there on; nothing at the end.
  private func fill(_ room: BlockRoom, at offset: UInt64) async -> Result<Int, UploadFailure.Cause> {
    let end = min(UInt64(source.size), offset + UInt64(BlockDigests.blockSize))
    guard offset < end else { return .success(0) }
    return await Self.threads.run {
      Result { () throws(UploadFailure.Cause) in
        try reading(offset) { () throws(UploadSource.Failure) in try source.read(offset..<end, into: room.bytes) }
        return Int(end - offset)
      }
    }
  }

  /// One block, checked against its digest just now: what is not what it was is never sent. Blocks, on one of ``threads``.
  package func block(_ block: Int, of digests: BlockDigests) throws(UploadFailure.Cause) -> [UInt8] {
    guard source.isInPlace() else { throw .sourceChanged(block: block) }
    let bytes = try read(digests.range(of: block))
    guard bytes.withUnsafeBytes({ digests.matches($0, block: block) }) else { throw .sourceChanged(block: block) }
    return bytes
  }

  private func read(_ range: Range<UInt64>) throws(UploadFailure.Cause) -> [UInt8] {
    try reading(range.lowerBound) { () throws(UploadSource.Failure) in try source.read(range) }
  }

  private func reading<Value>(
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
/// `@unchecked`: one thread at a time fills or reads it, which ``BlockReading/digests(_:)`` sees to by waiting.
private final class BlockRoom: @unchecked Sendable {
  let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: BlockDigests.blockSize, alignment: 16)

  deinit { bytes.deallocate() }
}
