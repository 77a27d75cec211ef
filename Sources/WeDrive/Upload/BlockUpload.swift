import WeDriveGenerated
import WeDriveRuntime

/// One upload in blocks from the caller's side: opens the journal, runs the uploader, reports, and says with each failure
/// what is left to go on from.
struct BlockUpload<Start: BlockUploadRequest>: Sendable {
  let drive: WeDriveClient
  let start: Start
  let source: UploadSource
  let options: UploadOptions
  /// Makes the way to look whether the service has made what was uploaded.
  let lookUp: @Sendable (WatchedDrive) -> BlockUploader<Start>.LookUp?
  /// The result as it is told to ``UploadOptions/onCompletion``.
  let text: @Sendable (Start.Result) -> String

  /// Checks everything that can be checked without reading the content.
  static func check(_ start: Start, size: Int64) throws(WeDriveError) {
    let name = Start.endpoint.name
    guard size > 0 else {
      throw .invalidArgument(InvalidArgument(owner: name, field: "size", reason: "is 0; an empty file has no blocks"))
    }
    guard size <= Limits.uploadSize else {
      throw .invalidArgument(
        InvalidArgument(
          owner: name, field: "size", reason: "is \(size) bytes, at most \(Limits.uploadSize) are allowed"))
    }
    let entry = String(repeating: "0", count: 40)
    let count = BlockDigests.blockCount(of: UInt64(size))
    guard let digests = BlockDigests(size: UInt64(size), entries: Array(repeating: entry, count: count)) else { return }
    do throws(InvalidArgument) {
      try start.announcing(digests).validate()
    } catch {
      throw .invalidArgument(error)
    }
  }

  func run() async throws(WeDriveError) -> Start.Result {
    try Self.check(start, size: source.size)
    let target = try UploadMemory.target(of: start)
    let meter = UploadMeter(total: source.size, callLimit: options.callLimit)
    return try await meter.reporting(to: options.progress) { () async throws(WeDriveError) -> Start.Result in
      var journal: UploadJournal?
      do throws(UploadFailure.Cause) {
        journal = try await UploadMemory.openJournal(options.memory, target: target, source: source)
        let watched = WatchedDrive(drive: drive, meter: meter)
        let uploader = BlockUploader(
          drive: watched, start: start, source: source, options: options, journal: journal, target: target,
          lookUp: lookUp(watched), text: text)
        return try await uploader.run()
      } catch {
        throw .upload(UploadFailure(cause: error, resume: await resume(journal)))
      }
    }
  }

  /// What is left, for the next attempt to take. A journal with nothing in it is taken away.
  private func resume(_ journal: UploadJournal?) async -> UploadResume? {
    guard let journal else { return nil }
    defer { journal.release() }
    guard let contents = journal.contents else {
      await BlockingWork.run { journal.remove() }
      return nil
    }
    let size = Int64(contents.header.size)
    let block = Int64(BlockDigests.blockSize)
    let confirmed = contents.parts.reduce(Int64(0)) { $0 + min(block, size - Int64($1 - 1) * block) }
    return UploadResume(statePath: journal.path, confirmed: confirmed, size: size)
  }
}
