import WeDriveRuntime

/// Reads blocks of a source, and sees that they are what they were. Away from the cooperative pool.
struct BlockReading: Sendable {
  let source: UploadSource

  /// How many blocks are hashed before somebody may look whether anybody still wants it.
  private static let stretch = 16

  /// The digests of the whole content. `progress` is told how many bytes are done.
  func digests(_ progress: (Int64) -> Void) async throws(UploadFailure.Cause) -> BlockDigests {
    var accumulator = BlockDigests.Accumulator()
    let size = UInt64(source.size)
    while accumulator.size < size {
      if Task.isCancelled { throw .error(.cancelled(endpoint: "upload")) }
      let started = accumulator
      accumulator = try await BlockingWork.run { () throws(UploadFailure.Cause) in
        var accumulator = started
        for _ in 0..<Self.stretch where accumulator.size < size {
          let end = min(size, accumulator.size + UInt64(BlockDigests.blockSize))
          let bytes = try read(accumulator.size..<end)
          bytes.withUnsafeBytes { accumulator.append($0) }
        }
        return accumulator
      }
      progress(Int64(accumulator.size))
    }
    return accumulator.finish()
  }

  /// One block, checked against its digest just now: what is not what it was is never sent. Blocks, on one of ``threads``.
  func block(_ block: Int, of digests: BlockDigests) throws(UploadFailure.Cause) -> [UInt8] {
    guard source.isInPlace() else { throw .sourceChanged(block: block) }
    let bytes = try read(digests.range(of: block))
    guard bytes.withUnsafeBytes({ digests.matches($0, block: block) }) else { throw .sourceChanged(block: block) }
    return bytes
  }

  /// Where blocks are made ready. Two outrun any network; and the C library keeps some megabytes of what was freed for each
  /// thread that had them.
  static let threads = BlockingWork(threads: 2)

  private func read(_ range: Range<UInt64>) throws(UploadFailure.Cause) -> [UInt8] {
    do throws(UploadSource.Failure) {
      return try source.read(range)
    } catch {
      switch error {
      case .changed: throw .sourceChanged(block: Int(range.lowerBound / UInt64(BlockDigests.blockSize)) + 1)
      case .file(let failure): throw .error(.file(failure))
      }
    }
  }
}
