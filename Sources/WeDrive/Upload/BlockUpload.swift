import WeDriveGenerated
import WeDriveHTTP
import WeDriveRuntime
import WeDriveTransfers

/// One upload in blocks from the caller's side: opens what remembers it, runs the uploader, reports, and says with each
/// failure what is left to go on from.
struct BlockUpload<Start: BlockUploadRequest>: Sendable {
  let drive: WeDriveClient
  let start: Start
  let source: UploadSource
  let options: UploadOptions
  /// Makes the way to look whether the service has made what was uploaded.
  let lookUp: @Sendable (MeteredClient) -> BlockUploader<Start>.LookUp?
  /// Looks whether a result that was remembered is still there; nil where there is no way to look.
  var isThere: (@Sendable (Start.Result, BlockDigests, MeteredClient) async throws(WeDriveError) -> Bool)?
  /// The result as it is told to ``UploadOptions/onCompletion``, and how it is read from what was remembered.
  let outcome: @Sendable (Start.Result) -> UploadResult
  let result: @Sendable (String) -> Start.Result

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
    let target = try UploadJournalLocation.target(of: start)
    let meter = UploadMeter(total: source.size, callLimit: options.callLimit)
    let watched = MeteredClient(drive: drive, meter: meter)
    return try await watched.uploading(by: Start.endpoint) { () async throws(WeDriveError) in
      try await meter.reporting(to: options.progress) { () async throws(WeDriveError) in
        try await run(watched, target: target)
      }
    }
  }

  private func run(_ watched: MeteredClient, target: [UInt8]) async throws(WeDriveError) -> Start.Result {
    let meter = watched.meter
    var journals = UploadJournals(options: options, target: target, source: source)
    let outcome: Result<Start.Result, UploadFailure.Cause>
    do throws(UploadFailure.Cause) {
      // A file of this machine is locked before all the work.
      try await journals.openLocally()
      let content = try await HashedSource(source) { hashed in meter.note { $0.hashed = hashed } }
      let done = try await journals.openShared(content.digests) { done throws(WeDriveError) in
        guard let isThere else { return true }
        meter.note { $0.neededCalls = 1 }
        return try await isThere(result(done), content.digests, watched)
      }
      if let done {
        let known = result(done)
        await BlockingWork.run { options.onCompletion?(self.outcome(known)) }
        outcome = .success(known)
      } else {
        let uploader = BlockUploader(
          drive: watched, start: start, content: content, options: options, journal: journals.current, target: target,
          lookUp: lookUp(watched), outcome: self.outcome)
        outcome = .success(try await uploader.run())
      }
    } catch {
      outcome = .failure(error)
    }
    await watched.giveBack()
    switch outcome {
    case .success(let result): return result
    case .failure(let cause):
      throw .upload(
        UploadFailure(cause: cause, resume: await journals.current?.end(), retryAfter: journals.retryAfter))
    }
  }
}

/// The journals that one upload may have, on this machine or shared, and the one of them that is open.
struct UploadJournals: Sendable {
  let options: UploadOptions
  /// SHA-256 of where the content goes.
  let target: [UInt8]
  let source: UploadSource
  /// Nil while none is open, and for an upload that is not remembered.
  private(set) var current: (any UploadJournal)?
  /// How long another has the upload, if it does.
  private(set) var retryAfter: Duration?

  init(options: UploadOptions, target: [UInt8], source: UploadSource) {
    self.options = options
    self.target = target
    self.source = source
  }

  /// Opens the file of this machine, unless the upload is shared.
  mutating func openLocally() async throws(UploadFailure.Cause) {
    guard options.sharedJournal == nil else { return }
    current = try await UploadJournalLocation.open(options.localJournal, target: target, source: source)
  }

  /// Opens the shared journal, if there is to be one; the file of this machine if the store does not work.
  ///
  /// - Parameter isThere: Looks whether the result of an upload that was completed some time ago is still there.
  /// - Returns: The result of an upload that is complete.
  mutating func openShared(
    _ digests: BlockDigests, isThere: (String) async throws(WeDriveError) -> Bool
  ) async throws(UploadFailure.Cause) -> String? {
    guard let store = options.sharedJournal else { return nil }
    var lost: SharedUploadJournal.Completion?
    while true {
      switch await SharedUploadJournal.open(in: store, target: target, digests: digests, after: lost) {
      case .opened(let journal):
        current = journal
        return nil
      case .done(let completion):
        guard completion.age >= options.completedTrust else { return completion.result }
        do throws(WeDriveError) {
          if try await isThere(completion.result) { return completion.result }
        } catch {
          throw UploadFailure.Cause(error)
        }
        lost = completion
      case .inUse(let left):
        retryAfter = left
        throw .inUse
      case .unavailable:
        current = try await UploadJournalLocation.open(options.localJournal, target: target, source: source)
        return nil
      }
    }
  }
}
