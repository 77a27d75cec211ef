import WeDriveHTTP
import WeDriveRuntime

/// Where an upload that is not complete is remembered: a file of this machine, or a store that several share.
package protocol UploadRecorder: Sendable {
  /// Names the place, for errors.
  var path: String { get }
  /// What was remembered; nil: nothing.
  func remembered() async -> UploadRecords.Contents?
  /// Whether another may have gone on with the upload meanwhile, and completed it.
  func mayBeComplete() async -> Bool
  /// Forgets what there was, and remembers a new upload.
  func begin(_ header: UploadRecords.Header) async throws(UploadFailure.Cause)
  /// Adds a record.
  ///
  /// - Throws: `inUse` if another has taken the upload over.
  func append(_ record: UploadRecords.Record) async throws(UploadFailure.Cause)
  /// Forgets everything, and keeps the place.
  func forget() async throws(UploadFailure.Cause)
  /// The upload is complete.
  func complete(_ result: String) async
  /// Lets go of it after a failure, and says what is left for the next attempt; nil if that is nothing.
  func end() async -> UploadResume?
}

/// The file of this machine.
package struct LocalUploadRecorder: UploadRecorder {
  private let journal: UploadJournal

  package init(journal: UploadJournal) { self.journal = journal }

  package var path: String { journal.path }

  package func remembered() async -> UploadRecords.Contents? { journal.contents }

  /// No other process has it as long as it is locked.
  package func mayBeComplete() async -> Bool { false }

  package func begin(_ header: UploadRecords.Header) async throws(UploadFailure.Cause) {
    try await run { (journal) throws(FileFailure) in try journal.begin(header) }
  }

  package func append(_ record: UploadRecords.Record) async throws(UploadFailure.Cause) {
    try await run { (journal) throws(FileFailure) in try journal.append(record) }
  }

  package func forget() async throws(UploadFailure.Cause) {
    try await run { (journal) throws(FileFailure) in try journal.forget() }
  }

  package func complete(_ result: String) async {
    await BlockingWork.run { [journal] in
      journal.remove()
      journal.release()
    }
  }

  package func end() async -> UploadResume? { await BlockingWork.run { [journal] in journal.end() } }

  private func run(
    _ work: @escaping @Sendable (UploadJournal) throws(FileFailure) -> Void
  ) async throws(UploadFailure.Cause) {
    do throws(FileFailure) {
      try await BlockingWork.run { [journal] () throws(FileFailure) in try work(journal) }
    } catch {
      throw .error(.file(error))
    }
  }
}

extension UploadRecords.Contents {
  /// What is left to go on from.
  package func resume(at path: String) -> UploadResume {
    let size = Int64(clamping: header.size)
    let block = Int64(BlockDigests.blockSize)
    let confirmed = parts.reduce(Int64(0)) { sum, part in
      sum.clampedSum(max(0, min(block, size.clampedDifference(Int64(part - 1) * block))))
    }
    return UploadResume(statePath: path, confirmed: confirmed, size: size)
  }
}
