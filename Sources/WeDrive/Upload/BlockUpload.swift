import WeDriveGenerated
import WeDriveRuntime
import WeDriveTransfers

/// One upload in blocks from the caller's side: opens the journal, runs the uploader, reports, and says with each failure
/// what is left to go on from.
struct BlockUpload<Start: BlockUploadRequest>: Sendable {
  let drive: WeDriveClient
  let start: Start
  let source: UploadSource
  let options: UploadOptions
  /// Makes the way to look whether the service has made what was uploaded.
  let lookUp: @Sendable (MeteredClient) -> BlockUploader<Start>.LookUp?
  /// The result as it is told to ``UploadOptions/onCompletion``.
  let text: @Sendable (Start.Result) -> String

  /// Checks everything that can be checked without reading the content, whose size is one that the service can keep.
  static func check(_ start: Start, size: Int64) throws(WeDriveError) {
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
    let target = try ResumeRecordLocation.target(of: start)
    let meter = UploadMeter(total: source.size, callLimit: options.callLimit)
    return try await meter.reporting(to: options.progress) { () async throws(WeDriveError) -> Start.Result in
      var journal: UploadJournal?
      do throws(UploadFailure.Cause) {
        journal = try await ResumeRecordLocation.openJournal(options.resumeRecords, target: target, source: source)
        let watched = MeteredClient(drive: drive, meter: meter)
        let uploader = BlockUploader(
          drive: watched, start: start, source: source, options: options, journal: journal, target: target,
          lookUp: lookUp(watched), text: text)
        return try await uploader.run()
      } catch {
        throw .upload(UploadFailure(cause: error, resume: await ResumeRecordLocation.close(journal)))
      }
    }
  }
}
